"""The demo's steps: every one is a command that a user could have typed, run in the demo's own folder."""

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from functools import cached_property
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import Request, urlopen

import orjson

from service.demo_answers import Question, questions
from service.demo_keys import DemoKeys, demo_keys
from service.demo_persons import demo_persons
from service.demo_world import WORLD, categories
from slotwise import packing, shelf
from slotwise.console import Output
from slotwise.errors import DemoError, SlotwiseError
from slotwise.seeds import seeds_dir

NAME = "slotwise-echannel"
_START_SECONDS = 300.0
"""On a machine that is busy or slow the compiled parts take their time; a service that ends is noticed at once."""
_WATCHFUL = {"SLOTWISE_GUARD_SECONDS": "5"}
"""So that a guardrail is seen to stop what does harm while one looks."""
_WRITTEN = (
    "world", "world.truth", "states.gz", "mlflow.db", "mlartifacts", "shelf", "service", "keys.json", "demo.json",
    "experiment.html",
)  # fmt: skip


@dataclass
class Demo:
    """A demo in a folder: prepared once, served as often as one likes."""

    folder: Path
    persons: int
    days: int
    output: Output
    _server: subprocess.Popen[bytes] | None = field(default=None, repr=False)

    @property
    def tracking(self) -> str:
        """The registry's database."""
        return f"sqlite:///{self.folder / 'mlflow.db'}"

    @cached_property
    def keys(self) -> DemoKeys:
        """The demo's own keys."""
        return demo_keys(self.folder)

    def prepare(self, fresh: bool = False) -> bool:
        """Simulate, fold, train and promote, unless the folder holds a demo already; return whether it was made.

        Raises DemoError.
        """
        if not fresh and self._made():
            self.output.note(f"{self.folder} holds a demo already; --fresh begins anew")
            return False
        self._clear()
        self.publish()
        world, shelf_dir = str(self.folder / "world"), str(self.folder / "shelf")
        why = ["--reason", "the demo world's own documents", "--author", "demo"]
        place = ["--data-dir", str(self.folder / "service")]
        title = "5/6 putting touchpoints, rules, tags and scenes into effect"
        # One variant of the world's experiment does harm on purpose: what the check warns of would only frighten here.
        self.step(title, "config", "import", str(seeds_dir(WORLD)), *why, *place, quiet=True, SLOTWISE_SHELF=shelf_dir)
        # The live log is empty yet: what the pages show at first is what the simulated log says.
        title, place = "6/6 measuring and reviewing the log", [*place, "--write"]
        for words in (("metrics", "--log", world), ("funnel", "--log", world), ("content", "review", world)):
            self.step(title, *words, *place, quiet=True, SLOTWISE_SHELF=shelf_dir)
        return True

    def publish(self) -> Path:
        """Simulate a world, fold its states, train a model and publish it; return its bundle. Raises DemoError."""
        self.folder.mkdir(parents=True, exist_ok=True)
        world, states = str(self.folder / "world"), str(self.folder / "states.gz")
        people = ["--persons", str(self.persons), "--days", str(self.days), "--start", first_day(self.days)]
        self.step("1/6 simulating a mobile operator's e-channel", "simulate", world, *people)
        self.step("2/6 folding everybody's events into states", "states", world, states)
        self.step("3/6 training, judging and registering a model", "train", world, "--name", NAME, *self._registry)
        # A demo's small world may not let a model pass its gate; the reason stays on record in the registry.
        force = ["--shelf", str(self.folder / "shelf"), "--first", "--force", "demo"]
        self.step("4/6 publishing it for the service", "promote", NAME, *force, *self._registry)
        return self.folder / "shelf" / NAME / shelf.aliases(self.folder / "shelf", NAME)[shelf.CHAMPION].folder

    @contextmanager
    def serving(self, port: int) -> Iterator[str]:
        """Serve the demo and give its address, once it is ready; raise DemoError when it does not get ready."""
        chosen = port if port and _free(port) else _any_port()
        arguments = ["--host", "127.0.0.1", "--port", str(chosen), "--data-dir", str(self.folder / "service")]
        arguments += ["--shelf", str(self.folder / "shelf"), "--states", str(self.folder / "states.gz")]
        environment = {"SLOTWISE_LOG_LEVEL": "warning", "SLOTWISE_DEMO": str(self._page()), **_WATCHFUL, **os.environ}
        self._server = subprocess.Popen(_slotwise("serve", *arguments), env=environment, stdout=subprocess.DEVNULL)
        url = f"http://127.0.0.1:{chosen}"
        try:
            self._await(url)
            yield url
        finally:
            self._server.send_signal(signal.SIGTERM)
            try:
                self._server.wait(15)
            except subprocess.TimeoutExpired:
                self._server.kill()

    def ask(self, url: str) -> list[dict[str, Any]]:
        """Ask the first questions over HTTP and return them with their answers."""
        return [
            {**each.to_json(), "answer": _post(url, each, self.keys.publishable)} for each in questions(self.folder)
        ]

    def wait(self) -> None:
        """Stay until Ctrl-C, or until the service ends by itself."""
        assert self._server is not None
        try:
            self._server.wait()
        except KeyboardInterrupt:
            self.output.note("stopping")

    def _clear(self) -> None:
        """Remove what a demo wrote, and nothing else that may be in the folder."""
        for name in _WRITTEN:
            path = self.folder / name
            if path.is_dir():
                shutil.rmtree(path)
            else:
                path.unlink(missing_ok=True)

    def _made(self) -> bool:
        """Whether the folder holds a demo that this version can serve: one of another version is made anew."""
        champion = shelf.aliases(self.folder / "shelf", NAME).get(shelf.CHAMPION)
        if champion is None or not (self.folder / "states.gz").is_file():
            return False
        try:
            packing.load(self.folder / "shelf" / NAME / champion.folder, check=False)
            return True
        except SlotwiseError as error:
            self.output.note(f"{self.folder} holds a demo of another version, so it begins anew: {error.detail}")
            return False

    def _page(self) -> Path:
        """Write what the page at /demo needs to know beside the seeds, and return the file."""
        file = self.folder / "demo.json"
        persons = demo_persons(self.folder / "states.gz", categories())
        file.write_bytes(orjson.dumps({"key": self.keys.publishable, "persons": persons}))
        return file

    @property
    def _registry(self) -> list[str]:
        return ["--tracking", self.tracking]

    def step(self, title: str, *arguments: str, quiet: bool = False, **environment: str) -> None:
        """Run one command of Slotwise, told by a title; raise DemoError when it fails."""
        self.output.note(f"{title}: slotwise {' '.join(arguments)}")
        quiet = quiet or self.output.json
        result = subprocess.run(
            _slotwise(*arguments, *(["--json"] if quiet else [])),
            env={**os.environ, **environment},
            capture_output=quiet,
            check=False,
        )
        if result.returncode != 0:
            said = (result.stderr or b"").decode(errors="replace")[-500:]
            raise DemoError(
                f"`slotwise {arguments[0]}` ended with status {result.returncode} {said}".strip(), hint="see above"
            )

    def _await(self, url: str) -> None:
        assert self._server is not None
        until = time.monotonic() + _START_SECONDS
        while time.monotonic() < until and self._server.poll() is None:
            try:
                with urlopen(f"{url}/readyz", timeout=2):
                    return
            except (URLError, OSError):
                time.sleep(0.1)
        raise DemoError(
            f"the service at {url} did not get ready", hint="SLOTWISE_LOG_LEVEL=info slotwise demo tells more"
        )


def first_day(days: int) -> str:
    """Return the day on which a log of so many days begins that has just ended: who left last week still did so."""
    return (datetime.now(UTC) - timedelta(days=days)).strftime("%Y-%m-%d")


def _slotwise(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "slotwise", *arguments]


def _post(url: str, question: Question, key: str) -> Any:
    headers = {"Content-Type": "application/json", "Authorization": f"Bearer {key}"}
    with urlopen(Request(f"{url}/v1/decisions", orjson.dumps(question.body), headers), timeout=10) as response:
        return orjson.loads(response.read())


def _free(port: int) -> bool:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def _any_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
