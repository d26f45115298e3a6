"""Patches of experiments are tried on all documents before they are taken."""

from slotwise.configuration import Configuration
from tests.experiments import HALVES, experiment, running

SCENE = {"scene": "late", "when": "context.hour > 20"}
TOUCHPOINT = {"touchpoint": "home", "slots": 3, "scenes": ["late"]}


def problems(patch, experiment=experiment, **more):
    """What is wrong with the documents, as (pointer, code); warnings left out."""
    written = experiment(variants=[HALVES[0], {**HALVES[1], "patch": patch}]).to_json()
    documents = {"touchpoints": [TOUCHPOINT], "scenes": [SCENE], "experiments": [written], **more}
    _, found = Configuration.look_at(documents)
    return [(each.pointer, each.code) for each in found if not each.warning]


def test_a_patch_that_fits_is_taken():
    """Nothing is wrong with it."""
    assert problems({"touchpoints": {"home": {"slots": 1}}}) == []


def test_what_a_patch_breaks_elsewhere_is_told_at_the_patch():
    """Here a scene is taken away that a touchpoint opens in."""
    other = {"scene": "early", "when": "context.hour < 8"}

    assert problems({"scenes": {"late": None}}, scenes=[SCENE, other]) == [
        ("/experiments/0/variants/1/patch", "reference_unknown")
    ]


def test_a_patch_of_what_is_not_there_is_told():
    """With the place in the patch; also while it runs, when the entry is taken away."""
    gone = [("/experiments/0/variants/1/patch/touchpoints/bill", "reference_unknown")]

    assert problems({"touchpoints": {"bill": {"slots": 1}}}) == gone
    assert problems({"touchpoints": {"bill": {"slots": 1}}}, running) == gone


def test_what_is_over_needs_nothing_any_more():
    """The entries that a stopped experiment changed may go."""
    over = running(
        status="stopped",
        variants=[HALVES[0], {**HALVES[1], "patch": {"rules": {"gone": None}}}],
        phase={"ended_at": 1_767_225_700_000},
    )

    assert [each for each in Configuration.look_at({"experiments": [over.to_json()]})[1] if not each.warning] == []
