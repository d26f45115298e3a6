"""A generated world of any size: a model and persons made of the engine's own parts, for measuring and nothing else.

Tastes are groups: products of one group have like factors, are touched together and fit together; popularity follows
Zipf's law. Nothing is learnt but the trees, which LightGBM fits on the features of generated requests.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np

from bench.generated_sources import Tastes, make_sources
from bench.peer_features import NAMES
from slotwise import facets as facts_of
from slotwise import moment
from slotwise.catalog import ALWAYS, Catalog, Column, Contents, Products
from slotwise.counts import ProductCounts
from slotwise.events import KIND_CODE
from slotwise.facets import Facet, Facets
from slotwise.gather import gather
from slotwise.interactions import Interactions
from slotwise.matrices import Matrices
from slotwise.model import Model
from slotwise.person import Interaction, PersonState, Shown
from slotwise.policies.greedy import Greedy
from slotwise.rankers.blend import BlendRanker
from slotwise.rankers.examples import RankingExamples
from slotwise.rankers.lambdamart import fit
from slotwise.rankers.lambdamart_config import LambdaMartConfig
from slotwise.rankers.layout import Layout
from slotwise.rankers.trees import CompiledTrees
from slotwise.rules.already_seen import AlreadySeen
from slotwise.rules.once_per_page import OncePerPage
from slotwise.scene import Scenes
from slotwise.strings import StringTable
from slotwise.touchpoints import Touchpoint
from slotwise.trail import Trail, pairs

NOW = 1_700_000_000_000
"""ms UTC at which every request of the world is made."""
DAY = 86_400_000
TOUCHPOINTS = tuple(f"app.page{place}" for place in range(8))
CATEGORIES = 50
_REQUESTS = 150
"""Generated requests that the trees are fitted on."""


@dataclass(frozen=True)
class Shape:
    """How large the world is; the defaults are the standard work of docs/speed.md."""

    products: int = 100_000
    factors: int = 64
    history: int = 50
    candidates: int = 300
    """Products that each source retrieves."""
    trees: int = 300
    leaves: int = 31
    slots: int = 20
    sources: tuple[str, ...] = ("als",)
    seed: int = 7


@dataclass(frozen=True)
class World:
    """A model, LightGBM's own text of its trees, and persons to ask for."""

    shape: Shape
    model: Model
    text: str
    tastes: Tastes

    def person(self, number: int) -> PersonState:
        """The state of one of any number of persons: a history of one taste and a half, and some exposures."""
        return _person(self.shape, self.tastes, number)

    def context(self, number: int) -> Mapping[str, str | float]:
        """The context in which a person asks."""
        return {"channel": ("app", "web", "wap")[number % 3], "page": f"page{number % 4}", "battery": 0.5}


def make_world(shape: Shape = Shape(), text: str = "") -> World:
    """The same shape gives the same world; `text` is another world's trees, to be used instead of fitting new ones."""
    tastes = Tastes.of(shape.products, shape.seed)
    catalog, facets = _catalog(shape, tastes), _facets()
    log = _log(shape, tastes, facets)
    counts = ProductCounts.empty(shape.products, facets.size, NOW - 14 * DAY)
    counts.add(log)
    trail = Trail.empty(shape.products)
    trail.add(pairs(log))
    bare = Model(
        catalog=catalog,
        facets=facets,
        scenes=Scenes(),
        generators=make_sources(shape.sources, shape.factors, tastes, catalog, facets),
        blend=BlendRanker(np.full(len(shape.sources), 1 / len(shape.sources))),
        trees=None,
        policy=Greedy(),
        rules=(AlreadySeen(), OncePerPage()),
        counts=counts,
        trail=trail,
        as_of=NOW,
        retrieve=shape.candidates,
    )
    text = text or _trees(World(shape, bare, "", tastes))
    return World(shape, _with_trees(bare, text), text, tastes)


def _with_trees(model: Model, text: str) -> Model:
    themes = model.features
    layout = Layout(*(len(themes.of_theme(*each)) for each in (("person", "scene"), ("product",), ("match",))))
    parts = {name: getattr(model, name) for name in Model.__dataclass_fields__}
    return Model(**{**parts, "trees": CompiledTrees.from_text(text, layout)})


def _catalog(shape: Shape, tastes: Tastes) -> Catalog:
    random, count = np.random.default_rng(shape.seed), shape.products
    products = Products(
        ids=StringTable.of(f"p{place:07d}" for place in range(count)),
        titles=StringTable.of(f"Product {place} of group {tastes.group[place]}" for place in range(count)),
        texts=StringTable.of([""] * count),
        category=(tastes.group % CATEGORIES).astype(np.int32),
        categories=tuple(f"category{place}" for place in range(CATEGORIES)),
        price=np.exp(random.normal(3, 1, count)).astype(np.float32),
        published_at=NOW - random.integers(1, 700, count) * DAY,
        retired_at=np.full(count, ALWAYS),
        attributes={
            "brand": Column(random.integers(0, 200, count).astype(np.int32), tuple(f"b{each}" for each in range(200))),
            "rating": Column(random.normal(4, 0.5, count).astype(np.float32)),
        },
    )
    places = tuple(Touchpoint(name, shape.slots, "app", name.split(".")[1]) for name in TOUCHPOINTS)
    return Catalog(products, Contents.of_products(products), places)


def _facets() -> Facets:
    return Facets(
        (
            Facet("context.channel", ("app", "web", "wap")),
            Facet("context.page", ("page0", "page1", "page2", "page3")),
            Facet("person.city", ("SZ", "GZ", "BJ", "SH", "CD")),
            Facet("touchpoint", TOUCHPOINTS),
        ),
        ("context.battery",),
    )


def _log(shape: Shape, tastes: Tastes, facets: Facets) -> Interactions:
    random, rows = np.random.default_rng(shape.seed + 1), min(5 * shape.products, 1_000_000)
    kinds = np.array([KIND_CODE[name] for name in ("exposure", "click", "view", "convert")], np.int8)
    columns = [random.integers(facets.offsets[at], facets.offsets[at + 1], rows) for at in range(len(facets.fields))]
    products = tastes.draw(rows, random)
    return Interactions(
        person=np.sort(random.integers(0, rows // 20 + 1, rows)).astype(np.int32),
        product=products,
        content=products,
        time=np.sort(NOW - random.integers(0, 14 * DAY, rows)),
        kind=random.choice(kinds, rows, p=[0.6, 0.25, 0.13, 0.02]),
        slot=random.integers(1, 5, rows).astype(np.int16),
        touchpoint=random.integers(0, len(TOUCHPOINTS), rows).astype(np.int16),
        session=np.full(rows, -1, np.int32),
        value=np.zeros(rows, np.float32),
        facets=np.stack(columns, 1).astype(np.int32),
        numbers=np.full((rows, 1), 0.5, np.float32),
    )


def _person(shape: Shape, tastes: Tastes, number: int) -> PersonState:
    random = np.random.default_rng((shape.seed, number))
    groups = random.integers(0, tastes.groups, 2)
    touched = [tastes.draw_of(int(groups[int(place % 3 == 2)]), random) for place in range(shape.history)]
    times = np.sort(NOW - random.integers(1, 60 * DAY, len(touched)))
    history = tuple(
        Interaction(int(at), f"p{product:07d}", KIND_CODE["click"], 0.0, TOUCHPOINTS[product % 8])
        for at, product in zip(times, touched, strict=True)
    )
    shown = tuple(Shown(each.time - 1000, each.product, each.product, each.touchpoint, False) for each in history[::2])
    totals = [0] * 9
    totals[KIND_CODE["exposure"]], totals[KIND_CODE["click"]] = 10 * shape.history, shape.history
    attributes = {"city": ("SZ", "GZ", "BJ", "SH", "CD")[number % 5]}
    return PersonState(f"person{number}", history, shown, tuple(totals), int(times[0]), int(times[-1]), attributes)


def _trees(world: World) -> str:
    """Fit LightGBM on the features of generated requests; what is wanted follows from them, with noise.

    Features that the careful user's service does not compute are blanked, so that one model serves both.
    """
    features, blocks = world.model.features, []
    for number in range(_REQUESTS):
        state, facts = world.person(number), facts_of.facts(world.context(number), world.person(number).attributes)
        seen = moment.of_state(state, NOW, facts, world.model.catalog, world.model.facets)
        pool, _ = gather(world.model.generators, seen, world.model.start, world.shape.candidates, None)
        matrices = Matrices(features, world.model.facets, seen, world.model.start, pool)
        blocks.append(matrices.full(TOUCHPOINTS[number % 8]))
    matrix, random = np.vstack(blocks), np.random.default_rng(world.shape.seed)
    matrix[:, [name not in NAMES for name in features.names]] = 0
    known = np.nan_to_num(matrix)
    pull = np.tanh((known - known.mean(0)) / (known.std(0) + 1e-6)) @ random.normal(size=matrix.shape[1])
    appeal = pull + random.normal(scale=pull.std(), size=len(matrix))
    examples = RankingExamples(
        matrix=matrix,
        labels=(appeal > np.quantile(appeal, 0.9)).astype(np.int32),
        groups=np.array([len(block) for block in blocks], np.int32),
        feature_names=tuple(features.names),
        categorical=tuple(features.categorical),
    )
    config = LambdaMartConfig(trees=world.shape.trees, leaves=world.shape.leaves, min_data_in_leaf=20)
    return fit(examples, config).text
