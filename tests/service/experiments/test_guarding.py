"""Guarding: a bad variant is paused by itself, told to everybody who should know; a good one goes on."""

import numpy as np
import pytest

from service.configuration.edits import replaced
from service.experiments.conducting import By
from service.experiments.guarding import Guarding, watched_since
from service.experiments.history import history_of
from service.sending import Sending
from service.stores.guard_looks import GuardLooks
from slotwise.documents.experiments import Allocation, Pause
from tests.service.experiments.living import CTR, DISMISSED, START, experiment, fill
from tests.service.experiments.test_harms import crowd
from tests.service.probes.test_telling import webhooks

__all__ = ["webhooks"]
LIN = By("lin", "to see")
DRAFT = {
    "experiment": "hero", "control": "control", "primary": {"metric": "ctr"}, "share": 1.0, "owner": "home",
    "variants": [{"variant": "control", "weight": 0.5}, {"variant": "bold", "weight": 0.5}],
    "guardrails": [{"metric": "latency_ms", "margin": 0.2}, {"metric": "ctr", "margin": 0.1}],
    "webhook": "https://ops.example/hook",
}  # fmt: skip


@pytest.fixture
def guarding(conducting, database, clock, webhooks, tmp_path):
    """Who watches an experiment that has just begun."""
    conducting.changing.apply(replaced({"metrics": [CTR, DISMISSED]}), "lin", "the dictionary")
    conducting.create(DRAFT, LIN)
    conducting.start("hero", LIN)
    clock.now += 10_000
    return Guarding(database, conducting, GuardLooks(database), Sending(webhooks), tmp_path / "guards.lock", clock)


def test_a_slow_variant_is_paused_by_itself(guarding, conducting, database, webhooks):
    """With the reason in words and figures: in the document, in the history, at the webhook and in the look."""
    fill(database, *crowd(np.random.default_rng(1), 1_000, slow=20.0))
    assert guarding.tick()
    guarding.sending.finish()
    pause = conducting.get("hero").phase.pauses[-1]
    deed = history_of(conducting.history, "hero")[0]
    ((url, told, name),) = webhooks.sent

    assert (pause.variant, pause.until) == ("bold", None)
    assert "latency_ms is" in pause.why
    assert (deed["act"], deed["author"], deed["reason"]) == ("pause", "guardrail", pause.why)
    assert (url, told["variant"], told["why"]) == (DRAFT["webhook"], "bold", pause.why)
    assert name == f"experiment-hero-{deed['revision']}-paused"
    assert guarding.looks.of("hero")["paused"] == {"bold": pause.why}


def test_it_is_paused_and_told_once(guarding, conducting, database, webhooks):
    """However often it is looked at; the experiment goes on for the others."""
    fill(database, *crowd(np.random.default_rng(1), 1_000, slow=20.0))
    for _ in range(3):
        guarding.look()
    guarding.sending.finish()

    assert len(conducting.get("hero").phase.pauses) == 1
    assert conducting.get("hero").status == "running"
    assert len(webhooks.sent) == 1


def test_a_variant_that_cannot_answer_is_paused_at_once(guarding, conducting, database, clock):
    """Rules that close everything: no statistics are waited for."""
    rows, _ = crowd(np.random.default_rng(2), 60, fallback=1.0)
    clock.now = max(each["decided_at"] for each in rows) / 1_000 + 1
    fill(database, rows)
    guarding.look()

    assert "fell back in bold" in conducting.get("hero").phase.pauses[-1].why


def test_a_clean_variant_goes_on(guarding, conducting, database):
    """And what was seen is told."""
    fill(database, *crowd(np.random.default_rng(3), 1_000))
    assert guarding.look() == ["hero"]
    look = guarding.looks.of("hero")

    assert conducting.get("hero").phase.pauses == []
    assert (look["phase"], look["paused"]) == (1, {})
    assert {each["metric"] for each in look["harms"]} == {"latency_ms", "ctr"}


def test_who_resumes_a_variant_gives_it_a_new_chance(guarding, conducting, database, clock):
    """The harm of before counts no more; a new one is found again."""
    fill(database, *crowd(np.random.default_rng(4), 1_000, slow=20.0))
    guarding.look()
    clock.now += 60
    conducting.resume("hero", LIN, "bold")
    guarding.look()

    assert [each.until is not None for each in conducting.get("hero").phase.pauses] == [True]


def test_what_does_not_run_is_not_watched(guarding, conducting):
    """A pause of the whole, a stop."""
    conducting.pause("hero", LIN)
    assert guarding.look() == []
    conducting.stop("hero", LIN)
    assert guarding.look() == []


def test_harm_counts_from_the_last_resumption_or_batch():
    """Whichever came later, and never before the phase."""
    phase = experiment().phase
    pauses = [Pause(variant="bold", at=START, until=START + 5), Pause(variant="bold", at=START + 9)]
    batches = [Allocation(at=START, batch=0, weights=[0.5, 0.5]), Allocation(at=START + 7, batch=1, weights=[0.5, 0.5])]

    assert watched_since(phase) == START
    assert watched_since(phase.model_copy(update={"pauses": pauses})) == START + 5
    assert watched_since(phase.model_copy(update={"pauses": pauses, "allocations": batches})) == START + 7
