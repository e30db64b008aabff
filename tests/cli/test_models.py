"""``zeroshot models``: what is here and what can be, fetched, stopped, killed, verified and removed."""

from __future__ import annotations

import os
import shutil
import signal
import ssl
import subprocess
import sys
import threading
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from faulty_hub import FaultyHub, held, refused, serving, web_page
from small_model import NEEDED, REPOSITORY, WEIGHTS, model_files

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from pathlib import Path
    from subprocess import Popen

    from conftest import Done, Program

CLOSED = "http://127.0.0.1:9"
"""Nobody listens there."""

CATALOGUE = f"""
[[models]]
name = "small"
title = "A small model"
about = "For tests."
repository = "{REPOSITORY}"
licence = "MIT"
licence_url = "https://example.org/mit"

[[models]]
name = "guarded"
repository = "{REPOSITORY}"
licence = "Research only"
licence_url = "https://example.org/research"
agree = true
"""


@pytest.fixture
def hub() -> Iterator[FaultyHub]:
    with serving(FaultyHub({REPOSITORY: model_files()})) as served:
        yield served


@pytest.fixture
def env(hub: FaultyHub, tmp_path: Path) -> dict[str, str]:
    """What leads huggingface_hub to the hub of the test, and nowhere else."""
    patient = {"HF_HUB_DOWNLOAD_TIMEOUT": "600"}
    return patient | {"HF_ENDPOINT": hub.endpoint, "HF_HOME": str(tmp_path), "HF_TOKEN": "hf_secret", "NO_PROXY": "*"}


@pytest.fixture
def home(zeroshot: Program, request: pytest.FixtureRequest) -> str:
    """A home of the test's own, with two more models in its catalogue."""
    name = request.node.name.replace("[", "-").replace("]", "")
    config = zeroshot.folder / name / "config"
    config.mkdir(parents=True)
    (config / "models.toml").write_text(CATALOGUE, encoding="utf-8")
    return name


@pytest.fixture
def models(zeroshot: Program, home: str, env: Mapping[str, str]) -> Callable[..., Done]:
    """``zeroshot models`` with the hub of the test."""
    return lambda *arguments: zeroshot("models", *arguments, home=home, env=env)


def lines(run: Done) -> dict[str, str]:
    """The table of ``models list``, by name."""
    assert run.code == 0, run.err
    return {line.split()[0]: line for line in run.out.splitlines()[1:-1]}


def test_a_model_is_listed_fetched_verified_and_removed(
    zeroshot: Program, home: str, models: Callable[..., Done], hub: FaultyHub
) -> None:
    before = lines(models("list"))
    assert next(iter(before)) == "starter"
    assert "built in" in before["starter"]
    assert "605 MB" in before["vit-b-32-256-datacomp"]
    assert "72.8 %" in before["vit-b-32-256-datacomp"]
    assert before["small"].split()[1:] == ["MIT", "For", "tests."]

    run = models("get", "small")
    folder = zeroshot.folder / home / "data/models/small"
    assert run.code == 0, run.err
    assert run.out == f"small is here: {home}/data/models/small. Use it with: --model small\n"
    assert f"A small model ({REPOSITORY}): 2 MB." in run.err
    assert "Licence: MIT https://example.org/mit" in run.err
    assert all((folder / name).read_bytes() == hub.repositories[REPOSITORY][name] for name in NEEDED)
    assert "here" in lines(models("list"))["small"]
    assert models("path", "small").out == f"{home}/data/models/small\n"
    assert models("path").out == f"{home}/data/models\n"

    asked = len(hub.requests)
    again = models("get", "small")
    assert (again.code, again.out) == (0, f"small is here already: {home}/data/models/small\n")
    assert len(hub.requests) == asked
    assert models("verify").out == models("verify", "small").out == "small: as it was installed\n"

    content = bytearray((folder / WEIGHTS).read_bytes())
    content[-1] ^= 1
    (folder / WEIGHTS).write_bytes(content)
    (folder / "notes.txt").write_text("mine", encoding="utf-8")
    run = models("verify")
    assert run.code == 1
    assert f"{WEIGHTS} is not what was installed" in run.out
    run = models("remove", "small")
    assert run.code == 0, run.err
    assert run.out.splitlines()[0] == "small is removed."
    assert run.out.splitlines()[1].endswith("notes.txt")
    assert [file.name for file in folder.iterdir()] == ["notes.txt"]
    for name, sentence in {
        "small": "was not installed by Zeroshot. Delete ",
        "starter": "part of Zeroshot and can't be removed",
        "other": "There is no installed model other",
        "../models": "There is no installed model ../models",
    }.items():
        assert sentence in models("remove", name).err
    assert (folder / "notes.txt").exists()


def test_local_folders_are_listed_and_what_is_wrong_with_them(
    zeroshot: Program, home: str, models: Callable[..., Done]
) -> None:
    shutil.copytree(zeroshot.model, zeroshot.folder / home / "data/models/mine")
    broken = zeroshot.folder / home / "data/models/broken"
    broken.mkdir()
    (broken / "open_clip_config.json").write_text("{}", encoding="utf-8")
    told = lines(models("list", "--model", zeroshot.model))
    for name in ("mine", "tiny"):
        assert "ViT/8 (2 layers of 64)" in told[name]
        assert " 14 MB " in told[name]
    assert "holds no .safetensors file" in told["broken"]
    assert "There is no model folder nowhere." in lines(models("list", "--model", "nowhere"))["nowhere"]
    run = models("verify", "mine")
    assert run.code == 1
    assert "mine was not installed by Zeroshot" in run.out


def test_a_licence_that_must_be_agreed_to_is_not_agreed_to_by_chance(
    zeroshot: Program, home: str, models: Callable[..., Done], hub: FaultyHub
) -> None:
    run = models("get", "guarded")
    assert run.code == 1
    assert "https://example.org/research" in run.last_line
    assert "zeroshot models get guarded --agree" in run.last_line
    assert hub.requests == []
    assert models("get", "guarded", "--agree").code == 0
    assert (zeroshot.folder / home / "data/models/guarded" / WEIGHTS).is_file()


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX terminals")
def test_on_a_terminal_the_licence_is_asked_for_and_a_bar_is_drawn(
    zeroshot: Program, home: str, env: Mapping[str, str]
) -> None:
    for answer, code in ((b"n\n", 1), (b"y\n", 0)):
        ended, text = _at_a_terminal(zeroshot, ("models", "get", "guarded", "--home", home), env, answer)
        assert "under this licence only: Research only (https://example.org/research)" in text
        assert ended == code, text
        assert (zeroshot.folder / home / "data/models/guarded").is_dir() == (code == 0)
    assert "MB/s" in text


def _at_a_terminal(
    zeroshot: Program, arguments: tuple[str, ...], env: Mapping[str, str], answer: bytes
) -> tuple[int, str]:
    """Run with a terminal at every end; its exit code and all that it wrote."""
    import pty

    ours, theirs = pty.openpty()
    process = subprocess.Popen(
        [sys.executable, "-m", "zeroshot", *arguments],
        cwd=zeroshot.folder,
        env=os.environ | env | {"TERM": "xterm-256color", "COLUMNS": "120"},
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
    )
    os.close(theirs)
    os.write(ours, answer)
    written = b""
    with suppress(OSError):  # Linux's way to say that the other end is closed
        while part := os.read(ours, 65536):
            written += part
    os.close(ours)
    return process.wait(), written.decode()


def _half_way(hub: FaultyHub) -> threading.Event:
    """Let the next download of the weights stop talking after half of them; set when it did."""
    reached = threading.Event()
    hub.faults[WEIGHTS].append(held(800_000, reached, hub.quit))
    return reached


@pytest.fixture
def half(zeroshot: Program, home: str) -> Callable[[], int]:
    """Bytes of the weights that are in the hidden folder."""
    hidden = zeroshot.folder / home / "data/models/.small.partial"
    return lambda: max((file.stat().st_size for file in hidden.glob(".*.part")), default=0)


@pytest.mark.skipif(sys.platform == "win32", reason="POSIX signals")
@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGKILL])
def test_a_download_that_is_stopped_or_killed_goes_on_from_there(  # noqa: PLR0917 - fixtures
    zeroshot: Program,
    home: str,
    env: Mapping[str, str],
    models: Callable[..., Done],
    hub: FaultyHub,
    half: Callable[[], int],
    wait_until: Callable[[Callable[[], bool], Popen[bytes]], None],
    number: signal.Signals,
) -> None:
    reached = _half_way(hub)
    process = zeroshot.start("models", "get", "small", home=home, env=env)
    wait_until(lambda: reached.is_set() and half() == 800_000, process)
    process.send_signal(number)
    run = zeroshot.end(process)
    if number is signal.SIGINT:
        assert run.code == 130
        assert run.last_line == "Stopped: 1 of 2 MB are here, and the same command goes on from there."
    told = lines(models("list"))["small"]
    assert "1 MB here" in told
    assert not (zeroshot.folder / home / "data/models/small").exists()
    run = models("get", "small")
    assert run.code == 0, run.err
    assert "1 MB of them here already" in run.err
    assert hub.asked(WEIGHTS) == [0, 800_000]
    assert models("verify", "small").code == 0


def test_what_a_stopped_download_left_can_be_removed(  # noqa: PLR0917 - fixtures
    zeroshot: Program,
    home: str,
    env: Mapping[str, str],
    models: Callable[..., Done],
    hub: FaultyHub,
    half: Callable[[], int],
    wait_until: Callable[[Callable[[], bool], Popen[bytes]], None],
) -> None:
    reached = _half_way(hub)
    process = zeroshot.start("models", "get", "small", home=home, env=env)
    wait_until(lambda: reached.is_set() and half() == 800_000, process)
    busy = models("remove", "small")
    second = models("get", "small", "--quiet")
    process.kill()
    zeroshot.end(process)
    for run in (busy, second):
        assert run.code == 1
        assert "Another Zeroshot is just installing small" in run.err
    folder = zeroshot.folder / home / "data/models"
    (folder / ".small.partial/notes.txt").write_text("mine", encoding="utf-8")
    run = models("remove", "small")
    assert run.code == 0, run.err
    assert "notes.txt" in run.out
    assert [file.name for file in (folder / ".small.partial").iterdir()] == ["notes.txt"]


def test_a_model_of_the_catalogue_that_is_not_here_is_told_with_the_way_to_fetch_it(
    zeroshot: Program, home: str, draw: Callable[[Path, int], None]
) -> None:
    draw(zeroshot.folder / "photo.png", 1)
    for model, sentence in {
        "small": "The model small is not here yet. Fetch it with: zeroshot models get small",
        "pe-core-b-16": "Fetch it with: zeroshot models get pe-core-b-16",
        "nonsense": "There is no model folder nonsense.",
    }.items():
        run = zeroshot("label", "photo.png", "--classes", "dog", "--model", model, home=home)
        assert run.code == 1
        assert sentence in run.last_line


def test_faults_of_the_hub_are_one_sentence_without_the_token(models: Callable[..., Done], hub: FaultyHub) -> None:
    for fault, sentence in ((refused(403), "only to whom it knows (403)"), (web_page, "gave a web page in place of")):
        hub.faults["api"].append(fault)
        run = models("get", "small")
        assert run.code == 1
        assert run.err.startswith("Error: ")
        assert run.err.count("\n") == 1
        assert sentence in run.err
        assert "hf_secret" not in run.err
    run = models("get", "smal")
    assert run.last_line == "Error: The catalogue has no model smal. Did you mean small?"


def test_a_proxy_is_asked_where_the_system_has_one(
    zeroshot: Program, home: str, hub: FaultyHub, env: Mapping[str, str]
) -> None:
    behind = {"HF_ENDPOINT": "http://hub.invalid", "HTTP_PROXY": hub.endpoint, "NO_PROXY": ""}
    run = zeroshot("models", "get", "small", home=home, env={**env, **behind})
    assert run.code == 0, run.err
    assert (zeroshot.folder / home / "data/models/small" / WEIGHTS).is_file()
    assert {made.machine for made in hub.requests} == {"hub", "store"}
    refused_by = zeroshot("models", "get", "guarded", "--agree", home=home, env={**env, **behind, "HTTP_PROXY": CLOSED})
    assert refused_by.code == 1
    assert "hub.invalid can't be reached" in refused_by.last_line
    assert "zeroshot models import" in refused_by.last_line


@pytest.mark.skipif(shutil.which("openssl") is None, reason="no openssl to make a certificate with")
def test_a_companys_certificate_is_told_and_taken_when_it_is_named(
    zeroshot: Program, home: str, tmp_path: Path, env: Mapping[str, str]
) -> None:
    make = "req -x509 -newkey rsa:2048 -nodes -keyout key.pem -out company.pem -days 2 -subj /CN=127.0.0.1"
    named = ["-addext", "subjectAltName=IP:127.0.0.1"]
    subprocess.run(["openssl", *make.split(), *named], cwd=tmp_path, check=True, capture_output=True)  # noqa: S607
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(tmp_path / "company.pem", tmp_path / "key.pem")
    with serving(FaultyHub({REPOSITORY: model_files()}), tls) as hub:
        there = {**env, "HF_ENDPOINT": hub.endpoint}
        run = zeroshot("models", "get", "small", home=home, env=there)
        assert run.code == 1
        assert "is not trusted here" in run.last_line
        assert "SSL_CERT_FILE" in run.last_line
        named_file = {**there, "SSL_CERT_FILE": str(tmp_path / "company.pem")}
        run = zeroshot("models", "get", "small", home=home, env=named_file)
        assert run.code == 0, run.err


def test_the_doctor_tells_of_models_and_of_the_way_to_the_hub_but_no_secrets(
    zeroshot: Program, home: str, hub: FaultyHub, env: Mapping[str, str]
) -> None:
    host = hub.endpoint.removeprefix("http://")
    hidden = zeroshot.folder / home / "data/models/.small.partial"
    hidden.mkdir(parents=True)
    (hidden / "a").write_bytes(b"0" * 3_000_000)
    shutil.copytree(zeroshot.model, zeroshot.folder / home / "data/models/mine")
    more = {"HF_ENDPOINT": f"http://me:hunter2@{host}", "HTTPS_PROXY": "http://me:hunter2@proxy:1"}
    run = zeroshot("doctor", home=home, env={**env, **more})
    assert run.code == 0, run.err
    told = {line[:16].strip(): line[17:] for line in run.out.splitlines()}
    assert "data/models" in told["models"]
    assert "mine (14 MB)" in told["models"]
    assert "small (not ended, 3 MB)" in told["models"]
    assert told["hub"].startswith(f"{host} (HF_ENDPOINT)")
    assert "HTTPS_PROXY" in told["hub"]
    assert "HF_TOKEN is set" in told["hub"]
    assert "hunter2" not in run.out
    assert "hf_secret" not in run.out
