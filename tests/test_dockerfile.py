"""The Dockerfile, checked without a container engine: its commands run here, in clean surroundings."""

import contextlib
import json
import os
import re
import shlex
import shutil
import subprocess
import sys
import threading
import venv
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parent.parent
TRAINING_ONLY = ("mlflow", "pandas", "sklearn", "lightgbm", "implicit", "polars", "duckdb", "pyarrow")


def stages() -> dict[str, list[tuple[str, str]]]:
    """Instructions and their arguments by build stage, in order, those of the stage it builds on first."""
    text = re.sub(r"^\s*#.*\n", "", (PROJECT / "Dockerfile").read_text(), flags=re.MULTILINE)
    lines = re.sub(r"\\\n\s*", " ", text).splitlines()
    found: dict[str, list[tuple[str, str]]] = {}
    for line in filter(None, map(str.strip, lines)):
        instruction, argument = line.split(maxsplit=1)
        if instruction == "FROM":
            base, _, name = argument.partition(" AS ")
            current = found.setdefault(name, list(found.get(base, [])))
        else:
            current.append((instruction, argument))
    return found


def commands(stage: str) -> list[list[str]]:
    """The single commands of a stage's RUN steps, as words."""
    steps = [argument for instruction, argument in stages()[stage] if instruction == "RUN"]
    return [shlex.split(command) for step in steps for command in step.split("&&")]


def last(stage: str, instruction: str) -> str:
    """Argument of the stage's last such instruction, the one that counts."""
    return [argument for name, argument in stages()[stage] if name == instruction][-1]


def copied() -> list[str]:
    """Files and folders that the COPY steps take from the build context."""
    steps = [argument for instruction, argument in stages()["train"] if instruction == "COPY"]
    return [source for step in steps for source in step.split()[:-1]]


def test_there_is_an_image_for_serving_and_one_for_training():
    """`--target serve` and `--target train` are the two that the README names."""
    assert list(stages()) == ["serve", "train"]


@pytest.mark.parametrize("stage", ["serve", "train"])
def test_the_images_user_is_not_root(stage):
    """Each image ends as a user that one of its steps creates."""
    users = [command[-1] for command in commands(stage) if command[0] == "useradd"]

    assert last(stage, "USER") in users


def test_what_is_copied_is_in_the_build_context():
    """Every COPY source exists and .dockerignore lets it through."""
    let_through = {line[1:] for line in (PROJECT / ".dockerignore").read_text().splitlines() if line.startswith("!")}

    assert [source for source in copied() if not (PROJECT / source).exists()] == []
    assert set(copied()) == let_through


def test_every_run_command_is_of_a_kind_that_is_tried_here():
    """pip, useradd and apt-get are run by the tests below; rm of a folder needs no trial."""
    assert {command[0] for command in commands("train")} == {"pip", "useradd", "apt-get", "rm"}


@pytest.mark.parametrize("stage", ["serve", "train"])
def test_the_command_is_one_that_slotwise_has(stage):
    """CMD names an existing command and only options that its help knows."""
    words = json.loads(last(stage, "CMD"))
    answer = subprocess.run(
        [sys.executable, "-m", *words[:2], "--help"], capture_output=True, text=True, check=False, cwd=PROJECT
    )

    assert answer.returncode == 0, answer.stderr
    assert [word for word in words if word.startswith("--") and word not in answer.stdout] == []


@contextlib.contextmanager
def answering(status: int):
    """A real HTTP server on a free port that answers every request with `status`; gives (port, paths asked for)."""
    asked: list[str] = []

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self):
            asked.append(self.path)
            self.send_response(status)
            self.end_headers()

        def log_message(self, *_):
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield server.server_port, asked
    finally:
        server.shutdown()
        server.server_close()


def health(port: int) -> int:
    """Exit status of the image's health check, asked of another port on this machine."""
    words = json.loads(last("serve", "HEALTHCHECK").partition("CMD ")[2])
    served = last("serve", "EXPOSE")
    words = [sys.executable, *(word.replace(f":{served}/", f":{port}/") for word in words[1:])]
    return subprocess.run(words, capture_output=True, check=False).returncode


def test_the_health_check_passes_on_a_living_service():
    """A service that answers /livez with 200 is healthy."""
    with answering(200) as (port, asked):
        assert health(port) == 0
    assert asked == ["/livez"]


def test_the_health_check_fails_on_an_unhealthy_service():
    """A service that answers 503 is not healthy."""
    with answering(503) as (port, _):
        assert health(port) != 0


def test_the_health_check_fails_on_a_dead_port():
    """Nobody there is not healthy."""
    with answering(200) as (port, _):
        pass
    assert health(port) != 0


@pytest.mark.skipif(shutil.which("useradd") is None or os.geteuid() != 0, reason="useradd needs root")
def test_the_user_can_be_created(tmp_path):
    """The useradd step works on an empty system and gives the user its home."""
    (tmp_path / "etc").mkdir()
    for name in ("passwd", "group", "shadow"):
        (tmp_path / "etc" / name).touch()
    (command,) = (words for words in commands("serve") if words[0] == "useradd")

    subprocess.run([command[0], "--prefix", str(tmp_path), *command[1:]], check=True, capture_output=True)

    assert ":/var/lib/slotwise:" in (tmp_path / "etc" / "passwd").read_text()


@pytest.mark.skipif(shutil.which("apt-get") is None, reason="not a Debian system")
def test_the_system_library_exists():
    """The apt-get step names packages that Debian has."""
    (install,) = (words for words in commands("train") if words[:2] == ["apt-get", "install"])
    result = subprocess.run([*install[:2], "--simulate", *install[2:]], capture_output=True, text=True, check=False)
    if "Unable to locate package" in result.stderr and not any(Path("/var/lib/apt/lists").glob("*Packages*")):
        pytest.skip("this machine has no package lists: run apt-get update")

    assert result.returncode == 0, result.stderr


class Image:
    """A clean environment into which the pip steps of a stage are run, in a copy of what the stage copies."""

    def __init__(self, folder: Path):
        self.source = folder / "src"
        self.bin = folder / "venv" / "bin"
        self.source.mkdir()
        for name in copied():
            copy = shutil.copytree if (PROJECT / name).is_dir() else shutil.copy
            copy(PROJECT / name, self.source / name)
        venv.create(folder / "venv", with_pip=True)
        self.done: list[list[str]] = []

    def build(self, stage: str) -> None:
        """Run those pip steps of the stage that have not been run yet."""
        for words in commands(stage):
            if words[0] == "pip" and words not in self.done:
                self.run(*words, folder=self.source)
                self.done.append(words)

    def run(self, program: str, *arguments: str, folder: Path | None = None) -> str:
        """Standard output of a program of the environment; a failure is an error with its output."""
        outside = {name: value for name, value in os.environ.items() if name not in {"PYTHONPATH", "VIRTUAL_ENV"}}
        result = subprocess.run(
            [str(self.bin / program), *arguments],
            cwd=folder or self.bin, env=outside, capture_output=True, text=True, check=False,
        )  # fmt: skip
        assert result.returncode == 0, result.stdout + result.stderr
        return result.stdout

    def has(self, *modules: str) -> list[str]:
        """Those of the modules that can be imported here."""
        code = f"import importlib.util as u; print(*(m for m in {modules!r} if u.find_spec(m)))"
        return self.run("python", "-c", code).split()


@pytest.mark.slow
def test_both_images_can_be_built(tmp_path):
    """The serving image holds the service, the worlds and no training library; the training image adds those."""
    image = Image(tmp_path)

    image.build("serve")
    assert image.has(*TRAINING_ONLY) == []
    assert image.has("slotwise", "service", "training", "flask", "gunicorn")
    assert "Usage: slotwise" in image.run("slotwise", "--help")
    assert "echannel" in image.run("python", "-c", "from slotwise.seeds import *; print(seeds_dir('echannel'))")
    image.run("pip", "check")

    image.build("train")
    assert image.has(*TRAINING_ONLY) == list(TRAINING_ONLY)
    image.run("pip", "check")
