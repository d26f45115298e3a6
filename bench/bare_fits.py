"""The fits that a training contains, by the libraries alone on the same data: what a careful user would wait for.

implicit's ALS, the closed form of EASE, scikit-learn's TF-IDF and SVD of the texts, LightGBM on the same examples.
Co-visitation has no library and is left out, which makes the comparison harder for us.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any

import numpy as np

from slotwise.candidates import Past, generators, options_of
from slotwise.candidates.als import strength_matrix
from slotwise.rankers.examples import RankingExamples
from slotwise.rankers.lambdamart_config import LambdaMartConfig


def generator_fits(past: Past, chosen: dict[str, dict[str, Any]]) -> dict[str, float]:
    """Seconds of each bare fit whose generator is among the chosen ones, with the same options."""
    fits: dict[str, Callable[[Past, Any], object]] = {"als": _als, "item_neighbors": _ease, "content": _texts}
    kinds = generators()
    return {
        name: _seconds(fit, past, options_of(kinds[name], chosen[name])) for name, fit in fits.items() if name in chosen
    }


def ranker_fit(examples: RankingExamples, given: dict[str, Any]) -> float:
    """Seconds of LightGBM's own training on the examples, one thread."""
    return _seconds(_lightgbm, examples, LambdaMartConfig.from_dict(given)) if examples.labels.any() else 0.0


def _seconds(fit: Callable[[Any, Any], object], *arguments: Any) -> float:
    start = time.perf_counter()
    fit(*arguments)
    return time.perf_counter() - start


def _als(past: Past, options: Any) -> object:
    from implicit.cpu.als import AlternatingLeastSquares

    model = AlternatingLeastSquares(
        factors=options.factors,
        regularization=options.regularization,
        alpha=options.alpha,
        iterations=options.iterations,
        num_threads=1,
    )
    model.fit(strength_matrix(past), show_progress=False)
    return model


def _ease(past: Past, options: Any) -> object:
    matrix = strength_matrix(past)
    matrix.data[:] = 1.0
    touched = np.asarray(matrix.sum(axis=0)).ravel()
    chosen = np.argsort(-touched)[: min(options.products, int((touched >= options.minimum).sum()))]
    gram = (matrix[:, chosen].T @ matrix[:, chosen]).toarray() + options.regularization * np.eye(len(chosen))
    inverse = np.linalg.inv(gram.astype(np.float32))
    return inverse / -np.diag(inverse)


def _texts(past: Past, options: Any) -> object:
    from sklearn.decomposition import TruncatedSVD
    from sklearn.feature_extraction.text import TfidfVectorizer

    products = past.catalog.products
    texts = [f"{title} {text}" for title, text in zip(products.titles, products.texts, strict=True)]
    if not any(text.strip() for text in texts):
        return None
    weighted = TfidfVectorizer(analyzer="char_wb", ngram_range=(1, 2)).fit_transform(texts)
    return TruncatedSVD(min(options.dimensions, min(weighted.shape) - 1), random_state=0).fit_transform(weighted)


def _lightgbm(examples: RankingExamples, config: LambdaMartConfig) -> object:
    import lightgbm

    ranking = config.objective == "lambdarank"
    data = lightgbm.Dataset(
        examples.matrix,
        label=examples.labels if ranking else (examples.labels > 0).astype(np.int32),
        group=examples.groups if ranking else None,
        categorical_feature=list(examples.categorical),
    )
    parameters = {
        "objective": config.objective,
        "num_leaves": config.leaves,
        "learning_rate": config.learning_rate,
        "min_data_in_leaf": config.min_data_in_leaf,
        "feature_fraction": config.feature_fraction,
        "lambda_l2": config.lambda_l2,
        "num_threads": 1,
        "verbosity": -1,
    }
    return lightgbm.train(parameters, data, config.trees)
