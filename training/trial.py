"""Trial: what metrics know beside the answers, computed once for all contenders."""

import numpy as np
from numpy.typing import NDArray

from slotwise.candidates.content import Content
from slotwise.events import STRENGTH
from slotwise.model import Model
from training.answers import Trial
from training.cases import Cases
from training.slices import wanted_counts
from training.translation import Translation


def make_trial(model: Model, cases: Cases, seen: NDArray[np.float64]) -> Trial:
    """Return the trial of some cases; content vectors are the model's, everything else is the log's."""
    popularity = _popularity(cases)
    categories, own = _histories(cases, popularity)
    products = cases.dataset.catalog.products
    last = int(cases.occasions.time[-1]) if len(cases) else 0
    return Trial(
        wanted=wanted_counts(cases),
        history_categories=categories,
        history_popularity=own,
        popularity=popularity,
        vectors=_vectors(model, cases),
        category=products.category,
        alive=int(products.alive(last).sum()),
        seen=seen,
        weight=cases.weight,
    )


def _vectors(model: Model, cases: Cases) -> NDArray[np.float32]:
    content, code = model.generators.get("content"), Translation.between(cases.dataset, model).product
    if not isinstance(content, Content):
        return np.zeros((len(code), 0), np.float32)
    return np.where(code[:, None] < 0, np.float32(0), content.vectors[code])


def _popularity(cases: Cases) -> NDArray[np.float64]:
    log = cases.log.before(cases.since) if cases.by == "time" else cases.log
    known = log.product >= 0
    size = len(cases.dataset.catalog.products)
    interest = np.bincount(log.product[known], weights=STRENGTH[log.kind[known]], minlength=size)
    return interest / max(float(interest.sum()), 1e-12)


def _histories(cases: Cases, popularity: NDArray[np.float64]) -> tuple[NDArray[np.float32], NDArray[np.float64]]:
    asked, touched, products = cases.occasions, cases.histories.touched, cases.dataset.catalog.products
    count = len(products.categories) + 1
    shares, own = np.zeros((len(asked), count), np.float32), np.full(len(asked), np.nan)
    for place in np.flatnonzero(asked.person >= 0):
        rows = touched.until(int(asked.person[place]), int(asked.time[place]))
        liked = touched.product[rows][STRENGTH[touched.kind[rows]] > 0]
        if len(liked):
            shares[place] = np.bincount(products.category[liked] % count, minlength=count) / len(liked)
            own[place] = popularity[liked].mean()
    return shares, own
