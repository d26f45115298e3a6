"""Fit: generators on the past, the ranker on what came after, then the generators again on everything."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from slotwise.candidates import Generator, Past, generators, options_of, read_transitions
from slotwise.features import FeatureSet, Schema, feature_set
from slotwise.interactions import Interactions
from slotwise.model import Model
from slotwise.rankers import lambdamart
from slotwise.rankers.blend import BlendRanker
from slotwise.rankers.lambdamart import FittedLambdaMart
from slotwise.rankers.lambdamart_config import LambdaMartConfig
from slotwise.rankers.layout import Layout
from slotwise.rankers.trees import CompiledTrees
from slotwise.scene import Scenes
from training.aside import Aside
from training.dataset import Dataset
from training.examination import visibility
from training.examples import Examples, joined, make_examples
from training.holdout import hold_out
from training.options import TrainOptions, Watch, unheard
from training.replay import Replay
from training.stopwatch import Stopwatch

__all__ = ["TrainOptions", "Trained", "Watch", "compile_trees", "fit_generators", "fit_rankers", "refit", "train"]


@dataclass(frozen=True)
class Trained:
    """A model with what the report and the tracker want to know of its making."""

    model: Model
    features: FeatureSet
    ranker: FittedLambdaMart | None
    examples: Examples
    seconds: Mapping[str, float]


def fit_generators(past: Past, options: TrainOptions, watch: Watch) -> dict[str, Generator]:
    """Fit the chosen generators on past interactions, in the order of their names."""
    kinds = generators()
    chosen = sorted(options.generators)
    fitted = {}
    for place, name in enumerate(chosen):
        watch(f"fitting {name}", place / len(chosen))
        fitted[name] = kinds[name].fit(past, options_of(kinds[name], options.generators[name]), options.seed)
    return fitted


def train(
    dataset: Dataset, options: TrainOptions, watch: Watch = lambda what, done: None, processes: int = 1
) -> Trained:
    """Return a model trained on a whole data set; the same data, options and seed give the same model.

    Examples are made by so many processes; with more than one the second fit is made beside that of the ranker too. How
    many there are makes no difference to the model.
    """
    clock = Stopwatch()
    seen = visibility(dataset.impressions, len(dataset.catalog.touchpoints))
    features = feature_set(Schema(dataset.catalog, dataset.facets, tuple(sorted(options.generators))))
    parts = []
    for held in hold_out(dataset, options):
        with clock.of("first fit"):
            early = fit_generators(_past(dataset, held.past), options, watch)
        with clock.of("examples"):
            parts.append(make_examples(dataset, held, early, features, options, seen, watch, processes))
            if held.beside is not None:
                organic = replace(held, occasions=held.beside)
                parts.append(make_examples(dataset, organic, early, features, options, seen, watch, processes))
    examples = joined(parts)
    with Aside(processes > 1) as aside:
        second = aside.do(lambda: _second_fit(dataset, options, clock, watch if processes == 1 else unheard))
        with clock.of("ranker"):
            watch("fitting the ranker", 0.0)
            blend, ranker = fit_rankers(examples, features, options, aside)
        final = second()
    with clock.of("replay"):
        watch("replaying the log", 0.0)
        model = _assemble(dataset, options, features, final, blend, ranker, seen)
    return Trained(model, features, ranker, examples, clock.seconds)


def refit(trained: Trained, dataset: Dataset, options: TrainOptions, watch: Watch = lambda what, done: None) -> Trained:
    """Return the same ranker over generators, counts and trail of a whole data set: what goes live after a judged part.

    The data set must have the catalogue and the facets of the part.
    """
    clock = Stopwatch()
    with clock.of("refit"):
        fitted = fit_generators(_past(dataset, dataset.interactions), options, watch)
        seen = visibility(dataset.impressions, len(dataset.catalog.touchpoints))
        model = _assemble(dataset, options, trained.features, fitted, trained.model.blend, trained.ranker, seen)
    return replace(trained, model=model, seconds={**trained.seconds, **clock.seconds})


def _second_fit(dataset: Dataset, options: TrainOptions, clock: Stopwatch, watch: Watch) -> dict[str, Generator]:
    with clock.of("second fit"):
        return fit_generators(_past(dataset, dataset.interactions), options, watch)


def fit_rankers(
    examples: Examples, features: FeatureSet, options: TrainOptions, aside: Aside
) -> tuple[BlendRanker, FittedLambdaMart | None]:
    """Fit the blend and the trees; without a single wanted candidate there is nothing to learn, and no trees."""
    config = LambdaMartConfig.from_dict({"seed": options.seed, **options.ranker})
    if not (examples.ranking.labels > 0).any():
        count = len(options.generators)
        return BlendRanker(np.full(count, 1 / count)), None
    blend = aside.do(lambda: BlendRanker.fit(examples.ranks, examples.ranking.labels, examples.ranking.groups))
    ranker = lambdamart.fit(examples.ranking, config)
    return blend(), ranker


def compile_trees(ranker: FittedLambdaMart, features: FeatureSet) -> CompiledTrees:
    """Compile the trees by theme, so that serving needs no LightGBM."""
    layout = Layout(
        len(features.of_theme("person", "scene")), len(features.of_theme("product")), len(features.of_theme("match"))
    )
    return CompiledTrees.from_text(ranker.text, layout)


def _past(dataset: Dataset, events: Interactions) -> Past:
    return Past(events, len(dataset.persons), dataset.catalog, dataset.facets)


def _assemble(
    dataset: Dataset,
    options: TrainOptions,
    features: FeatureSet,
    fitted: dict[str, Generator],
    blend: BlendRanker,
    ranker: FittedLambdaMart | None,
    seen: NDArray[np.float64],
) -> Model:
    moves = read_transitions(fitted)
    replay = Replay(dataset.interactions, dataset.catalog, dataset.facets, seen, options.tick, moves)
    # The world ends at a tick, as every moment of training saw it: events without times of their own count nowhere.
    end = int(dataset.interactions.time[-1]) if len(dataset.interactions) else 0
    end -= end % options.tick
    replay.advance(end)
    return Model(
        catalog=dataset.catalog,
        facets=dataset.facets,
        scenes=Scenes.from_json(dataset.scenes),
        generators=fitted,
        blend=blend,
        trees=compile_trees(ranker, features) if ranker else None,
        policy=options.policy,
        rules=options.rules,
        counts=replay.counts,
        trail=replay.trail,
        exposed=replay.exposed,
        as_of=end,
        retrieve=options.retrieve,
    ).configured(dataset.configuration)
