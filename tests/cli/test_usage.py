"""What is said to a person who asks for help, or for something that can't be: all of it at once, without torch."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from zeroshot import __version__

if TYPE_CHECKING:
    from collections.abc import Callable

    from conftest import Program

HEAVY = ("torch", "torchvision", "open_clip", "numpy", "PIL", "PySide6", "rich", "zeroshot.session")

LABEL_OPTIONS = (
    "--classes", "--labels", "--templates", "--model", "--device [auto|cpu|cuda|mps]",
    "--precision [auto|fp32|bf16|int8]", "--backend [auto|torch|openvino]",
    "--batch-size", "--top-k", "--min-score", "--min-margin",
    "--none-of-these [auto|negatives|softmax|margin|off]", "--min-familiarity",
    "--recursive / --no-recursive", "--format [csv|jsonl]",
    "--out", "--excel", "--raw-cells", "--home", "--quiet", "--verbose",
)  # fmt: skip


@pytest.fixture(scope="module", autouse=True)
def photo(zeroshot: Program, draw: Callable[[Path, int], None]) -> None:
    """There is one picture."""
    draw(zeroshot.folder / "photo.png", 1)


def test_help_names_every_command(zeroshot: Program) -> None:
    for arguments in (["--help"], ["-h"], []):
        run = zeroshot(*arguments, env={"DISPLAY": "", "WAYLAND_DISPLAY": "", "QT_QPA_PLATFORM": ""})
        assert run.code == 0
        assert ("no screen" in run.err) == (arguments == []), "without arguments it would open the window"
        for command in ("label", "labels", "models", "benchmark", "doctor", "window"):
            assert f"\n  {command} " in run.out


def test_help_of_label_names_every_option(zeroshot: Program) -> None:
    run = zeroshot("label", "--help")
    told = " ".join(run.out.split())
    assert [run.code, [option for option in LABEL_OPTIONS if option not in told]] == [0, []]


def test_the_version_is_told(zeroshot: Program) -> None:
    assert zeroshot("--version").out == f"zeroshot, version {__version__}\n"


@pytest.mark.parametrize("arguments", [["--help"], ["label", "--help"], ["--version"]])
def test_help_imports_nothing_heavy(zeroshot: Program, arguments: list[str]) -> None:
    ask = (
        "import sys; from zeroshot.cli import main; main(sys.argv[2:]); "
        "print(*set(sys.argv[1].split()) & set(sys.modules), file=sys.stderr)"
    )
    assert zeroshot(*arguments, python=("-c", ask, " ".join(HEAVY))).err == "\n"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["photo.png"], "Say what the classes are: either --classes"),
        (["photo.png", "--classes", "dog,cat", "--labels", "animals"], "Say what the classes are: either --classes"),
        (["--classes", "dog,cat"], "Missing argument 'FILE_OR_FOLDER...'"),
        (["gone.png", "--classes", "dog,cat"], "There is no file or folder gone.png"),
        (["photo.png", "--classes", "dog,cat", "--device", "abacus"], "'abacus' is not one of 'auto', 'cpu'"),
        (
            ["photo.png", "--classes", "dog,cat", "--precision", "fp8"],
            "'fp8' is not one of 'auto', 'fp32'",
        ),
        (["photo.png", "--classes", "dog,cat", "--format", "xls"], "'xls' is not one of 'csv', 'jsonl'"),
        (["photo.png", "--classes", "dog,cat", "--top-k", "0"], "0 is not in the range x>=1"),
        (["photo.png", "--classes", "dog,cat", "--batch-size", "0"], "0 is not in the range 1<=x<=4096"),
        (["photo.png", "--classes", "dog,cat", "--min-score", "2"], "2.0 is not in the range 0<=x<=1"),
        (["photo.png", "--classes", "dog,cat", "--min-margin", "-1"], "-1.0 is not in the range 0<=x<=1"),
        (["photo.png", "--classes", "dog,cat", "--out", "."], "File '.' is a directory"),
        (["photo.png", "--classes", "dog,cat", "--home", "photo.png"], "Directory 'photo.png' is a file"),
        (["photo.png", "--classes", "dog,cat", "--topk", "3"], "Did you mean"),
    ],
)
def test_bad_usage_ends_with_2_and_a_sentence(zeroshot: Program, arguments: list[str], sentence: str) -> None:
    run = zeroshot("label", *arguments)
    assert [run.code, run.out] == [2, ""]
    assert run.err.startswith("Usage: zeroshot label ")
    assert sentence in run.last_line


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--labels", "animal"], 'There is no label set "animal": did you mean animals?'),
        (["--labels", "xyz"], "there are animals, everyday, food, mythical-beasts, picture-kinds, scenes, and files"),
        (["--labels", "bad.toml"], "bad.toml is not valid TOML: Unclosed array (at line 3, column "),
        (["--labels", "gone.toml"], "gone.toml can't be read: No such file or directory."),
        (["--labels", "photo.png"], "photo.png is no label set: its name must end in .toml, .csv, .tsv, .txt."),
        (["--classes", ""], 'There are no class names: give at least two, such as "dog, cat".'),
        (["--classes", '"dog, cat'], "The quotation mark at character 1 needs a closing one"),
        (["--classes", "dog, none of these"], '"none of these" is the answer for rejected pictures'),
        (
            ["--classes", "dog,cat", "--templates", "photo"],
            'There are no templates "photo": use plain, short, openai80',
        ),
        (["--classes", "dog,cat", "--templates", "{} {}"], 'the template "{} {}" must have exactly one {}'),
        (["--classes", "dog,cat", "--model", "gone"], "There is no model folder gone. Give --model a folder with"),
        (["--classes", "dog,cat", "--model", "pickled"], "holds its weights as a pickle, which can run code"),
        (["--classes", "dog,cat", "--model", "page"], "is a web page, not model weights. Fetch the model again."),
        (["--classes", "dog,cat", "--home", "unset"], "settings.toml sets modell, which there is not."),
    ],
)
def test_what_cannot_be_used_ends_with_a_sentence_and_no_output(
    zeroshot: Program, arguments: list[str], sentence: str
) -> None:
    _lay_out(zeroshot.folder)
    run = zeroshot("label", "photo.png", "--out", "results.csv", *arguments)
    assert run.code in {1, 2}
    assert sentence in run.last_line
    assert run.last_line.startswith("Error: ")
    assert "Traceback" not in run.err
    assert not (zeroshot.folder / "results.csv").exists()


def _lay_out(folder: Path) -> None:
    (folder / "bad.toml").write_text('labels = [\n"dog",\n"cat" "car"]\n', encoding="utf-8")
    for name, file in (("pickled", "open_clip_pytorch_model.bin"), ("page", "model.safetensors")):
        (folder / name).mkdir(exist_ok=True)
        (folder / name / "open_clip_config.json").write_text("{}", encoding="utf-8")
        (folder / name / file).write_bytes(b"<!DOCTYPE html><html>" * 9)
    (folder / "unset/config").mkdir(parents=True, exist_ok=True)
    (folder / "unset/config/settings.toml").write_text("modell = 'tiny'", encoding="utf-8")


def test_an_output_that_cannot_be_written_is_told_before_the_work_begins(zeroshot: Program) -> None:
    run = zeroshot.label("photo.png", "--classes", "dog,cat", "--out", "gone/results.csv", home="never")
    assert run.code == 1
    assert f"{Path('gone/results.csv')} can't be written: " in run.last_line
    assert run.last_line.endswith("Choose another place.")
    assert not (zeroshot.folder / "never").exists()


def test_a_reader_that_goes_away_is_no_bug(zeroshot: Program) -> None:
    process = zeroshot.start("labels", "list")
    assert process.stdout is not None
    process.stdout.close()
    assert process.stderr is not None
    with process.stderr as stream:
        assert stream.read() == b""
    assert process.wait() in {0, 1}


def test_a_bug_is_one_line_and_a_traceback_in_the_log(zeroshot: Program) -> None:
    broken = "from zeroshot import cli, paths; paths.Folders.settings = None; raise SystemExit(cli.main())"
    run = zeroshot("label", "photo.png", "--classes", "a,b", home="home", python=("-c", broken))
    assert run.code == 1
    assert run.err.startswith("A bug in Zeroshot: ")
    assert "Traceback" not in run.err
    log = zeroshot.folder / "home" / "log" / "zeroshot.log"
    assert str(log.relative_to(zeroshot.folder)) in run.err
    assert "Traceback" in log.read_text(encoding="utf-8")


@pytest.mark.skipif(sys.platform == "win32", reason="click writes no completion for Windows's shells")
@pytest.mark.parametrize("shell", ["bash", "zsh", "fish"])
def test_the_console_script_writes_its_own_shell_completion(shell: str) -> None:
    script = Path(sys.executable).with_name("zeroshot")
    if not script.exists():
        pytest.skip("zeroshot isn't installed beside this Python")
    run = subprocess.run(
        [script],
        env={**os.environ, "_ZEROSHOT_COMPLETE": f"{shell}_source"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert "_zeroshot_completion" in run.stdout
    assert f"_ZEROSHOT_COMPLETE={shell}_complete" in run.stdout


@pytest.mark.skipif(sys.platform == "win32", reason="click writes no completion for Windows's shells")
def test_a_shell_completes_options_from_the_console_script() -> None:
    script = Path(sys.executable).with_name("zeroshot")
    if not script.exists():
        pytest.skip("zeroshot isn't installed beside this Python")
    asked = {"_ZEROSHOT_COMPLETE": "bash_complete", "COMP_WORDS": "zeroshot label --min", "COMP_CWORD": "2"}
    run = subprocess.run([script], env=os.environ | asked, capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["plain,--min-score", "plain,--min-margin", "plain,--min-familiarity"]
