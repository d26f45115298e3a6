"""`slotwise serve`: a real server with several workers, its swaps and its end."""

import gzip
import signal
import threading
import time

import pytest
from typer import Typer
from typer.testing import CliRunner

from service.commands.keys import commands
from service.commands.serve import command
from slotwise import shelf
from slotwise.person_packing import pack
from tests.service.serving import get, post, serving
from tests.worlds import make_state

BODY = {"touchpoints": [{"touchpoint": "home"}], "person": {"id": "p"}, "deadline_ms": 5_000}

pytestmark = pytest.mark.slow


def test_workers_answer_with_states_from_a_file(data_dir_of_test):
    """Two workers, a person from a states file, metrics of both, and status 0 after a SIGTERM."""
    with gzip.open(data_dir_of_test / "states.gz", "wb") as file:
        file.write(pack(make_state("p", ["p1", "p3"], 10**12)) + b"\n")
    arguments = ("--workers", "2", "--states", str(data_dir_of_test / "states.gz"))
    with serving(data_dir_of_test, *arguments) as (url, server):
        answers = [post(f"{url}/v1/decisions", BODY) for _ in range(20)]
        metrics = _counted(url, "slotwise_decisions_total 20.0")
        assert get(f"{url}/readyz")["status"] == "ready"
        server.send_signal(signal.SIGTERM)
        assert server.wait(20) == 0

    assert all(each["person"]["known"] for each in answers)
    assert {each["touchpoints"][0]["service_level"] for each in answers} == {"ranker"}
    assert "slotwise_decisions_total 20.0" in metrics


def _counted(url, line, seconds=10.0):
    """The metrics once they have a line: what the other worker has counted it tells when it stores decisions."""
    until = time.monotonic() + seconds
    while line not in (found := get_text(f"{url}/metrics")) and time.monotonic() < until:
        time.sleep(0.05)
    return found


def test_without_a_key_the_remedy_is_said(tmp_path, monkeypatch):
    """A service that would answer nobody says so when it starts, and how a key is made; with one it says nothing."""
    # The command ends by becoming gunicorn, which a test cannot become.
    monkeypatch.setattr("os.execv", lambda *_: None)
    monkeypatch.setenv("SLOTWISE_DATA_DIR", "")
    monkeypatch.setenv("SLOTWISE_AUTH", "keys")
    app = Typer()
    app.command()(command)
    there = ["--data-dir", str(tmp_path)]
    first = CliRunner().invoke(app, there)
    CliRunner().invoke(commands, ["create", "publishable", *there])
    second = CliRunner().invoke(app, there)

    assert "slotwise keys create publishable" in first.stderr
    assert "slotwise keys create" not in second.stderr


def get_text(url):
    """The text at an address."""
    from urllib.request import urlopen

    with urlopen(url, timeout=10) as response:
        return response.read().decode()


def test_decisions_survive_the_end_of_the_server(data_dir_of_test):
    """What was answered just before a SIGTERM is in the log of the next server."""
    with serving(data_dir_of_test, "--workers", "1") as (url, _):
        decisions = [post(f"{url}/v1/decisions", BODY)["decision_id"] for _ in range(30)]
    with serving(data_dir_of_test, "--workers", "1") as (url, _):
        assert [get(f"{url}/v1/decisions/{each}")["decision_id"] for each in decisions] == decisions


def test_a_new_champion_loses_no_request(data_dir_of_test, other_folder, bundle_folder):
    """Under load, all workers take up what is published, and every request is answered."""
    stop, failures, versions = threading.Event(), [], []

    def ask(url):
        while not stop.is_set():
            try:
                answer = post(f"{url}/v1/decisions", BODY)
                versions.append(answer["touchpoints"][0]["model"]["version"])
            except Exception as error:
                failures.append(error)

    with serving(data_dir_of_test, "--workers", "2") as (url, _):
        threads = [threading.Thread(target=ask, args=(url,), daemon=True) for _ in range(2)]
        for thread in threads:
            thread.start()
        for version, folder in (("2", other_folder), ("3", bundle_folder)):
            shelf.publish(data_dir_of_test / "shelf", "checkerboard", version, folder)
            until = time.monotonic() + 30
            while versions[-30:] != [version] * 30 and time.monotonic() < until:
                time.sleep(0.1)
        stop.set()
        for thread in threads:
            thread.join()

    assert failures == []
    assert versions[-1] == "3"
    assert {"1", "2", "3"} == set(versions)


def test_a_worker_that_is_killed_is_replaced(data_dir_of_test):
    """The server goes on answering, and the events that were acknowledged are there."""
    import os

    with serving(data_dir_of_test, "--workers", "1") as (url, server):
        event = {"event_id": "e", "type": "click", "person": {"id": "new"}, "product_id": "p1"}
        assert post(f"{url}/v1/events", {"events": [event]})["accepted"] == 1
        children = f"/proc/{server.pid}/task/{server.pid}/children"
        with open(children) as file:
            os.kill(int(file.read().split()[0]), signal.SIGKILL)
        until = time.monotonic() + 20
        while True:
            try:
                answer = post(f"{url}/v1/decisions", {**BODY, "person": {"id": "new"}})
                break
            except OSError:
                assert time.monotonic() < until
                time.sleep(0.1)

    assert answer["person"]["known"]
