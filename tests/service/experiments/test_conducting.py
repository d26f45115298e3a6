"""Acts of an experiment's life, each a revision with its author and reason."""

import pytest

from service.configuration.edits import replaced
from service.experiments.conducting import By
from service.experiments.tags import tag_of
from slotwise import shelf
from slotwise.errors import ConfigurationError, ExperimentError, RevisionConflictError, UnknownExperimentError
from tests.service.experiments.living import CTR, HOUR, START

LIN = By("lin", "to see")
DRAFT = {
    "experiment": "hero", "hypothesis": "bolder is better", "control": "control", "primary": {"metric": "ctr"},
    "variants": [
        {"variant": "control", "weight": 0.5}, {"variant": "bold", "weight": 0.5, "model": "challenger"},
    ],
    "share": 0.05,
}  # fmt: skip


@pytest.fixture
def metrics(conducting):
    """A dictionary to judge by."""
    conducting.changing.apply(replaced({"metrics": [CTR]}), "lin", "the dictionary")


@pytest.fixture
def hero(conducting, metrics, clock):
    """An experiment that was just written."""
    return conducting.create(DRAFT, LIN).experiment


@pytest.fixture
def running(conducting, hero):
    """The same, started."""
    return conducting.start("hero", LIN).experiment


def test_a_draft_becomes_a_revision(conducting, hero):
    """With author and reason; a second one of its name is refused."""
    revision = conducting.history.revisions.get(2)
    assert (hero.status, revision.author, revision.reason) == ("draft", "lin", "to see")
    assert conducting.all() == (hero,)
    with pytest.raises(RevisionConflictError, match="already"):
        conducting.create(DRAFT, LIN)


def test_warnings_are_those_of_the_experiment(conducting, metrics):
    """A variant that nobody gets; what else is odd about the configuration is nobody's concern here."""
    odd = {"audience": "odd", "when": "true", "holdout": 0.2}
    conducting.changing.apply(replaced({"audiences": [odd]}), "lin", "held out from nothing")
    variants = [{"variant": "control", "weight": 1.0}, {"variant": "bold", "weight": 0.0}]

    assert conducting.create({**DRAFT, "variants": variants}, LIN).warnings == ("nobody gets 'bold'",)


def test_what_is_wrong_with_a_draft_is_told(conducting, metrics):
    """Weights that do not make a whole, with the place."""
    variants = [{"variant": "control", "weight": 0.5}, {"variant": "bold", "weight": 0.6}]
    with pytest.raises(ConfigurationError) as refused:
        conducting.create({**DRAFT, "variants": variants}, LIN)
    assert [each.code for each in refused.value.problems] == ["weights_not_whole"]


def test_a_start_pins_what_the_models_mean_now(conducting, running, place):
    """Wherever the alias moves, and whatever is published, the phase keeps what it began with."""
    shelf.point(place, "m", "challenger", shelf.find(place, "m", "1"))
    phase = conducting.get("hero").phase

    assert running.status == "running"
    assert (phase.number, phase.began_at, phase.ramp[0].share) == (1, START, 0.05)
    assert (phase.pinned["bold"].version, phase.pinned["bold"].run_id) == ("2", "run2")


def test_a_version_that_is_not_there_cannot_be_started(conducting, hero):
    """And nothing has changed."""
    conducting.patch("hero", {"variants": [DRAFT["variants"][0], {**DRAFT["variants"][1], "model": "9"}]}, LIN)
    with pytest.raises(ExperimentError, match="no version or alias '9'"):
        conducting.start("hero", LIN)
    assert conducting.get("hero").status == "draft"


def test_a_life_from_start_to_archive(conducting, running, clock):
    """Ramped, paused, resumed, stopped and put away: each step stands in the history, and holds in the document."""
    for share in (0.1, 0.25, 0.5):
        clock.now += 3_600
        assert conducting.ramp("hero", share, LIN).experiment.phase.ramp[-1].share == share
    clock.now += 1
    paused = conducting.pause("hero", By("guardrail", "slower than borne"), "bold").experiment
    assert paused.phase.pauses[-1].why == "slower than borne"
    clock.now += 1
    conducting.resume("hero", LIN, "bold")
    conducting.pause("hero", LIN)
    clock.now += 1
    assert conducting.resume("hero", LIN).experiment.status == "running"
    stopped = conducting.stop("hero", LIN).experiment
    assert (stopped.status, stopped.phase.ended_at) == ("stopped", START + 3 * HOUR + 3_000)
    assert conducting.archive("hero", LIN).experiment.status == "archived"
    assert [each.author for each in conducting.history.revisions.list(20)].count("guardrail") == 1


def test_a_stop_lets_the_models_go(conducting, running, place):
    """While it ran they were held."""
    assert any(alias.startswith("pinned.") for alias in shelf.aliases(place, "m"))
    conducting.stop("hero", LIN)

    assert not any(alias.startswith("pinned.") for alias in shelf.aliases(place, "m"))


def test_a_running_experiment_is_not_silently_another(conducting, running, clock):
    """Other weights need a phase of their own, in which everybody is drawn anew."""
    weights = {"variants": [{"variant": "control", "weight": 0.8}, {**DRAFT["variants"][1], "weight": 0.2}]}
    with pytest.raises(ConfigurationError):
        conducting.patch("hero", weights, LIN)
    clock.now += 60
    second = conducting.rephase("hero", weights, LIN, 0.2).experiment

    assert [each.ended_at for each in second.phases] == [START + 60_000, None]
    assert second.phase.variants[1].weight == 0.2
    assert second.phase.ramp[0].share == 0.2


def test_what_acts_wrote_stays_when_the_document_is_written_again(conducting, running):
    """Whoever keeps experiments in files need not know of phases."""
    after = conducting.put("hero", {**DRAFT, "title": "Bolder"}, LIN).experiment

    assert (after.title, after.status, after.phase) == ("Bolder", "running", running.phase)


def test_a_phase_freezes_the_condition_of_its_audience(conducting, hero):
    """Whoever edits the audience afterwards does not move the phase."""
    audience = {"audience": "sz", "when": 'person.city == "SZ"'}
    conducting.changing.apply(replaced({"audiences": [audience]}), "lin", "an audience")
    conducting.patch("hero", {"audience": "sz"}, LIN)
    conducting.start("hero", LIN)
    conducting.changing.apply(replaced({"audiences": [{**audience, "when": 'person.city == "GZ"'}]}), "lin", "other")

    assert conducting.get("hero").phase.when.text == 'person.city == "SZ"'


def test_only_a_draft_is_taken_away(conducting, hero):
    """What was compared is kept."""
    conducting.delete("hero", LIN)
    assert conducting.all() == ()
    conducting.create(DRAFT, LIN)
    conducting.start("hero", LIN)
    with pytest.raises(ConfigurationError, match="kept"):
        conducting.delete("hero", LIN)


def test_two_who_change_the_same_do_not_overwrite_each_other(conducting, hero):
    """By the state that it was made of, or by the revision; whoever named neither is computed again."""
    tag, newest = tag_of(hero), conducting.history.revisions.newest()
    conducting.patch("hero", {"title": "one"}, LIN._replace(tag=tag))
    with pytest.raises(RevisionConflictError, match="somebody else"):
        conducting.patch("hero", {"title": "two"}, LIN._replace(tag=tag))
    with pytest.raises(RevisionConflictError):
        conducting.patch("hero", {"title": "two"}, LIN._replace(parent=newest))
    assert conducting.get("hero").title == "one"


def test_an_act_is_computed_again_when_somebody_else_was_faster(conducting, running, clock, monkeypatch):
    """A guardrail's pause must not be lost because an operator wrote a rule in the same second."""
    add, calls = conducting.history.add, []

    def faster(configuration, revision):
        if not calls:
            calls.append(1)
            conducting.changing.apply(replaced({"metrics": [{**CTR, "title": "Other"}]}), "wu", "in between")
        add(configuration, revision)

    monkeypatch.setattr(conducting.history, "add", faster)
    clock.now += 1
    assert conducting.pause("hero", LIN, "bold").revision.parent == conducting.history.revisions.newest() - 1
    assert conducting.get("hero").phase.pauses[-1].variant == "bold"


def test_an_unknown_experiment_is_told_with_those_that_there_are(conducting, hero):
    """Whatever is asked of it."""
    for act in (conducting.get, lambda name: conducting.start(name, LIN), lambda name: conducting.stop(name, LIN)):
        with pytest.raises(UnknownExperimentError) as refused:
            act("nobody")
        assert refused.value.expected == ["hero"]
