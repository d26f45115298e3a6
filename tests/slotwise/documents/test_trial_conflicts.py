"""Conflicts: the same buckets, buckets that rest, and two experiments that change the same thing."""

from slotwise.documents.trial_conflicts import REST, conflicts, resting
from tests.experiments import DAY, HALVES, NOW, running

MODEL = [HALVES[0], {**HALVES[1], "model": "next"}]


def owning(name, low, high, at=NOW, **given):
    """A running experiment that owns these buckets since a moment."""
    step = {"at": at, "share": (high - low) / 10_000, "buckets": [[low, high]]}
    return running(name, phase={"began_at": at, "ramp": [step], **given.pop("phase", {})}, **given)


def codes(one, *others):
    """What keeps it from running beside the others."""
    return [each.code for each in conflicts(one, others)]


def test_buckets_belong_to_one_of_a_layer():
    """Neighbours touch; other layers are of no concern; a draft owns nothing."""
    one = owning("one", 0, 100)

    assert codes(one, owning("two", 100, 200)) == []
    assert codes(one, owning("two", 99, 200)) == ["buckets_taken"]
    assert codes(one, owning("two", 99, 200, layer="second")) == []


def test_freed_buckets_rest_14_days():
    """To the millisecond, and whoever took them before is told until when."""
    over = owning("over", 0, 100, status="stopped", phase={"ended_at": NOW + DAY})

    assert REST == 14 * DAY
    assert codes(owning("new", 50, 60, NOW + 15 * DAY - 1), over) == ["buckets_resting"]
    assert codes(owning("new", 50, 60, NOW + 15 * DAY), over) == []
    assert codes(owning("new", 100, 160, NOW + 2 * DAY), over) == []


def test_buckets_count_from_the_step_that_took_them():
    """What another got after this one was over and rested is no conflict."""
    one = owning("one", 0, 100, phase={"ended_at": NOW + 1}, status="stopped")
    two = running(
        "two",
        phase={
            "ramp": [
                {"at": NOW, "share": 0.01, "buckets": [[100, 200]]},
                {"at": NOW + 20 * DAY, "share": 0.02, "buckets": [[0, 200]]},
            ]
        },
    )

    assert codes(two, one) == []
    assert resting(two.phase, NOW) == [(100, 200)]
    assert resting(two.phase, NOW - 1) == []


def test_two_models_do_not_answer_one_touchpoint():
    """In two layers a unit would be in both; other touchpoints, or one of them without a model, are fine."""
    one = running("one", layer="a", variants=MODEL, touchpoints=["home", "bill"])

    assert codes(one, running("two", layer="b", variants=MODEL, touchpoints=["home"])) == ["experiments_conflict"]
    assert codes(one, running("two", layer="b", variants=MODEL)) == ["experiments_conflict"]
    assert codes(one, running("two", layer="b", variants=MODEL, touchpoints=["tariffs"])) == []
    assert codes(one, running("two", layer="b")) == []
    over = running("two", layer="b", variants=MODEL, status="stopped")
    assert codes(one, over) == []


def test_two_patches_do_not_change_one_entry():
    """Wherever they apply; two entries are fine."""

    def patching(name, entry, **given):
        patch = {"touchpoints": {entry: {"slots": 1}}}
        return running(name, variants=[HALVES[0], {**HALVES[1], "patch": patch}], **given)

    one = patching("one", "home", layer="a")
    assert codes(one, patching("two", "home", layer="b")) == ["experiments_conflict"]
    assert codes(one, patching("two", "bill", layer="b")) == []
