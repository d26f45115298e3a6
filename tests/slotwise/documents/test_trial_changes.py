"""What may follow on an experiment: nothing that was is rewritten, and nothing by which it is judged moves."""

import pytest

from slotwise.documents.trial import Phase, Pinned
from slotwise.documents.trial_changes import changes_wrong
from slotwise.experiments.life import allocate, archive, pause, ramp, rephase, resume, start, stop
from tests.experiments import NOW, experiment

BEGUN = start(experiment(share=0.1, guardrails=[{"metric": "latency_ms", "margin": 0.1}]), NOW)


def wrong(before, after):
    """What may not follow, as (pointer, code)."""
    return [(each.pointer, each.code) for each in changes_wrong(before, after)]


def edited(before, **phase):
    """The experiment with its last phase rewritten."""
    return before.model_copy(update={"phases": [*before.phases[:-1], before.phase.model_copy(update=phase)]})


def test_every_act_may_follow():
    """And after it the next."""
    paused = pause(BEGUN, NOW + 1)
    ramped = ramp(BEGUN, NOW + 1, 0.5)
    bandit = start(experiment(kind="bandit"), NOW)
    for before, after in (
        (BEGUN, ramped), (BEGUN, paused), (paused, resume(paused, NOW + 2)), (ramped, rephase(ramped, ramped, NOW + 2)),
        (BEGUN, stop(BEGUN, NOW)), (stop(BEGUN, NOW), archive(stop(BEGUN, NOW), NOW)), (BEGUN, BEGUN),
        (bandit, allocate(bandit, NOW + 1, [0.1, 0.9])),
    ):  # fmt: skip
        assert wrong(before, after) == []


def test_a_draft_is_free():
    """It may be rewritten, started, put away, deleted."""
    draft = experiment()
    for after in (None, experiment(alpha=0.1, layer="x"), BEGUN, archive(draft, NOW)):
        assert wrong(draft, after) == []
    assert wrong(archive(draft, NOW), None) == []


@pytest.mark.parametrize(
    ("before", "status"),
    [(BEGUN, "draft"), (BEGUN, "archived"), (stop(BEGUN, NOW), "running"), (archive(stop(BEGUN, NOW), NOW), "stopped")],
)
def test_nothing_goes_back(before, status):
    """What runs is no draft again, what is over does not run again."""
    assert wrong(before, before.model_copy(update={"status": status})) == [("/status", "status_wrong")]


@pytest.mark.parametrize(
    ("before", "after", "at"),
    [
        (BEGUN, edited(BEGUN, unit="session"), "/phases/0/unit"),
        (BEGUN, edited(BEGUN, began_at=NOW - 1), "/phases/0/began_at"),
        (BEGUN, edited(BEGUN, ramp=[]), "/phases/0/ramp"),
        (ramp(BEGUN, NOW, 0.5), BEGUN, "/phases/0/ramp"),
        (pause(BEGUN, NOW, "challenger", "why"), pause(BEGUN, NOW, "challenger", "no"), "/phases/0/pauses"),
        (pause(BEGUN, NOW, "challenger"), BEGUN, "/phases/0/pauses"),
        (BEGUN, BEGUN.model_copy(update={"phases": []}), "/phases"),
        (stop(BEGUN, NOW), stop(BEGUN, NOW + 1), "/phases/0"),
    ],
)
def test_what_was_is_not_rewritten(before, after, at):
    """Neither what is compared, nor a step, a pause or an end."""
    assert (at, "phase_immutable") in wrong(before, after)


OTHERS = {
    "number": 2, "began_at": NOW + 1, "unit": "session", "audience": "loyal", "when": "true", "touchpoints": ["bill"],
    "variants": [each.model_copy(update={"weight": 0.1 + 0.8 * place}) for place, each in
                 enumerate(BEGUN.phase.variants)],
    "control": "challenger",
    "pinned": {"challenger": Pinned(model="ranker", version="8", folder="8", digest="moved")},
}  # fmt: skip


@pytest.mark.parametrize("name", sorted(set(Phase.model_fields) - {"ended_at", "ramp", "pauses", "allocations"}))
def test_everything_that_is_compared_stays_within_a_phase(name):
    """Weights, unit, audience, touchpoints, and the version that an alias meant: each is a new phase."""
    assert (f"/phases/0/{name}", "phase_immutable") in wrong(BEGUN, edited(BEGUN, **{name: OTHERS[name]}))


def test_goalposts_stay():
    """By what it is judged moves with nothing but a new phase; its layer and kind never."""
    moved = {"minimum_effect": 0.2, "hypothesis": "another", "days": 99.0}
    after = BEGUN.model_copy(update=moved)

    assert {at for at, _ in wrong(BEGUN, after)} == {f"/{each}" for each in moved}
    assert wrong(BEGUN, rephase(BEGUN, after, NOW + 1)) == []
    assert wrong(BEGUN, BEGUN.model_copy(update={"layer": "x"})) == [("/layer", "phase_immutable")]
    stopped = stop(BEGUN, NOW)
    assert wrong(stopped, stopped.model_copy(update={"alpha": 0.1})) == [("/alpha", "phase_immutable")]


def test_guardrails_are_only_tightened():
    """More of them and smaller margins are taken, fewer and larger ones are not."""

    def guarded(**margins):
        return BEGUN.model_copy(
            update={
                "guardrails": experiment(guardrails=[{"metric": m, "margin": x} for m, x in margins.items()]).guardrails
            }
        )

    assert wrong(BEGUN, guarded(latency_ms=0.05, fallback_share=0.2)) == []
    assert wrong(BEGUN, guarded(latency_ms=0.2)) == [("/guardrails", "guardrail_loosened")]
    assert wrong(BEGUN, guarded()) == [("/guardrails", "guardrail_loosened")]
