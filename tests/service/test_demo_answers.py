"""The demo's questions and how they are shown."""

import gzip
import io

from rich.console import Console

from service.asked import DecisionRequest
from service.demo_answers import busiest, next_steps, questions, show
from service.demo_keys import DemoKeys
from slotwise.person_packing import pack
from tests.worlds import make_state


def with_states(folder):
    """A folder with two persons' states."""
    with gzip.open(folder / "states.gz", "wb") as file:
        for state in (make_state("quiet", ["a"], 10**12), make_state("busy", ["a", "b"], 10**12)):
            file.write(pack(state) + b"\n")
    return folder


def test_questions_are_requests(tmp_path):
    """Each is one that the API takes: for somebody with a history, in another scene, for nobody."""
    found = questions(with_states(tmp_path))

    assert busiest(tmp_path / "states.gz").person_id == "busy"
    assert [DecisionRequest.model_validate(each.body).person.id for each in found] == ["busy", "busy", None]


def test_answers_are_readable(tmp_path):
    """Title, content and reason stand in the terminal; the lines to copy are whole."""
    placed = {
        "slot": 1,
        "content_id": "c",
        "product_id": "p",
        "title": "流量包",
        "score": 0.1,
        "reason": {"code": "x", "text": "Because"},
    }
    answer = {"scene": None, "touchpoints": [{"touchpoint": "app.home.banner", "placements": [placed]}]}
    request = questions(with_states(tmp_path))[0].body
    console = Console(file=io.StringIO(), width=120)
    console.print(show([{"title": "busy opens the page", "request": request, "answer": answer}]))

    assert all(word in console.file.getvalue() for word in ("busy opens the page", "流量包", "Because"))
    steps = next_steps(request, "http://x", tmp_path, DemoKeys("pk_a", "sk_b"))
    assert "curl -s http://x/v1/decisions -H 'Authorization: Bearer pk_a'" in steps
    assert "log in with sk_b" in steps
