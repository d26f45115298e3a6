"""The hidden truth about products, contents and places: drawn once from the world's seed, never written to a log."""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from slotwise.chance import generator
from training.simulate.catalog import Catalog
from training.simulate.categories import HOUR_PULL, SCENE_PULL

TRAITS = 8
"""Hidden dimensions along which products differ and persons have tastes."""
BASE_RATE = {"banner": 0.0075, "tile": 0.010, "card": 0.012, "text": 0.006, "popup": 0.035}
"""Click rate of an average content in slot 1, by kind."""
POSITION_BIAS = np.array([1.0, 0.34, 0.25, 0.19, 0.17])
"""Chance that a slot is looked at, relative to slot 1; later slots keep the last value."""
APPEAL, CREATIVE, PRODUCT_IN_SCENE, TOUCHPOINT = 0.32, 0.06, 0.12, 0.15
"""Standard deviations, in log-odds, of what a product, a creative, a product in a scene and a touchpoint add."""
AT_HOME = 0.5
"""Log-odds that a category gains on its own pages."""

Matrix = npt.NDArray[np.float64]


@dataclass(frozen=True)
class Effects:
    """P products, C contents, S scenes (row S means no scene), T touchpoints, G categories; log-odds unless said."""

    traits: Matrix
    """Unit vectors, float64[P, TRAITS]."""
    audience_traits: dict[str, Matrix]
    """What an audience likes, float64[TRAITS]: persons' tastes lean on it as products' traits do."""
    appeal: Matrix
    """float64[P]."""
    creative: Matrix
    """float64[C]."""
    scene: Matrix
    """float64[S + 1, P]."""
    page: Matrix
    """float64[T, G]."""
    hour: Matrix
    """float64[24, G]."""
    touchpoint: Matrix
    """float64[T], the base rate's log-odds included."""

    @classmethod
    def of(cls, catalog: Catalog, seed: int) -> "Effects":
        """Draw the truth of the world with this seed."""
        rng = generator("simulate", str(seed), "effects")
        audiences = sorted({str(row.get("attributes", {}).get("audience", "all")) for row in catalog.seeds.products})
        liked = {name: _unit(rng.normal(size=TRAITS)) * (name != "all") for name in audiences}
        n_products, n_contents, n_places = len(catalog.product_ids), len(catalog.content_ids), len(catalog.pool_of)
        return cls(
            traits=_traits(catalog, liked, rng),
            audience_traits=liked,
            appeal=rng.normal(0.0, APPEAL, n_products),
            creative=rng.normal(0.0, CREATIVE, n_contents),
            scene=_scene(catalog, rng),
            page=_page(catalog),
            hour=_hour(catalog),
            touchpoint=_base(catalog) + rng.normal(0.0, TOUCHPOINT, n_places),
        )


def _traits(catalog: Catalog, liked: dict[str, Matrix], rng: np.random.Generator) -> Matrix:
    group = _unit(rng.normal(size=(len(catalog.categories), TRAITS)))[catalog.product_category]
    audience = np.array(
        [liked[str(row.get("attributes", {}).get("audience", "all"))] for row in catalog.seeds.products]
    )
    own = _unit(rng.normal(size=group.shape))
    return _unit(0.7 * group + 0.7 * audience + 0.6 * own)


def _scene(catalog: Catalog, rng: np.random.Generator) -> Matrix:
    pulls = [SCENE_PULL.get(str(row["scene"]), {}) for row in catalog.seeds.scenes]
    table = np.array([[pull.get(name, 0.0) for name in catalog.categories] for pull in pulls])[
        :, catalog.product_category
    ]
    table = table + rng.normal(0.0, PRODUCT_IN_SCENE, table.shape)
    return np.vstack([table, np.zeros(table.shape[1])])


def _page(catalog: Catalog) -> Matrix:
    return np.array([[AT_HOME * (row.page in facts.pages) for facts in catalog.category_facts]
                     for row in catalog.seeds.touchpoints])  # fmt: skip


def _hour(catalog: Catalog) -> Matrix:
    table = np.zeros((24, len(catalog.categories)))
    for name, (hours, pull) in HOUR_PULL.items():
        table[list(hours), catalog.categories.index(name)] = pull
    return table


def _base(catalog: Catalog) -> Matrix:
    rates = [
        np.mean([BASE_RATE.get(kind, 0.006) for kind in row.kinds or ("banner",)]) for row in catalog.seeds.touchpoints
    ]
    return np.log(np.array(rates) / (1.0 - np.array(rates)))


def _unit(vectors: Matrix) -> Matrix:
    return vectors / np.linalg.norm(vectors, axis=-1, keepdims=True)
