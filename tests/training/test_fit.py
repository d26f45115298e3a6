"""Training: the same in gives the same out, and what goes live is what was judged, on more data."""

import filecmp
from dataclasses import replace

import numpy as np
import pytest

from slotwise import packing
from slotwise.decision import Ask, ServiceLevel, Wanted
from slotwise.engine import decide
from slotwise.person import empty
from training.fit import compile_trees, fit_generators, refit, train
from training.options import TrainOptions


def options_of(small_options, **more):
    """Small options, with more of them."""
    return TrainOptions.from_json({**small_options, "hold_out": "time", **more})


def test_the_same_data_and_seed_give_the_same_bundle(world, small_options, tmp_path, monkeypatch):
    """Two trainings from scratch write the same folders, byte for byte, with however many processes."""
    monkeypatch.setattr("training.examples._LEAST", 1)
    options = options_of(small_options)
    for processes, name in enumerate(("one", "two"), start=1):
        trained = train(world(), options, processes=processes)
        packing.save(trained.model, tmp_path / name, trained.ranker.text, {"options": options.to_json()})

    files = [str(path.relative_to(tmp_path / "one")) for path in (tmp_path / "one").rglob("*") if path.is_file()]
    same, different, missing = filecmp.cmpfiles(tmp_path / "one", tmp_path / "two", files, shallow=False)
    assert (different, missing) == ([], [])
    assert len(same) == len(files)
    assert "manifest.json" in same


@pytest.mark.slow
def test_the_same_log_gives_the_same_bundle(simulated, tmp_path):
    """The whole way from a simulated folder, with impressions, all generators and exploration, byte for byte."""
    from training.dataset import load
    from training.defaults import options_for

    digests = []
    for name in ("one", "two"):
        dataset = load(simulated)
        trained = train(dataset, options_for(dataset, None, ["occasions=200", "ranker.trees=20"]))
        digests.append(packing.save(trained.model, tmp_path / name, trained.ranker.text))

    assert digests[0] == digests[1]


def test_another_seed_gives_another_model(world, small_options):
    """The seed reaches what is random."""
    one, other = (train(world(), options_of(small_options, seed=seed)) for seed in (1, 2))

    assert one.ranker.text != other.ranker.text


def test_the_model_knows_its_side(world, small_options):
    """On a checkerboard a person of one side is shown that side, by the ranker."""
    from training.histories import Histories

    dataset = world()
    trained = train(dataset, options_of(small_options))
    state = Histories(dataset.interactions, 40).state(4, 2 * 10**12, "x", dataset.catalog, {})
    now = int(dataset.interactions.time[-1]) + 1
    slate = decide(trained.model, state, Wanted((Ask("home", 3),), now, "seed")).slates[0]

    assert slate.level == ServiceLevel.RANKER
    assert {each.product % 2 for each in slate.placements} == {0}


def test_windows_give_lessons_from_more_than_one_stretch(world, small_options):
    """With two windows the ranker learns from both, of candidates whose generators were fitted for each."""
    one = train(world(), options_of(small_options, share=0.5, target="visit"))
    two = train(world(), options_of(small_options, share=0.5, target="visit", windows=2))

    assert two.examples.wanted > 0
    assert len(two.examples.ranking.groups) == len(one.examples.ranking.groups)
    assert not np.array_equal(two.examples.ranks, one.examples.ranks, equal_nan=True)
    assert two.ranker is not None


def test_refitting_keeps_the_ranker_and_takes_in_the_rest(world, small_options):
    """After a judged part the same trees go live over generators, counts and trail of the whole log."""
    dataset, options = world(), options_of(small_options)
    half = replace(dataset, interactions=dataset.interactions.take(slice(0, 240)))
    early = train(half, options)
    late = refit(early, dataset, options)

    assert late.ranker is early.ranker
    assert late.model.as_of > early.model.as_of
    assert late.model.counts.totals[3, -1].sum() == pytest.approx(480, abs=1)
    again = {"popular": {}, "als": dict(options.generators["als"])}
    assert set(late.model.generators) == set(early.model.generators) >= set(again)


def test_nothing_wanted_gives_a_model_without_trees(world, small_options):
    """Impressions without a single click leave the blend to answer, and that is no error."""
    dataset = world(shown=True)
    silent = replace(
        dataset, impressions=replace(dataset.impressions, clicked=np.zeros(len(dataset.impressions), bool))
    )
    trained = train(silent, options_of(small_options))

    assert trained.ranker is None
    now = int(dataset.interactions.time[-1]) + 1
    decision = decide(trained.model, empty("new"), Wanted((Ask("home", 3),), now, "seed"))
    assert decision.slates[0].level == ServiceLevel.BLEND
    assert len(decision.slates[0].placements) == 3


def test_compiled_trees_score_as_lightgbm_does(world, small_options):
    """The trees that serve give the scores of the text model, bit by bit."""
    import lightgbm

    trained = train(world(shown=True), options_of(small_options))
    matrix = trained.examples.ranking.matrix
    booster = lightgbm.Booster(model_str=trained.ranker.text)

    compiled = compile_trees(trained.ranker, trained.features).score_matrix(matrix)
    np.testing.assert_array_equal(compiled, booster.predict(matrix, raw_score=True, num_threads=1))


def test_only_the_chosen_generators_are_fitted(world, small_options):
    """A generator that is not named is left out; progress is told for each of the others."""
    from training.fit import _past

    told = []
    dataset, options = world(), options_of(small_options)
    fitted = fit_generators(_past(dataset, dataset.interactions), options, lambda what, done: told.append(what))

    assert sorted(fitted) == ["again", "als", "content", "popular"]
    assert told == [f"fitting {name}" for name in sorted(fitted)]


def test_later_interactions_are_learned_from_beside_impressions(world, small_options):
    """With `organic` the ranker learns from lists of what came later too, and says so."""
    dataset = world(shown=True)
    plain = train(dataset, options_of(small_options))
    both = train(dataset, options_of(small_options, organic=50))

    assert plain.examples.labelled_by == "impressions"
    assert both.examples.labelled_by == "impressions and later interactions"
    lists = len(both.examples.ranking.groups) - len(plain.examples.ranking.groups)
    assert 0 < lists <= 50
    assert both.examples.ranking.positions is not None
    assert set(both.examples.ranking.positions[len(plain.examples.ranking.labels) :].tolist()) == {1}
