"""A small world whose right answer is known: even persons want even products, odd persons odd ones.

The idea of the checkerboard is implicit's. On top of it, in the scene `over_quota` everybody wants the first two
products, and every product has a banner and a tile, so that contents and products differ.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np

from slotwise import person
from slotwise.candidates import Past, generators, read_transitions
from slotwise.catalog import ALWAYS, Catalog, Column, Contents, Products
from slotwise.counts import ProductCounts
from slotwise.events import KIND_CODE, Event
from slotwise.facets import Facet, Facets
from slotwise.gather import gather
from slotwise.interactions import Interactions
from slotwise.live import Live
from slotwise.matrices import Matrices
from slotwise.model import Model
from slotwise.moment import Moment, of_state
from slotwise.policies import Policy
from slotwise.policies.plackett_luce import PlackettLuce
from slotwise.rankers import lambdamart
from slotwise.rankers.blend import BlendRanker
from slotwise.rankers.examples import RankingExamples
from slotwise.rankers.layout import Layout
from slotwise.rankers.trees import CompiledTrees
from slotwise.rules import Rule
from slotwise.rules.once_per_page import OncePerPage
from slotwise.scene import Scenes
from slotwise.strings import StringTable
from slotwise.touchpoints import Touchpoint
from slotwise.trail import Trail, pairs
from slotwise.transitions import Transitions, steps

START = 1_767_225_600_000
"""The first moment of the world: 2026-01-01 in UTC, in ms."""
HOUR = 3_600_000
DAY = 24 * HOUR
OVER_QUOTA = {"field": "context.data_used_ratio", "op": ">=", "value": 1.0}
FACETS = Facets(
    (
        Facet("context.channel", ("app", "web")),
        Facet("scene", ("over_quota",)),
        Facet("person.city", ("SZ", "GZ")),
        Facet("touchpoint", ("home", "bill", "feed")),
    ),
    ("context.data_used_ratio",),
)
TOUCHPOINTS = (
    Touchpoint("home", 5, "app", "home", kinds=("banner",), fallback=("p1.banner", "p0.banner", "p2.banner")),
    Touchpoint("bill", 3, "app", "bill", kinds=("tile",), fallback=("p0.tile", "p1.tile")),
    Touchpoint("feed", 4, "app", "home", fallback=("p3.tile", "p3.banner"), per_category=1),
)


@dataclass(frozen=True)
class World:
    """A catalogue and the log of what happened in it."""

    catalog: Catalog
    facets: Facets
    interactions: Interactions
    persons: int

    @property
    def past(self) -> Past:
        """What generators are fitted on."""
        return Past(self.interactions, self.persons, self.catalog, self.facets)

    @property
    def end(self) -> int:
        """The first ms after the log."""
        return int(self.interactions.time[-1]) + 1 if len(self.interactions) else START


def make_products(count: int, published_at: int = 0) -> Products:
    """Products p0, p1 ...: three categories across the tastes, prices, a colour and a weight."""
    place = np.arange(count)
    return Products(
        ids=StringTable.of(f"p{each}" for each in place),
        titles=StringTable.of(f"{('双数', '单数')[each % 2]}套餐 plan {each}" for each in place),
        texts=StringTable.of("流量 data" if each % 3 else "通话 calls" for each in place),
        category=(place // 2 % 3).astype(np.int32),
        categories=("plan", "device", "service"),
        price=np.where(place % 7 == 6, np.nan, 10.0 + place).astype(np.float32),
        published_at=np.full(count, published_at, np.int64),
        retired_at=np.full(count, ALWAYS, np.int64),
        attributes={
            "colour": Column((place % 3 - 1).astype(np.int32), ("red", "green|blue")),
            "weight": Column(np.where(place % 5 == 4, np.nan, place).astype(np.float32)),
        },
    )


def make_contents(products: Products) -> Contents:
    """A banner and a tile for every product."""
    owner = np.repeat(np.arange(len(products), dtype=np.int32), 2)
    kinds = ("banner", "tile")
    return Contents(
        ids=StringTable.of(f"p{each}.{kind}" for each in range(len(products)) for kind in kinds),
        product=owner,
        kind=np.tile(np.arange(2, dtype=np.int32), len(products)),
        kinds=kinds,
        titles=StringTable.of(f"p{each} {kind}" for each in range(len(products)) for kind in kinds),
        deeplinks=StringTable.of(f"app://p{each}" for each in owner),
        published_at=products.published_at[owner],
        retired_at=products.retired_at[owner],
    )


def make_catalog(count: int = 40, contents: bool = True, published_at: int = 0) -> Catalog:
    """A catalogue of so many products; without contents every product is its own."""
    products = make_products(count, published_at)
    if contents:
        return Catalog(products, make_contents(products), TOUCHPOINTS)
    places = (Touchpoint("home", 5, fallback=("p1", "p0")), Touchpoint("bill", 3), Touchpoint("feed", 4))
    return Catalog(products, Contents.of_products(products), places)


def make_log(catalog: Catalog, persons: int = 60, events: int = 2400, seed: int = 0) -> Interactions:
    """Views, exposures, clicks and conversions: each person keeps to the products of their own parity."""
    chance = np.random.default_rng(seed)
    count = len(catalog.products)
    if not count:
        events = 0
    who = chance.integers(0, persons, events)
    product = (2 * chance.integers(0, max(count // 2, 1), events) + who % 2) % max(count, 1)
    in_scene = chance.random(events) < 0.25
    product = np.minimum(np.where(in_scene, who % 2, product), max(count - 1, 0)).astype(np.int32)
    kinds = np.array([KIND_CODE[each] for each in ("view", "exposure", "click", "convert")], np.int8)
    kind = chance.choice(kinds, events, p=[0.5, 0.25, 0.15, 0.1])
    first = np.zeros(count, np.int32) if catalog.one_to_one else catalog.by_product[0][:-1].astype(np.int32)
    columns = [
        chance.integers(0, 2, events),
        np.where(in_scene, 2, -1),
        3 + who % 4 // 2,
        chance.integers(5, 8, events),
    ]
    return Interactions(
        person=who.astype(np.int32),
        product=product,
        content=product if catalog.one_to_one else first[product],
        time=START + np.sort(chance.integers(0, 40 * DAY, events)),
        kind=kind,
        slot=np.where(kind == KIND_CODE["exposure"], chance.integers(1, 6, events), 0).astype(np.int16),
        touchpoint=(columns[3] - 5).astype(np.int16),
        session=np.full(events, -1, np.int32),
        value=np.zeros(events, np.float32),
        facets=np.stack(columns, 1).astype(np.int32),
        numbers=np.where(in_scene, 1.2, 0.3).astype(np.float32)[:, None],
    )


def make_world(products: int = 40, persons: int = 60, events: int = 2400, contents: bool = True) -> World:
    """The checkerboard, of any size."""
    catalog = make_catalog(products, contents)
    return World(catalog, FACETS, make_log(catalog, persons, events), persons)


def make_model(
    world: World,
    names: Iterable[str] | None = None,
    policy: Policy | None = None,
    rules: tuple[Rule, ...] = (OncePerPage(),),
    trees: bool = False,
    retrieve: int = 100,
) -> Model:
    """The usual generators or those named, counts and trail folded, an even blend, and on request a small ranker."""
    kinds = generators()
    chosen = sorted(name for name, kind in kinds.items() if kind.usual) if names is None else list(names)
    counts = ProductCounts.empty(len(world.catalog.products), world.facets.size, START, np.array([[1.0, 0.6, 0.4]]))
    counts.add(world.interactions)
    ring = Transitions.empty(len(world.facets.fields), 1000) if read_transitions(chosen) else None
    trail = Trail.empty(len(world.catalog.products), ring)
    trail.add(pairs(world.interactions))
    if ring is not None:
        ring.add(steps(world.interactions))
    model = Model(
        catalog=world.catalog,
        facets=world.facets,
        scenes=Scenes.from_json([{"scene": "over_quota", "title": "超出流量", "when": OVER_QUOTA, "priority": 5}]),
        generators={name: kinds[name].fit(world.past, kinds[name].Options(), 1) for name in chosen},
        blend=BlendRanker(np.full(len(chosen), 1 / len(chosen))),
        trees=None,
        policy=policy or PlackettLuce(),
        rules=rules,
        counts=counts,
        trail=trail,
        as_of=world.end,
        retrieve=retrieve,
    )
    return _with_trees(model, world) if trees else model


def make_events(person_id: str, products: Iterable[str], last: int, kind: str = "view", gap: int = HOUR) -> list[Event]:
    """One event for each product, old to new, the last one at `last`."""
    wanted = list(products)
    times = [last - gap * (len(wanted) - 1 - place) for place in range(len(wanted))]
    return [
        Event(f"{person_id}-{kind}-{place}", time, person_id, kind, product_id=product)
        for place, (product, time) in enumerate(zip(wanted, times, strict=True))
    ]


def make_state(
    person_id: str, products: Iterable[str], last: int, kind: str = "view", **attributes: str
) -> person.PersonState:
    """The state of a person who touched these products, the last one at `last` (ms UTC)."""
    return person.fold(person.empty(person_id, attributes), make_events(person_id, products, last, kind))


def make_moment(model: Model, state: person.PersonState, now: int | None = None, **facts: str | float) -> Moment:
    """The moment of a state; facts by their full names with `__` for the dot."""
    named = {name.replace("__", "."): value for name, value in facts.items()}
    return of_state(state, model.as_of if now is None else now, named, model.catalog, model.facets)


def _with_trees(model: Model, world: World, lists: int = 60) -> Model:
    """Fit a small LambdaMART: of each retrieved list the candidates of the person's own parity were wanted."""
    examples = [_example(model, place, model.start) for place in range(lists)]
    ranking = RankingExamples(
        matrix=np.concatenate([matrix for matrix, _ in examples]),
        labels=np.concatenate([labels for _, labels in examples]),
        groups=np.array([len(labels) for _, labels in examples], np.int32),
        feature_names=tuple(model.features.names),
        categorical=tuple(model.features.categorical),
    )
    fitted = lambdamart.fit(ranking, lambdamart.LambdaMartConfig(trees=20, leaves=8, min_data_in_leaf=10))
    sizes = [len(model.features.of_theme(*themes)) for themes in (("person", "scene"), ("product",), ("match",))]
    return Model(**{**_fields(model), "trees": CompiledTrees.from_text(fitted.text, Layout(*sizes))})


def _example(model: Model, place: int, live: Live) -> tuple[np.ndarray, np.ndarray]:
    chance = np.random.default_rng(place)
    count = len(model.catalog.products)
    own = 2 * chance.integers(0, count // 2, 6) + place % 2
    state = make_state(f"x{place}", [f"p{each}" for each in own], model.as_of - HOUR)
    moment = make_moment(model, state, context__channel="app", person__city="SZ")
    pool, _ = gather(model.generators, moment, live, model.retrieve, None)
    matrix = Matrices(model.features, model.facets, moment, live, pool).full("home")
    return matrix, (pool.products % 2 == place % 2).astype(np.int32)


def _fields(model: Model) -> dict[str, object]:
    return {name: getattr(model, name) for name in Model.__dataclass_fields__}
