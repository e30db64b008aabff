"""Set Zeroshot up in its checkout, then run it, or test it.

    python3 packaging/bootstrap.py run                 open the window; without a screen label the sample pictures
    python3 packaging/bootstrap.py test [ARGUMENT]...  run the tests; the arguments go to pytest

On Windows say "py" for "python3". It needs Python 3.11 or newer, nothing else; the first time it downloads torch and
its companions into .venv, which takes minutes, and after that it starts at once.
"""

import csv
import hashlib
import importlib.util
import io
import json
import os
import shutil
import subprocess
import sys
from collections import deque
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import NamedTuple

# Stands before what an older Python can't run; and as that one reads the whole file first, its syntax is that of 3.6.
if sys.version_info < (3, 11):  # noqa: UP036 - this file is what tells the person so
    sys.exit(
        "Zeroshot needs Python 3.11 or newer, and {} is {}.{}. Start this script with a newer one, "
        "for example: python3.12 packaging/bootstrap.py run".format(sys.executable, *sys.version_info[:2])
    )

SAMPLES = ("label", "assets/samples", "--labels", "assets/samples/classes.txt")
RESULTS = "results.csv"
QT_LIBRARIES = (
    "libegl1", "libgl1", "libxkbcommon0", "libxkbcommon-x11-0", "libdbus-1-3", "libfontconfig1", "libglib2.0-0",
    "libxcb-cursor0", "libxcb-icccm4", "libxcb-image0", "libxcb-keysyms1", "libxcb-randr0", "libxcb-render-util0",
    "libxcb-shape0", "libxcb-xkb1", "fonts-dejavu-core",
)  # fmt: skip
"""What Qt's wheels leave to the system, as Debian and Ubuntu call it: for any window, for X11, and a font."""
PROBE_QT = """
import ctypes, importlib.util, pathlib, sys
if importlib.util.find_spec("PySide6"):
    import PySide6.QtNetwork, PySide6.QtSvg, PySide6.QtWidgets
    for plugin in pathlib.Path(PySide6.__path__[0]).glob("Qt/plugins/platforms/libqxcb.so"):
        ctypes.CDLL(str(plugin))
"""
FAILED, USAGE, STOPPED = 1, 2, 130
TAIL = 15
"""Lines of a failed command's output that are worth reading."""
PATIENCE = 10.0
"""Seconds that a stopped program gets to tidy up."""


class SetupError(Exception):
    """The machine does not let us; the text says what to do, for the person who reads it."""


class Checkout(NamedTuple):
    """Where things lie."""

    root: Path

    @property
    def venv(self) -> Path:
        """The virtual environment."""
        return self.root / ".venv"

    @property
    def python(self) -> Path:
        """The virtual environment's Python."""
        return self.venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

    @property
    def stamp(self) -> Path:
        """The record of what the virtual environment holds."""
        return self.venv / "zeroshot-setup.json"


class Stamp(NamedTuple):
    """What a virtual environment was made from."""

    interpreter: str
    """Which Python, and which checkout: scripts and the editable install hold the path."""
    project: str
    """Hash of the pyproject.toml that was installed; empty while the work goes on."""
    extras: tuple[str, ...]

    def covers(self, wanted: "Stamp") -> bool:
        """Whether nothing is left to do."""
        return self[:2] == wanted[:2] and set(wanted.extras) <= set(self.extras)


def main(arguments: list[str], checkout: Checkout) -> int:
    """Do what the arguments say; the exit code is that of the program or of pytest, 130 after Ctrl-C."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # a Windows code page may lack letters of the checkout's path
    try:
        return _dispatch(arguments, checkout)
    except SetupError as error:
        print(error, file=sys.stderr, flush=True)
        return FAILED
    except KeyboardInterrupt:
        return STOPPED


def _dispatch(arguments: list[str], checkout: Checkout) -> int:
    if arguments == ["run"]:
        return run(checkout)
    if arguments[:1] == ["test"]:
        return test(checkout, arguments[1:])
    asked = bool({"-h", "--help"} & set(arguments))
    print(__doc__, file=sys.stdout if asked else sys.stderr)
    return 0 if asked else USAGE


def run(checkout: Checkout) -> int:
    """Open the window; without a screen label the samples into a CSV, and show what it says."""
    prepare(checkout, ())
    if has_screen():
        return _start(checkout, "zeroshot", "window")
    code = _start(checkout, "zeroshot", *SAMPLES, "--out", RESULTS)
    if code == 0:
        _show(checkout.root / RESULTS)
    return code


def has_screen() -> bool:
    """Whether a window can be shown; on Linux and its like the environment says so."""
    return os.name == "nt" or sys.platform == "darwin" or any(map(os.environ.get, ("DISPLAY", "WAYLAND_DISPLAY")))


def _show(results: Path) -> None:
    """Print the answers of a CSV; starting the program once more for its table would load the model again."""
    with results.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    width = max((len(row["classification"]) for row in rows), default=0)
    for row in rows:
        _say(f"{row['classification']:{width}}  {row['score']:.4}  {row['file_name']}")
    _say(f"The same as CSV: {results}")


def test(checkout: Checkout, arguments: Sequence[str]) -> int:
    """Run the tests."""
    prepare(checkout, ("test",))
    return _start(checkout, "pytest", *arguments)


def prepare(checkout: Checkout, extras: tuple[str, ...]) -> None:
    """Make the virtual environment hold the package and the extras; takes no time when it does already.

    Raises:
        SetupError: it can't be done.
    """
    wanted = Stamp(_interpreter(checkout), _digest(checkout.root / "pyproject.toml"), extras)
    known = read_stamp(checkout.stamp)
    if known is not None and known.covers(wanted) and checkout.python.exists():
        return
    _say(f"Setting up {checkout.venv}: the first time it takes minutes, torch and its companions being large.")
    if _reusable(checkout, known, wanted):
        held = () if known is None else known.extras
        wanted = wanted._replace(extras=tuple(sorted({*extras, *held})))
    else:
        make_venv(checkout)
    if known is not None:
        # Interrupted from here on, the next start makes everything anew: pip may take a half unpacked package for an
        # installed one. An environment made by hand is only ours once it holds Zeroshot.
        write_stamp(checkout.stamp, wanted._replace(project=""))
    pip_install(checkout, wanted.extras)
    install_qt_libraries(checkout)
    write_stamp(checkout.stamp, wanted)


def _interpreter(checkout: Checkout) -> str:
    return f"{sys.version_info[0]}.{sys.version_info[1]} of {sys.base_prefix} for {checkout.root}"


def _digest(project: Path) -> str:
    try:
        return hashlib.sha256(project.read_bytes()).hexdigest()
    except OSError as error:
        raise SetupError(f"This script belongs into a checkout of Zeroshot, and there is none: {error}") from error


def read_stamp(path: Path) -> Stamp | None:
    """The stamp of a virtual environment; None if there is none that can be read."""
    try:
        kept = json.loads(path.read_text(encoding="utf-8"))
        return Stamp(kept["interpreter"], kept["project"], tuple(kept["extras"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def write_stamp(path: Path, stamp: Stamp) -> None:
    """Record what the virtual environment holds."""
    try:
        path.parent.mkdir(exist_ok=True)
        path.write_text(json.dumps(stamp._asdict()), encoding="utf-8")
    except OSError as error:
        raise SetupError(f"The checkout has to be writable: {error}") from error


def _reusable(checkout: Checkout, known: Stamp | None, wanted: Stamp) -> bool:
    """Whether pip can go on in the virtual environment that is there."""
    if not checkout.python.exists():
        return False
    if known is None:  # somebody made it by hand, perhaps by uv and so without pip: theirs to keep
        return _works(checkout, "pip", "--version") or _works(checkout, "ensurepip")
    return known.interpreter == wanted.interpreter and known.project != ""


def _works(checkout: Checkout, *module: str) -> bool:
    with suppress(OSError):
        command = (str(checkout.python), "-m", *module)
        return subprocess.run(command, capture_output=True, cwd=checkout.root, check=False).returncode == 0
    return False


def make_venv(checkout: Checkout) -> None:
    """Make an empty virtual environment in place of what is there.

    Raises:
        SetupError: this Python can't, or what is there can't be removed.
    """
    if Path(sys.prefix).resolve() == checkout.venv.resolve():
        raise SetupError("Zeroshot's .venv has to be made anew: leave it (deactivate), and start this once more.")
    if importlib.util.find_spec("ensurepip") is None:
        _install_ensurepip()
    try:
        if os.path.lexists(checkout.venv):
            shutil.rmtree(checkout.venv)
    except OSError as error:
        raise SetupError(f"Remove {checkout.venv} by hand, and start this once more: {error}") from error
    write_stamp(checkout.stamp, Stamp("", "", ()))
    command = (sys.executable, "-m", "venv", str(checkout.venv))
    _carry_out(command, checkout.root, "Python could not make a virtual environment; see above.")


def _install_ensurepip() -> None:
    """Debian and Ubuntu keep it in a package apart."""
    if shutil.which("apt-get") is None:
        raise SetupError(
            f"{sys.executable} can't make virtual environments, because it has no ensurepip module. Install the "
            "package of your system that holds it, or a Python from https://www.python.org, and start this once more."
        )
    install_debian((f"python3.{sys.version_info[1]}-venv",))


def install_debian(packages: tuple[str, ...]) -> None:
    """Install packages of Debian or Ubuntu where we may.

    Raises:
        SetupError: we may not, and then it tells the command; or apt-get fails.
    """
    root = _as_root()
    if root is None:
        raise SetupError(f"Run this first, then start this once more: sudo apt-get install {' '.join(packages)}")
    _say(f"Installing {' '.join(packages)}")
    apt = (*root, "env", "DEBIAN_FRONTEND=noninteractive", "apt-get")
    with suppress(SetupError):  # one broken source of many is no reason to stop
        _carry_out((*apt, "update"), Path.cwd(), "apt-get update failed.")
    install = (*apt, "install", "--yes", "--no-install-recommends", *packages)
    _carry_out(install, Path.cwd(), f"apt-get could not install {' '.join(packages)}; see above.")


def install_qt_libraries(checkout: Checkout) -> None:
    """Let Qt find what it needs of the system. Where that can't be had the command line still works, and it is told."""
    command = (str(checkout.python), "-c", PROBE_QT)
    probe = subprocess.run(command, cwd=checkout.root, capture_output=True, text=True, check=False)
    if probe.returncode == 0:
        return
    missing = probe.stderr.strip().rpartition("\n")[2]
    try:
        if shutil.which("apt-get") is None:
            raise SetupError("Install the libraries that Qt 6 needs with the packages of your system.")  # noqa: TRY301
        install_debian(QT_LIBRARIES)
    except SetupError as error:
        _say(f"The window can't be shown yet, all else works ({missing}). {error}")


def _as_root() -> tuple[str, ...] | None:
    """What to put before a command that needs root; None if we can't without asking for a password."""
    if os.geteuid() == 0:
        return ()
    sudo = ("sudo", "-n")
    allowed = shutil.which("sudo") and subprocess.run((*sudo, "true"), capture_output=True, check=False).returncode == 0
    return sudo if allowed else None


def pip_install(checkout: Checkout, extras: tuple[str, ...]) -> None:
    """Install the package from the checkout, editable.

    Raises:
        SetupError: pip failed; its last lines and a hint.
    """
    package = f".[{','.join(extras)}]" if extras else "."
    pip = (str(checkout.python), "-m", "pip", "--disable-pip-version-check", "--no-input")
    hint = "pip could not install Zeroshot; see above. The network and room on the disk are the usual reasons."
    _carry_out((*pip, "install", "--editable", package), checkout.root, hint, narrated=True)


def told(line: str) -> str:
    """What of a line of pip's a person waiting wants to see; empty for most."""
    line = line.strip()
    if line.startswith(("Downloading ", "Using cached ")) and ".metadata" not in line:
        return f"  {line}"
    if line.startswith("Installing collected packages:"):
        return "  Installing"
    return ""


def _carry_out(command: Sequence[str], folder: Path, failure: str, *, narrated: bool = False) -> None:
    """Run a command in silence or with pip's main lines; its last lines and ``failure`` become the error's text."""
    tail: deque[str] = deque(maxlen=TAIL)
    with _started(command, folder, stdout=subprocess.PIPE) as child:
        for line in child.stdout or ():
            tail.append(line.rstrip())
            if narrated and told(line):
                _say(told(line))
    if child.returncode:
        raise SetupError("\n".join((*tail, failure)))


def _start(checkout: Checkout, module: str, *arguments: str) -> int:
    """Run a module at the terminal; its exit code, as a shell would tell it."""
    with _started((str(checkout.python), "-m", module, *arguments), checkout.root) as child:
        code = child.wait()
    return code if code >= 0 else 128 - code


@contextmanager
def _started(command: Sequence[str], folder: Path, stdout: int | None = None) -> Iterator[subprocess.Popen[str]]:
    """A program that runs in a folder; Ctrl-C reaches it too, and it gets time to tidy up."""
    # UTF-8 mode: before 3.13, Windows reads the editable install's path in the code page and so loses an umlaut.
    environment = {**os.environ, "PYTHONUTF8": "1"}
    stderr = subprocess.STDOUT if stdout else None
    with subprocess.Popen(
        command, cwd=folder, env=environment, stdout=stdout, stderr=stderr, encoding="utf-8", errors="replace"
    ) as child:
        try:
            yield child
        except KeyboardInterrupt:
            try:
                child.wait(PATIENCE)
            except (subprocess.TimeoutExpired, KeyboardInterrupt):
                child.kill()
            raise


def _say(text: str) -> None:
    print(text, flush=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:], Checkout(Path(__file__).resolve().parents[1])))
