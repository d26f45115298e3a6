"""Examples of a small world, with everything that they were made of."""

from slotwise.features import Schema, feature_set
from training.examination import visibility
from training.examples import make_examples
from training.fit import _past, fit_generators
from training.holdout import hold_out
from training.options import TrainOptions


def made(dataset, small_options, processes=1, **more):
    """Examples of a data set with everything they were made of."""
    options = TrainOptions.from_json({**small_options, "hold_out": "time", **more})
    (held,) = hold_out(dataset, options)
    fitted = fit_generators(_past(dataset, held.past), options, lambda what, done: None)
    features = feature_set(Schema(dataset.catalog, dataset.facets, tuple(sorted(options.generators))))
    seen = visibility(dataset.impressions, len(dataset.catalog.touchpoints))
    examples = make_examples(dataset, held, fitted, features, options, seen, lambda what, done: None, processes)
    return examples, held, fitted, features, options
