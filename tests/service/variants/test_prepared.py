"""Prepared: a request looks its way up and computes nothing."""

from service.variants.prepared import CHAMPION, Prepared, Way
from service.variants.recipes import Recipe, Served, Step
from slotwise.documents.holdouts import Holdout
from slotwise.experiments.assigned import Assigned, Reason
from slotwise.experiments.assignment import Plan


def phase(name, *touchpoints):
    """A phase with a variant that patches something."""
    recipes = {"control": Recipe(), "b": Recipe(None, (name.encode(),))}
    return Served(name, 1, 0, name, "person", frozenset(touchpoints), "control", recipes)


def test_nothing_runs_is_nothing_to_do():
    """Holdouts alone are something: whoever is held out has to be known."""
    assert not Prepared()
    assert Prepared(Plan((), (Holdout(holdout="h", share=0.1),)))


def test_a_touchpoint_is_covered_by_its_phases():
    """Those in which the unit is enrolled, in the order in which they began."""
    prepared = Prepared(phases=(phase("x", "home"), phase("y"), phase("z")))
    assigned = {
        ("x", 1): Assigned("x", 1, "b", 0.5, Reason.ASSIGNED, "b"),
        ("y", 1): Assigned("y", 1, "b", 0.5, Reason.ASSIGNED, "control"),
        ("z", 1): Assigned("z", 1, "", 0.0, Reason.OTHER_BUCKET, ""),
    }

    assert [found.experiment for _, found in prepared.covering("home", assigned)] == ["x", "y"]
    assert [found.experiment for _, found in prepared.covering("bill", assigned)] == ["y"]


def test_variants_that_never_meet_are_answered_as_far_as_they_can():
    """Forced ones of one layer, and experiments that were left out: the first of them, and control for the others."""
    one, other = phase("x"), phase("y")
    step = Step("x", 1, "b")
    prepared = Prepared(phases=(one, other), ways={(step,): Way(None, (step,))})

    assert prepared.way([(one, "control"), (other, "control")]) is CHAMPION
    found = prepared.way([(one, "b"), (other, "b")])
    assert (found.key, dict(found.instead)) == ((step,), {"y": "control"})
    left = Prepared(phases=(one, other), left_out=frozenset([one]), ways={})
    assert dict(left.way([(one, "b")]).instead) == {"x": "control"}
