"""Published: what clients get is enough to assign, and holds nothing of anybody."""

import json

from slotwise.conditions import Condition
from slotwise.documents.holdouts import Holdout
from slotwise.experiments.life import start
from slotwise.experiments.published import published
from tests.assignment_vectors import FILE, cases
from tests.experiments import NOW, experiment, running


def test_nobody_is_moved():
    """The engine still assigns as it did when the vectors were written, which all clients are held against."""
    written = json.loads(FILE.read_text())

    assert [each["document"] for each in written] == [each["document"] for each in cases()]
    for old, new in zip(written, cases(), strict=True):
        assert [each["expected"] for each in old["cases"]] == json.loads(
            json.dumps([c["expected"] for c in new["cases"]])
        )


def test_a_ramp_moves_nobody_between_variants():
    """In the vectors themselves: whoever is in at 5 % is in the same variant at 50 %."""
    few, many = (
        [each["expected"][0]["variant"] for each in situation["cases"]]
        for situation in json.loads(FILE.read_text())[:2]
    )

    assert any(few)
    assert [after for before, after in zip(few, many, strict=True) if before] == [each for each in few if each]


def test_the_same_person_however_the_id_is_written():
    """Number and text, composed and decomposed, with quotes around: one line of the vectors each, all the same."""
    people = {}
    for each in json.loads(FILE.read_text())[2]["cases"]:
        people[each["person"]] = [one["variant"] for one in each["expected"] if one["experiment"] != "visit"]

    for some in ((1029, "1029"), ("caf\u00e9", "cafe\u0301"), ("\uac00", "\u1100\u1161"), ("p_1", ' "p_1"\n', "'p_1'")):
        assert len({tuple(people[each]) for each in some}) == 1


def test_nothing_of_anybody_is_published():
    """Neither testers nor what makes an audience; of that it is said that the service has to be asked."""
    found = experiment(forced={"zhang-san": "challenger"}, audience="rich")
    document = published([start(found, NOW, when=Condition.of('person.city == "SZ"'))], [], NOW)
    text = json.dumps(document)

    assert "zhang-san" not in text
    assert "city" not in text
    assert document["experiments"][0]["ask"] is True


def test_only_what_runs_is_published():
    """As it is at the moment: the step of the ramp, the batch, the open holdouts."""
    steps = [
        {"at": NOW, "share": 0.01, "buckets": [[0, 100]]}, {"at": NOW + 10, "share": 0.02, "buckets": [[0, 200]]},
    ]  # fmt: skip
    holdout = Holdout(holdout="late", share=0.1, begins_at=NOW + 10)
    many = [running("one", phase={"ramp": steps}), experiment("draft"), running("over", status="stopped")]

    before, at, after = (published(many, [holdout], NOW + each) for each in (-1, 0, 10))
    assert (before["experiments"], before["holdouts"]) == ([], [])
    assert [each["buckets"] for each in at["experiments"]] == [[[0, 100]]]
    assert [each["buckets"] for each in after["experiments"]] == [[[0, 200]]]
    assert after["holdouts"] == [{"salt": "holdout:late", "share": 0.1}]
