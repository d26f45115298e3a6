"""Interleaving: one slate of two versions, every placement with its team, inside all rules."""

from tests.service.asking import contents, decide
from tests.service.variants.conftest import document

LONG = {"deadline_ms": 60_000}
PEOPLE = [f"p{number}" for number in range(8)]
PIN = {"rule": "pin", "kind": "pin", "parameters": {"slot": 2}, "contents": 'content.content_id == "p5.banner"'}
GREEDY = {"touchpoints": {"home": {"policy": {"policy": "greedy"}}}}


def records(client, service, answers):
    """The records of answers."""
    service.background.log.flush()
    return [client.get(f"/v1/decisions/{each['decision_id']}").get_json() for each in answers]


def test_two_versions_share_a_slate(client, service, put, assignments):
    """Teams are logged per placement; the chance of what is drafted is not taken for a policy's propensity."""
    put(document(kind="interleaving", touchpoints=["home"]))
    asked = ({"touchpoint": "home"}, {"touchpoint": "bill"})
    answers = [decide(client, *asked, person={"id": each}, explain="reason", **LONG) for each in PEOPLE]
    teams = set()

    for answer, record in zip(answers, records(client, service, answers), strict=True):
        home, bill = record["touchpoints"]
        both = [part for part in record["parts"] if part["interleaved"]]
        teams |= {each["team"] for each in home["placements"]}

        assert answer["touchpoints"][0]["experiments"] == [{"key": "e", "variant": "interleaved"}]
        assert len(set(contents(answer["touchpoints"][0]))) == 5
        assert [each["content_id"] for each in home["placements"]] == contents(answer["touchpoints"][0])
        assert {part["model"]["version"] for part in both} == {"1", "2"}
        assert all(part["touchpoints"] == ["home"] for part in both)
        assert {each["propensity"] for each in home["placements"]} == {None}
        assert all(0 < each["draft_propensity"] <= 1 for each in home["placements"])
        assert home["considered"] >= len(home["candidates"])
        assert home["features"] is False
        assert "team" not in bill["placements"][0]
        assert bill["placements"][0]["propensity"] is not None
    assert {"control", "challenger"} <= teams <= {"control", "challenger", None}
    assert {(row["variant"], row["served"], row["reason"]) for row in assignments()} == {
        ("interleaved", "interleaved", "assigned")
    }


def test_the_draft_keeps_every_rule(client, service, put):
    """A limit that each list keeps for itself holds for the slate of both; pins stand and are to nobody's credit."""
    put(
        document({"variant": "greedy", "patch": GREEDY}, kind="interleaving", touchpoints=["home"]),
        touchpoints=[{"touchpoint": "home", "slots": 5, "kinds": ["banner"], "per_category": 2}],
        rules=[PIN],
    )
    model = service.models.current.model
    category = model.catalog.products.category
    answers = [decide(client, person={"id": each}, **LONG) for each in PEOPLE]

    for answer, record in zip(answers, records(client, service, answers), strict=True):
        placed = answer["touchpoints"][0]["placements"]
        of = [int(category[model.catalog.products.ids.find(each["product_id"])]) for each in placed]
        assert max(of.count(each) for each in of) <= 2
        assert placed[1]["content_id"] == "p5.banner"
        assert record["touchpoints"][0]["placements"][1]["team"] is None


def test_a_side_can_be_forced(client, put):
    """Then its version answers alone."""
    put(document(kind="interleaving", touchpoints=["home"]))
    answer = decide(client, experiments={"force": {"e": "challenger"}}, **LONG)

    assert answer["touchpoints"][0]["model"]["version"] == "2"
    assert answer["touchpoints"][0]["experiments"] == [{"key": "e", "variant": "challenger"}]
