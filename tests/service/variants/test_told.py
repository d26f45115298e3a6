"""Told: what is not as it should be, by name; what is only on its way is no fault."""

from service.variants.keeping import Variants
from service.variants.prepared import Prepared, Way
from service.variants.recipes import Recipe, Served, Step
from service.variants.told import variants_told
from slotwise.documents.experiments import Pinned


def test_faults_are_named(service):
    """Each kind under its own name, and only those that there are."""
    variants = Variants(service.models, service.variants.world)
    assert variants_told(variants) == {"ok": True, "served": 0, "ways": 0}
    variants.bundles.waiting["d"] = Pinned(model="m", version="1", folder="1-d", digest="d")
    assert variants_told(variants) == {"ok": True, "served": 0, "ways": 0, "loading": ["1-d"]}
    phase = Served("x", 1, 0, "l", "person", frozenset(), "control", {"control": Recipe()})
    ways = {(Step("x", 1, "b"),): Way(instead={"x": "control"})}
    variants.prepared = Prepared(phases=(phase,), left_out=frozenset([phase]), ways=ways)
    variants.broken[Recipe(None, (b"x",))] = "no"
    told = variants_told(variants)

    assert (told["ok"], told["broken"], told["not_as_asked"], told["left_out"]) == (False, ["no"], ["x"], ["x"])
