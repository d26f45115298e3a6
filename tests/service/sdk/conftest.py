"""A real service and a page of an app in a real browser that uses the SDK."""

import json
import shutil
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.service.serving import serving

PAGE = """<!doctype html><meta charset="utf-8"><title>app</title>
<style>body { margin: 0 } .place { height: 200px } #far { margin-top: 3000px }</style>
<div id="home"><p>the app's own content</p></div><div id="far" class="place"></div>
<script src="/sdk/slotwise.js"></script>"""
MAKE = """(placement) => { const made = document.createElement("div"); made.className = "place";
made.id = "c" + placement.slot; made.textContent = placement.title || placement.content_id; return made; }"""


class Served:
    """A service with its database, to see what was stored."""

    def __init__(self, url: str, folder: Path):
        self.url, self.folder = url, folder

    def events(self, **having: Any) -> list[dict[str, Any]]:
        """Stored events that have these values, in the order of their arrival."""
        with sqlite3.connect(self.folder / "slotwise.db") as connection:
            connection.row_factory = sqlite3.Row
            rows = [dict(row) for row in connection.execute("SELECT * FROM events ORDER BY seq")]
        return [row for row in rows if all(row[name] == value for name, value in having.items())]


@pytest.fixture(scope="session")
def served(published: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A real service without keys, with the checkerboard live."""
    folder = Path(shutil.copytree(published, tmp_path_factory.mktemp("sdk") / "data"))
    with serving(folder, "--workers", "1") as (url, _):
        yield Served(url, folder)


class Site(ThreadingHTTPServer):
    """An app's own web server, of another origin than the service: one page that loads the SDK from it."""

    def __init__(self) -> None:
        site = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(200)
                self.send_header("Content-Type", "text/html")
                self.end_headers()
                self.wfile.write(site.text)

            def log_message(self, *_: object) -> None:
                """The tests' output is not the place of an access log."""

        super().__init__(("127.0.0.1", 0), Handler)
        self.text = b""
        self.origin = f"http://127.0.0.1:{self.server_port}"
        threading.Thread(target=self.serve_forever, args=(0.01,), daemon=True).start()


@pytest.fixture(scope="session")
def sites(published: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    """A service with keys, and two sites: the publishable key is for the one and not for the other."""
    folder = Path(shutil.copytree(published, tmp_path_factory.mktemp("keys") / "data"))
    ours, theirs = Site(), Site()
    publishable = new_key(folder, "publishable", "--origin", ours.origin)
    secret = new_key(folder, "secret", "--scope", "persons", "--scope", "persons:write")
    with serving(folder, "--workers", "1", auth="keys") as (url, _):
        for each in (ours, theirs):
            each.text = PAGE.replace('src="/sdk', f'src="{url}/sdk').encode()
        yield SimpleNamespace(served=Served(url, folder), ours=ours, theirs=theirs, key=publishable, secret=secret)
    for each in (ours, theirs):
        each.shutdown()
        each.server_close()


def new_key(folder: Path, *arguments: str) -> str:
    """A key made by the command."""
    command = [sys.executable, "-m", "slotwise", "keys", "create", *arguments, "--data-dir", str(folder), "--json"]
    made = subprocess.run(command, capture_output=True, check=True)
    return str(json.loads(made.stdout)["key"])


@pytest.fixture
def page(browser: Any, served: Served) -> Iterator[Any]:
    """An app's page of the service's own origin, with storage of its own, and the SDK loaded but not begun."""
    with browser.new_context(viewport={"width": 400, "height": 700}) as context:
        context.route("**/app.html", lambda route: route.fulfill(body=PAGE, content_type="text/html"))
        page = context.new_page()
        page.goto(f"{served.url}/app.html")
        yield page


@pytest.fixture
def begin(page: Any) -> Callable[..., Any]:
    """Begins the SDK on the page as `client`, with options; returns the browser's anonymous id."""

    def run(**options: Any) -> Any:
        return page.evaluate(
            "(options) => { globalThis.problems = []; globalThis.client = Slotwise.init({ timeout: 5000, linger: 50,"
            " onProblem: (problem) => problems.push(problem.code), ...options });"
            " return client.person && client.person.identities.anonymous; }",
            options,
        )

    return run


@pytest.fixture
def show(page: Any) -> Callable[..., Any]:
    """Asks for touchpoints, shows the first one's placements on the page, and returns the answer."""

    def run(*touchpoints: str, into: str = "#home", **options: Any) -> Any:
        return page.evaluate(
            "async ([touchpoints, into, options]) => { globalThis.answer = await client.decide(touchpoints, options);"
            f" globalThis.shown = client.render(into, answer.slates[touchpoints[0]], {MAKE}); return answer; }}",
            [list(touchpoints), into, options],
        )

    return run
