"""The demo's steps, apart from the long ones."""

import socket
from datetime import UTC, datetime, timedelta

import pytest

from service import demo as steps
from service.demo import Demo, first_day
from slotwise.console import Output
from slotwise.errors import DemoError


def test_a_log_has_just_ended():
    """What happened last is at most a day old, so that conditions over the last week hold of somebody."""
    for days in (7, 28, 30):
        begin = datetime.fromisoformat(first_day(days))
        end = begin + timedelta(days=days)
        assert timedelta(0) <= datetime.now(UTC).replace(tzinfo=None) - end <= timedelta(days=1)


def test_a_step_that_fails_says_which(tmp_path):
    """The command that failed is named, with what it said."""
    with pytest.raises(DemoError) as caught:
        Demo(tmp_path, 100, 7, Output(json=True)).step("1/1 failing", "train", str(tmp_path / "nothing"))

    assert "slotwise train" in caught.value.detail


def test_a_port_that_is_taken_is_not_used():
    """Another one is found."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        assert not steps._free(port)
        assert steps._any_port() != port
    assert steps._free(port)


def test_a_demo_of_another_version_is_made_anew(tmp_path, ranked_checkerboard):
    """A bundle that this version cannot serve is no reason to wait for it to become ready."""
    from slotwise import packing, shelf

    demo = Demo(tmp_path, 100, 7, Output(json=True))
    nothing = demo._made()
    packing.save(ranked_checkerboard, tmp_path / "bundle")
    published = shelf.publish(tmp_path / "shelf", steps.NAME, "1", tmp_path / "bundle")
    (tmp_path / "states.gz").touch()
    there = demo._made()
    manifest = tmp_path / "shelf" / steps.NAME / published.folder / "model.json"
    manifest.write_text(manifest.read_text().replace(ranked_checkerboard.features.fingerprint, "of another version"))

    assert (nothing, there, demo._made()) == (False, True, False)


def test_only_what_a_demo_wrote_is_removed(tmp_path):
    """Whatever else lies in the folder stays."""
    for name in ("world", "shelf", "mine"):
        (tmp_path / name).mkdir()
    (tmp_path / "states.gz").touch()
    (tmp_path / "letter.txt").touch()
    Demo(tmp_path, 100, 7, Output(json=True))._clear()

    assert sorted(each.name for each in tmp_path.iterdir()) == ["letter.txt", "mine"]


@pytest.mark.slow
def test_a_demo_that_is_there_is_served_and_asked(tmp_path, ranked_checkerboard, monkeypatch):
    """A folder that holds a demo is not made again; the questions are asked over HTTP and answered."""
    import gzip

    from slotwise import packing, shelf
    from slotwise.person_packing import pack
    from tests.worlds import make_state

    packing.save(ranked_checkerboard, tmp_path / "bundle")
    shelf.publish(tmp_path / "shelf", steps.NAME, "1", tmp_path / "bundle")
    with gzip.open(tmp_path / "states.gz", "wb") as file:
        file.write(pack(make_state("p", ["p1", "p3"], 10**12)) + b"\n")
    demo = Demo(tmp_path, 100, 7, Output(json=True))
    demo.prepare()
    with demo.serving(0) as url:
        answers = demo.ask(url)

    assert [each["answer"]["person"]["known"] for each in answers] == [True, True, False]
    assert answers[1]["answer"]["scene"] == "over_quota"
    assert demo._server.poll() is not None
