"""Keeping: what running experiments need is there before requests ask for it; what is not there is told."""

import shutil

from slotwise.counts import CLICKS, HALFLIVES
from tests.service.asking import click, decide
from tests.service.variants.conftest import NAME, document

FORCE = {"experiments": {"force": {"e": "challenger"}}, "deadline_ms": 60_000}
SHORT = {"touchpoints": {"home": {"slots": 1}}}
PLACES = [{"touchpoint": each, "slots": 3} for each in ("home", "bill")]


def health(client):
    """What the health check says of experiments."""
    return client.get("/readyz").get_json()["checks"]["experiments"]


def test_an_experiment_begins_once_its_bundles_are_here(client, service, put, assignments):
    """Until then nobody is enrolled on this worker: no request waits for a bundle."""
    put(document(), load=False)
    before = decide(client, person={"id": "p1"})
    assert health(client)["loading"]
    service.variants.tick()
    after = decide(client, person={"id": "p1"})

    assert before["touchpoints"][0]["experiments"] == []
    assert after["touchpoints"][0]["experiments"]
    assert [row["decision_id"] for row in assignments()] == [after["decision_id"]]
    assert health(client) == {"ok": True, "served": 1, "ways": 1}


def test_a_bundle_that_is_gone_leaves_the_unit_in_its_variant(client, service, put, challenger, assignments):
    """Control answers and the log says so; when the bundle is there again it is found without anybody's help."""
    folder = service.models.shelf / NAME / challenger.folder
    shutil.move(folder, folder.with_name("elsewhere"))
    put(document())
    answer = decide(client, **FORCE)
    decide(client, person={"id": "p1"})
    decide(client, person={"id": "p2"})
    rows = assignments()

    assert answer["touchpoints"][0]["experiments"] == [{"key": "e", "variant": "challenger"}]
    assert answer["touchpoints"][0]["model"]["version"] == "1"
    assert {row["served"] for row in rows} == {"control"}
    assert "challenger" in {row["variant"] for row in rows}
    assert {row["version"] for row in rows} == {"1"}
    assert health(client)["ok"] is False
    assert health(client)["refused"][0]["folder"] == challenger.folder
    fallbacks = service.metrics.variant_fallbacks.labels("e", "challenger")._value.get()
    assert fallbacks == sum(row["variant"] == "challenger" and row["reason"] == "assigned" for row in rows)
    shutil.move(folder.with_name("elsewhere"), folder)
    service.variants.tick()
    assert health(client)["ok"] is False
    service.variants.bundles.clock = lambda: 2_000_000_000.0
    service.variants.tick()
    assert health(client)["ok"] is True
    assert decide(client, **FORCE)["touchpoints"][0]["model"]["version"] == "2"


def test_another_bundle_under_the_same_name_is_not_taken(client, service, put, challenger, bundle_folder):
    """What is pinned is a digest: a folder that holds something else is refused."""
    folder = service.models.shelf / NAME / challenger.folder
    shutil.rmtree(folder)
    shutil.copytree(bundle_folder, folder)
    put(document())

    assert health(client)["refused"][0]["code"] == "bundle_invalid"


def test_a_patch_that_does_not_apply_is_answered_by_control(client, service, put, assignments):
    """What it patches has been taken away meanwhile: told, and nobody's request fails."""
    gone = {"rules": {"gone": {"title": "x"}}}
    put(document({"variant": "challenger", "patch": gone}))
    answer = decide(client, **FORCE)

    assert len(answer["touchpoints"][0]["placements"]) == 5
    assert assignments()[0]["served"] == "control"
    assert health(client)["broken"]


def test_variants_follow_the_configuration_and_the_champion(client, service, put, other_folder):
    """Documents that change reach every variant, patches stay on top; a new champion is patched as the old one was."""
    from slotwise import shelf

    patched = document({"variant": "challenger", "patch": SHORT})
    put(patched, touchpoints=PLACES)
    assert len(decide(client, **FORCE)["touchpoints"][0]["placements"]) == 1
    made = dict(service.variants.prepared.ways)
    put(patched, touchpoints=PLACES)
    kept = {key: way.serving.model for key, way in service.variants.prepared.ways.items()}
    assert kept == {key: way.serving.model for key, way in made.items()}
    assert {way.serving.revision for way in service.variants.prepared.ways.values()} == {2}
    put(patched, touchpoints=[*PLACES, {"touchpoint": "feed", "slots": 2}])
    assert len(decide(client, {"touchpoint": "feed"}, **FORCE)["touchpoints"][0]["placements"]) == 2
    shelf.publish(service.models.shelf, NAME, "9", other_folder)
    service.models.check()
    entry = decide(client, **FORCE)["touchpoints"][0]
    assert (entry["model"]["version"], len(entry["placements"])) == ("9", 1)


def test_all_variants_see_what_happens_now(client, service, put):
    """Clicks reach the counts of the champion, of its patches and of the bundles beside it."""
    put(
        document(),
        document({"variant": "patched", "patch": SHORT}, name="s", layer="o", touchpoints=["home"]),
        touchpoints=PLACES,
    )
    servings = lambda: [way.serving for way in service.variants.prepared.ways.values()]  # noqa: E731 - one line
    before = [each.live.total(CLICKS, len(HALFLIVES) - 1)[7] for each in servings()]
    click(client, "p1", "p7", "p7", "p7")
    service.background.world.tick()
    service.variants.tick()
    after = [each.live.total(CLICKS, len(HALFLIVES) - 1)[7] for each in servings()]

    assert len(before) == 3
    assert all(abs(now - then - 3) < 1e-3 for now, then in zip(after, before, strict=True))
    assert len({each.refreshed[0] for each in servings()}) == 2


def test_what_no_experiment_needs_is_let_go(client, service, put):
    """Bundles and models go with the experiments."""
    put(document())
    assert service.variants.prepared.ways
    put()

    assert not service.variants.prepared
    assert service.variants.prepared.ways == {}
    assert service.variants.bundles._lines == {}
    assert service.variants._made == {}
