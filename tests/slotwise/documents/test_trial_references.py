"""References of an experiment: what it asks for must be there, as far as it is known what there is."""

from slotwise.documents import World
from slotwise.documents.touchpoints import Touchpoint
from slotwise.documents.trial_references import references_wrong
from tests.experiments import experiment

NOWHERE = World()


def wrong(entries=None, world=NOWHERE, **given):
    """What leads nowhere."""
    return [each.pointer for each in references_wrong(experiment(**given), entries or {}, world)]


def test_nothing_is_known_before_there_is_anything():
    """Without a model and documents only the audience can be missing."""
    assert wrong(touchpoints=["home"], segments=["person.city"]) == []
    assert wrong(audience="a") == ["/audience"]
    assert wrong({"audiences": {"a": None}}, audience="a") == []


def test_touchpoints_are_those_of_the_model_and_of_the_configuration(checkerboard):
    """One of either is enough."""
    known = checkerboard.catalog.touchpoints[0].touchpoint
    world = World(checkerboard.catalog)

    assert wrong({"touchpoints": {"new": None}}, world, touchpoints=[known, "new", "gone"]) == ["/touchpoints/2"]
    assert wrong({}, world, touchpoints=[known]) == []


def test_metrics_are_of_the_dictionary():
    """Primary, secondary and guardrails; latency and fallback are told by every decision."""
    asked = {
        "primary": {"metric": "gone"},
        "secondary": [{"metric": "m"}, {"metric": "gone"}],
        "guardrails": [{"metric": "latency_ms", "margin": 0.1}, {"metric": "gone", "margin": 0.1}],
    }

    assert wrong({"metrics": {"m": None}}, **asked) == [
        "/primary/metric", "/secondary/1/metric", "/guardrails/1/metric",
    ]  # fmt: skip
    assert wrong({}, **asked) == []


def test_segments_are_facts(checkerboard):
    """Of the person or the request, known to the model or declared."""
    known = next(each.name for each in checkerboard.facets.fields if each.name.startswith(("person.", "context.")))
    asked = {"segments": [known, "person.declared", "context.gone", "scene"]}

    world = World(checkerboard.catalog, checkerboard.facets)
    assert wrong({"facts": {"person.declared": None}}, world, **asked) == ["/segments/2", "/segments/3"]
    assert wrong(segments=["color"]) == ["/segments/0"]


def test_interleaving_is_warned_of_small_touchpoints():
    """Fewer than four slots of the configuration or the model; a plain experiment may run there."""
    entries = {
        "touchpoints": {
            "small": Touchpoint.model_validate({"touchpoint": "small", "slots": 3}),
            "large": Touchpoint.model_validate({"touchpoint": "large", "slots": 4}),
        }
    }
    asked = {"touchpoints": ["large", "small"]}

    assert wrong(entries, kind="interleaving", **asked) == ["/touchpoints/1"]
    assert all(each.warning for each in references_wrong(experiment(kind="interleaving", **asked), entries, NOWHERE))
    assert wrong(entries, **asked) == []
