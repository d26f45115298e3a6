"""Recipes: which variants can meet on a touchpoint, and what they are made of together."""

from hypothesis import given
from hypothesis import strategies as st

from service.variants.recipes import Recipe, Served, Step, combinations, composed, patches_of, served
from slotwise.documents.experiments import Pinned
from slotwise.experiments import life
from tests.service.variants.conftest import BEGAN, document, read

ONE, OTHER = (Pinned(model="m", version=each, folder=each, digest=each) for each in ("1", "2"))
PATCHES = {name: (b'{"touchpoints":{"%b":null}}' % name.encode(),) for name in "abc"}


def phase(name, layer="main", touchpoints=(), variants=("a",), began=0):
    """A phase with control and variants that each patch something."""
    recipes = {"control": Recipe(), **{each: Recipe(None, PATCHES[each]) for each in variants}}
    return Served(name, 1, began, layer, "person", frozenset(touchpoints), "control", recipes)


def test_variants_of_two_layers_meet():
    """Each alone, and each with each."""
    keys, left_out = combinations([phase("x"), phase("y", "other", variants="ab")])

    assert left_out == []
    assert [[step.variant for step in key] for key in keys] == [["a"], ["a"], ["b"], ["a", "a"], ["a", "b"]]


def test_what_cannot_meet_is_not_made():
    """Experiments of one layer, and those without a common touchpoint."""
    keys, _ = combinations([phase("x"), phase("y"), phase("z", "other", ["t"]), phase("w", "third", ["u"])])

    assert {tuple(step.experiment for step in key) for key in keys} == {
        ("x",), ("y",), ("z",), ("w",), ("x", "z"), ("y", "z"), ("x", "w"), ("y", "w"),
    }  # fmt: skip


def test_what_came_later_is_left_out_when_it_is_too_much():
    """Those that run already go on as they are."""
    first, second, third = phase("x", variants="abc"), phase("y", "b", variants="abc"), phase("z", "c", ["t"])
    keys, left_out = combinations([first, second, third], most=8)

    assert left_out == [second]
    assert len(keys) == 3 + 4


@given(st.lists(st.tuples(st.sampled_from("pqr"), st.sampled_from(["", "t", "u"]), st.integers(0, 3)), max_size=6))
def test_never_more_than_the_most(phases):
    """Whatever is asked, and no key twice."""
    found = [phase(f"e{n}", layer, list(at), "abc"[:size]) for n, (layer, at, size) in enumerate(phases)]
    keys, left_out = combinations(found, most=20)

    assert len(keys) == len(set(keys)) <= 20
    assert {step.experiment for key in keys for step in key} <= {each.experiment for each in found} - {
        each.experiment for each in left_out
    }


def test_patches_add_up_and_bundles_do_not():
    """Patches in the order of the phases; of two bundles the first one counts and the other step is lost."""
    steps = [Step("x", 1, "a"), Step("y", 1, "b"), Step("z", 1, "c")]
    recipes = dict(zip(steps, (Recipe(ONE, (b"1",)), Recipe(OTHER, (b"2",)), Recipe(None, (b"3",))), strict=True))

    assert composed(tuple(steps), recipes) == (Recipe(ONE, (b"1", b"3")), [steps[1]])
    assert composed((), recipes)[0].plain


def test_phases_come_from_the_documents():
    """Of live experiments, as long as they have not ended; drafts and ends are no matter of serving."""
    running = life.start(read(document({"variant": "b", "patch": {"rules": {"r": None}}})), BEGAN)
    stopped = life.stop(life.start(read(document(name="old", layer="o")), BEGAN, {"challenger": ONE}), BEGAN + 5)
    draft = read(document(name="draft"))
    found = served([draft, stopped, running], BEGAN + 9)

    assert [(each.experiment, each.phase, each.unit, each.control) for each in found] == [("e", 1, "person", "control")]
    assert [step.variant for step in found[0].steps] == ["b"]
    assert found[0].step("control") is None
    assert list(patches_of([running], found[0].steps)) == [{"rules": {"r": None}}]
