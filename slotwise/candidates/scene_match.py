"""Scene match: what is done in this scene more than elsewhere, smoothed towards the product and its category."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

from slotwise.candidates import Allowed, Generator, Past, Reach
from slotwise.catalog import Catalog
from slotwise.live import Live
from slotwise.moment import Moment
from slotwise.retrieval.top import Ranking


@dataclass(frozen=True)
class SceneMatchOptions:
    """Options of the scene match."""

    popularity: float = 0.5
    """Power of the product's share overall; 1 gives the share expected in the scene, 0 the lift alone."""


class SceneMatch(Generator):
    """Naive Bayes over the facets of the scene: log share overall plus the log lifts of each facet's value."""

    name = "scene_match"
    reach = Reach(new_person=True, new_product=True, without_scene=False)
    Options = SceneMatchOptions

    def __init__(self, options: SceneMatchOptions, columns: NDArray[np.int64]):
        self.options = options
        self.columns = columns

    @classmethod
    def fit(cls, past: Past, options: SceneMatchOptions, seed: int) -> Self:
        """Remember which facets belong to the scene; the counts are a fold of the log."""
        return cls(options, past.facets.columns("scene").astype(np.int64))

    def read(self, moment: Moment, live: Live) -> Ranking | None:
        """Return the products by how well they fit, or None without a known scene."""
        rows = moment.facets[self.columns]
        rows = rows[rows >= 0]
        if not len(rows):
            return None
        key = ("scene match", self.options.popularity, rows.tobytes())
        return live.keep_recent(key, lambda: self._scores(rows, live))

    def retrieve(self, query: Ranking | None, k: int, allowed: Allowed) -> NDArray[np.int32]:
        """Return the k products that fit the scene best."""
        return np.zeros(0, np.int32) if query is None else query.best(k, allowed)

    def score(self, query: Ranking | None, products: NDArray[np.int32]) -> NDArray[np.float32]:
        """Return the scores; 0 without a scene."""
        return np.zeros(len(products), np.float32) if query is None else query.scores[products]

    def arrays(self) -> dict[str, NDArray[Any]]:
        """Return the columns of the scene's facets."""
        return {"columns": self.columns}

    @classmethod
    def restore(cls, options: SceneMatchOptions, arrays: Mapping[str, NDArray[Any]], catalog: Catalog) -> Self:
        """Return the generator; its counts come with the live view."""
        return cls(options, arrays["columns"])

    def _scores(self, rows: NDArray[np.int32], live: Live) -> Ranking:
        scores = np.float32(self.options.popularity) * np.log(live.share())
        for row in rows:
            scores = scores + live.lift(int(row))
        return Ranking(scores)
