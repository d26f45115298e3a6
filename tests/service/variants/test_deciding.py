"""Deciding under experiments: every touchpoint by the way of its variants, and everything that is told of it."""

import orjson
import pytest

from service.secret import find_secret
from service.tokens import Signer
from tests.service.asking import contents, decide
from tests.service.variants.conftest import document

PEOPLE = [f"p{number}" for number in range(12)]
LONG = {"deadline_ms": 60_000}


def test_a_unit_is_answered_by_its_variant(client, service, put, assignments):
    """By the version of the variant, named in the answer, the token, the record and the exposure log."""
    put(document())
    answers = {person: decide(client, person={"id": person}, session="s", **LONG) for person in PEOPLE}
    rows = {row["person_id"]: row for row in assignments()}
    seen = set()

    for person, answer in answers.items():
        entry, row = answer["touchpoints"][0], rows[person]
        variant = entry["experiments"][0]["variant"]
        version = {"control": "1", "challenger": "2"}[variant]
        claim = Signer(find_secret(service.settings)).verify(entry["placements"][0]["token"], 0)
        record = client.get(f"/v1/decisions/{answer['decision_id']}").get_json()
        seen.add(variant)

        assert entry["model"]["version"] == version
        assert entry["experiments"] == [{"key": "e", "variant": variant}]
        assert (claim.version, claim.variant) == (version, f"e:{variant}")
        assert (row["decision_id"], row["unit"], row["session"]) == (answer["decision_id"], person, "s")
        assert (row["variant"], row["served"], row["version"], row["reason"]) == (variant, variant, version, "assigned")
        assert (row["probability"], row["phase"], row["service_level"]) == (0.5, 1, entry["service_level"])
        assert row["elapsed_ms"] > 0
        assert record["experiments"][0]["variant"] == variant
        assert record["touchpoints"][0]["experiments"] == ["e"]
        assert record["touchpoints"][0]["variant"] == f"e:{variant}"
        assert record["model"]["version"] == version
        assert ("parts" in record) == (variant == "challenger")
    assert seen == {"control", "challenger"}
    counted = service.metrics.assignments.labels("e", "challenger")._value.get()
    assert counted == sum(row["variant"] == "challenger" for row in rows.values())


def test_a_patch_answers_only_where_its_phase_covers(client, put, assignments):
    """One page, two ways to answer: what stands on one touchpoint is not repeated on the other."""
    patch = {"touchpoints": {"bill": {"slots": 1}}}
    put(
        document({"variant": "short", "patch": patch}, touchpoints=["bill"]),
        touchpoints=[{"touchpoint": each, "slots": 3} for each in ("home", "bill", "feed")],
    )
    asked = ({"touchpoint": "home"}, {"touchpoint": "bill"}, {"touchpoint": "feed"}, {"touchpoint": "nowhere"})
    slots = set()
    for person in PEOPLE:
        answer = decide(client, *asked, person={"id": person}, **LONG)
        home, bill, feed, nowhere = answer["touchpoints"]
        short = bill["experiments"] == [{"key": "e", "variant": "short"}]
        slots.add(len(bill["placements"]))
        page = [each for entry in (home, bill, feed) for each in contents(entry)]

        assert len(bill["placements"]) == (1 if short else 3)
        assert (home["experiments"], feed["experiments"]) == ([], [])
        assert len(set(page)) == len(page)
        products = [each["product_id"] for entry in (home, bill, feed) for each in entry["placements"]]
        assert len(set(products)) == len(products)
        assert nowhere["error"]["code"] == "touchpoint_unknown"
    assert slots == {1, 3}
    assert len(assignments()) == len(PEOPLE)


def test_no_experiment_is_touched_where_none_is_covered(client, put, assignments):
    """A decision for other touchpoints is no exposure."""
    put(document(touchpoints=["bill"]))
    answer = decide(client, {"touchpoint": "home"}, person={"id": "p1"})

    assert answer["touchpoints"][0]["experiments"] == []
    assert assignments() == []


def test_who_wants_no_personal_answers_is_in_no_experiment(client, put, assignments):
    """Neither by the person's id nor by the session's; the record tells why."""
    put(document(), document({"variant": "same"}, name="s", unit="session", layer="other"))
    asked = decide(client, person={"id": "p1"}, session="s", personalize=False)
    client.put("/v1/persons/p2/consent", json={"personalize": False})
    stored = decide(client, person={"id": "p2"}, session="s")

    assert assignments() == []
    for answer in (asked, stored):
        record = client.get(f"/v1/decisions/{answer['decision_id']}").get_json()
        assert {each["reason"] for each in record["experiments"]} == {"opted_out"}
        assert answer["touchpoints"][0]["model"]["version"] == "1"


def test_a_stranger_is_in_experiments_by_session_only(client, put, assignments):
    """Without an id there is no assignment, and no chance that could not be repeated."""
    put(document(), document({"variant": "same"}, name="s", unit="session", layer="other"))
    decide(client, session="visit")
    decide(client)

    assert [(row["experiment"], row["unit"], row["person_id"]) for row in assignments()] == [("s", "visit", None)]


def test_a_variant_that_is_too_slow_stays_a_variant(client, put, assignments):
    """The deadline leads down the ladder; the unit stays where it is, and the row tells what answered."""
    put(document())
    for person in PEOPLE:
        decide(client, person={"id": person}, deadline_ms=0)
    rows = assignments()

    assert {row["variant"] for row in rows} == {"control", "challenger"}
    assert all(row["served"] == row["variant"] for row in rows)
    assert {row["service_level"] for row in rows} <= {"popular", "safety_list"}


def test_variants_can_be_forced_for_a_test(client, put, assignments):
    """By the request, for any person or none; logged as forced, not counted, and unknown names change nothing."""
    put(document())
    for variant in ("control", "challenger"):
        answer = decide(client, experiments={"force": {"e": variant, "unknown": "x"}}, **LONG)
        assert answer["touchpoints"][0]["experiments"] == [{"key": "e", "variant": variant}]
    wrong = decide(client, experiments={"force": {"e": "nothing"}}, **LONG)

    assert wrong["touchpoints"][0]["experiments"] == []
    assert [(row["variant"], row["reason"], row["unit"]) for row in assignments()] == [
        ("control", "forced", None),
        ("challenger", "forced", None),
    ]


def test_holdouts_leave_rows_of_their_own(client, put, assignments):
    """The unit is in no experiment, and the exposure log says in which holdout it is."""
    put(document(), holdouts=[{"holdout": "half", "share": 0.5}])
    for person in PEOPLE:
        decide(client, person={"id": person})
    rows = {row["person_id"]: row for row in assignments()}
    held = [row for row in rows.values() if row["reason"] == "holdout"]

    assert 0 < len(held) < len(PEOPLE) == len(rows)
    assert {(row["experiment"], row["variant"], row["served"]) for row in held} == {("half", "", "")}


def test_an_a_a_experiment_is_answered_as_without_one(client, service, put):
    """Variants that say nothing are the champion, called no oftener than once."""
    put(document({"variant": "same"}))
    answer = decide(client, {"touchpoint": "home"}, {"touchpoint": "bill"}, person={"id": "p"}, **LONG)
    service.background.log.flush()
    record = client.get(f"/v1/decisions/{answer['decision_id']}").get_json()

    assert "parts" not in record
    assert service.variants.prepared.ways == {}
    assert [entry["features"] for entry in record["touchpoints"]] == [True, True]


@pytest.mark.parametrize("explain", ["reason", "full"])
def test_answers_are_explained_by_what_made_them(client, put, explain):
    """Reasons and explanations come from the variant's own model."""
    put(document())
    answer = decide(client, person={"id": "p1"}, explain=explain, experiments={"force": {"e": "challenger"}}, **LONG)

    assert all(each["reason"]["text"] for each in answer["touchpoints"][0]["placements"])
    assert orjson.dumps(answer)
