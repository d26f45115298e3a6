"""The history of an experiment: its own acts, whatever else was changed in between."""

from service.configuration.edits import replaced
from service.experiments.conducting import By
from service.experiments.history import history_of
from tests.service.experiments.living import CTR
from tests.service.experiments.test_conducting import DRAFT, LIN


def test_every_act_is_told_with_its_author_and_reason(conducting, clock):
    """In a word, with what changed; other experiments and other documents are not in it."""
    conducting.changing.apply(replaced({"metrics": [CTR]}), "lin", "the dictionary")
    conducting.create(DRAFT, LIN)
    conducting.create({**DRAFT, "experiment": "other"}, LIN)
    conducting.patch("hero", {"title": "Bolder"}, LIN)
    conducting.start("hero", LIN)
    for act in (
        lambda: conducting.ramp("hero", 0.1, LIN),
        lambda: conducting.pause("hero", By("guardrail", "too slow"), "bold"),
        lambda: conducting.resume("hero", LIN, "bold"),
        lambda: conducting.pause("hero", LIN),
        lambda: conducting.resume("hero", LIN),
        lambda: conducting.rephase("hero", {"title": "Boldest"}, LIN),
        lambda: conducting.changing.apply(replaced({"metrics": [{**CTR, "title": "Rate"}]}), "wu", "a title"),
        lambda: conducting.stop("hero", LIN),
        lambda: conducting.archive("hero", LIN),
    ):
        clock.now += 60
        act()
    told = history_of(conducting.history, "hero")

    assert [each["act"] for each in told] == [
        "archive", "stop", "phase", "resume", "pause", "resume", "pause", "ramp", "start", "change", "create",
    ]  # fmt: skip
    assert told[6]["author"] == "guardrail"
    assert told[6]["reason"] == "too slow"
    assert told[9]["changes"] == [{"pointer": "/title", "before": None, "after": "Bolder"}]
    assert history_of(conducting.history, "hero", most=2) == told[:2]


def test_what_was_taken_away_has_a_history(conducting):
    """A draft that came and went."""
    conducting.changing.apply(replaced({"metrics": [CTR]}), "lin", "the dictionary")
    conducting.create(DRAFT, LIN)
    conducting.delete("hero", LIN)

    assert [each["act"] for each in history_of(conducting.history, "hero")] == ["delete", "create"]
    assert history_of(conducting.history, "nobody") == []
