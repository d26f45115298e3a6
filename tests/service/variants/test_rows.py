"""Rows: one for each experiment and holdout of a decision, with the worst step among its touchpoints."""

from service.asked import DecisionRequest
from service.timing import Timing
from service.variants.rows import rows, told
from slotwise import log
from tests.service.asking import body
from tests.service.variants.conftest import document


def test_rows_have_the_columns_of_the_vocabulary(service, put):
    """The id that was hashed, what answered, how well and how fast."""
    put(document(), document({"variant": "same"}, name="s", unit="session", layer="o", touchpoints=["bill"]))
    asked = body({"touchpoint": "home"}, {"touchpoint": "bill"}, person={"id": "p1"}, session="v")
    request, serving = DecisionRequest.model_validate(asked), service.models.current
    trial, found = service.answering.tried(request, serving, Timing())
    made = {row["experiment"]: row for row in rows(trial, "d", 5, found.person_id, 2.5)}

    assert set(made) == {"e", "s"}
    assert all(set(row) == set(log.ASSIGNMENT_COLUMNS) for row in made.values())
    assert (made["e"]["unit"], made["s"]["unit"], made["s"]["session"]) == ("p1", "v", "v")
    assert {row["elapsed_ms"] for row in made.values()} == {2.5}
    assert told(trial.enrolment.assigned[0])["reason"] == "assigned"
