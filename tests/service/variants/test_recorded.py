"""Recorded: decisions under experiments come out of the log again, part by part, to the last bit."""

from dataclasses import replace

from service.parity_of import comparing
from service.replayed_worlds import ReplayedWorlds
from tests.service.asking import click, decide
from tests.service.variants.conftest import document

PLACES = [{"touchpoint": each, "slots": 3} for each in ("home", "bill", "feed")]
FEWER = {"touchpoints": {"home": {"slots": 2, "policy": {"policy": "greedy"}}}}


class WithoutPatch(ReplayedWorlds):
    """A mutant: takes every variant for the champion's configuration."""

    def variant(self, part):
        return super().variant({**part, "variants": []})


def test_every_part_of_a_decision_is_made_again(client, service, put):
    """Two ways on one page, new counts in between, and another revision: all are equal; a mutant is not."""
    covered = document({"variant": "fewer", "patch": FEWER}, touchpoints=["home"])
    put(
        covered,
        document({"variant": "pinned", "model": "1"}, name="m", layer="n", touchpoints=["bill"]),
        touchpoints=PLACES,
    )
    for turn in range(3):
        for number in range(8):
            person = {"id": f"p{number}"}
            decide(client, {"touchpoint": "home"}, {"touchpoint": "bill"}, person=person, deadline_ms=60_000)
            click(client, f"p{number}", f"p{number}", start=turn)
        service.background.world.tick()
        service.variants.tick()
    service.background.log.flush()
    who = comparing(service.settings, service.database)
    found = who.run(who.sample(100))
    records = [client.get(f"/v1/decisions/{each}").get_json() for each in who.sample(100)]
    made_of = {tuple(map(tuple, part["variants"])) for each in records for part in each.get("parts", ())}

    assert (found.compared, found.equal, found.different) == (24, 24, [])
    assert {((("e", 1, "fewer"),)), ()} <= made_of
    worlds = WithoutPatch(**{name: getattr(who.worlds, name) for name in ("shelf", "events", "refreshes", "history")})
    broken = replace(who, worlds=worlds).run(who.sample(100))
    assert broken.different


def test_what_one_bundle_has_no_names_for_is_not_told(client, service, put):
    """Features of a touchpoint whose version was trained on others are left out, and said to be."""
    put(document(touchpoints=["bill"]))
    asked = ({"touchpoint": "home"}, {"touchpoint": "bill"})
    answer = decide(client, *asked, experiments={"force": {"e": "challenger"}}, deadline_ms=60_000)
    service.background.log.flush()
    record = client.get(f"/v1/decisions/{answer['decision_id']}").get_json()

    assert [each["features"] for each in record["touchpoints"]] == [True, False]
    assert record["touchpoints"][0]["placements"][0]["features"]
    assert [part["model"]["version"] for part in record["parts"]] == ["1", "2"]
    assert record["parts"][1]["page"] == [each["content_id"] for each in record["touchpoints"][0]["placements"]]
