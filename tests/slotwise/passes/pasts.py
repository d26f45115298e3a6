"""Any past on the checkerboard, any candidates of any sources, and the check that a pass gives what features give."""

from dataclasses import replace

import numpy as np

from slotwise.catalog import Catalog
from slotwise.events import KINDS
from slotwise.facets import Facets
from slotwise.features import Items, Match, Request
from slotwise.gather import Pool
from slotwise.live import Live
from slotwise.moment import Moment
from slotwise.passes import Pass
from slotwise.trail import Pairs, Trail
from tests.worlds import DAY


def make_request(model, seed, history=20, facts=0.7):
    """A person with up to so many interactions and exposures, of whose facts such a share is known."""
    random = np.random.default_rng(seed)
    return Request(_moment(model, random, history, facts), _live(model, random), model.facets)


def make_match(model, seed, history=20, facts=0.7, candidates=30):
    """The same person with up to so many candidates, each with scores and ranks of some sources."""
    random, request = np.random.default_rng(seed + 1), make_request(model, seed, history, facts)
    contents = random.permutation(80)[: random.integers(0, candidates + 1)].astype(np.int32)
    products, shape = request.catalog.contents.product[contents], (len(model.generators), len(contents))
    ranked = np.where(random.random(shape) < 0.5, np.nan, random.integers(1, 300, shape)).astype(np.float32)
    scored = random.normal(size=shape).astype(np.float32)
    pool = Pool(products, contents, tuple(model.generators), scored, ranked)
    return Match(request, Items(contents, products, request.live), pool)


def only(found: list[Pass], feature: str) -> Pass:
    """The pass that fills a feature."""
    (one,) = [each for each in found if feature in each.features]
    return one


def check(each: Pass, model, seen, seed):
    """A pass fills some of its features, at any places, with the bits of their own functions, and nothing else."""
    random = np.random.default_rng(seed)
    names = [name for name in each.features if random.random() < 0.8] + ["nobody's"]
    random.shuffle(names)
    shape = (len(names),) if each.block == "request" else (len(names), len(seen.products))
    block = np.full(shape, 7, np.float32)
    if each.places(names).max(initial=-1) >= 0:
        each.fill(seen, each.places(names), block)
    compute = {feature.name: feature.compute for feature in model.features.features}
    for name, column in zip(names, block, strict=True):
        expected = compute[name](_anew(seen)) if name in compute else np.full(shape[1:], 7)
        assert column.tobytes() == np.asarray(expected, np.float32).tobytes(), name


def _anew(seen):
    """The same without what was kept of it, so that nothing is taken from the pass."""
    return seen if isinstance(seen, Request) else replace(seen, kept={})


def _moment(model, random, history, facts):
    now = model.as_of - int(random.integers(0, 3 * DAY))
    known, seen = random.integers(0, history + 1, 2).tolist()
    times, shown_times = (np.sort(now - 1 - random.integers(0, 12 * DAY, many)) for many in (known, seen))
    return Moment(
        now=now,
        products=random.integers(0, 40, known).astype(np.int32),
        times=times,
        kinds=random.integers(0, len(KINDS) + 1, known).astype(np.int8),
        values=np.zeros(known, np.float32),
        shown=random.integers(0, 80, seen).astype(np.int32),
        shown_times=shown_times,
        dismissed=random.random(seen) < 0.2,
        totals=random.integers(0, 500, len(KINDS) + 1),
        first_at=now - int(random.integers(0, 90 * DAY)),
        facets=_facets(model.facets, random, facts),
        numbers=np.array([np.nan if random.random() > facts else random.random()], np.float32),
    )


def _facets(facets: Facets, random, facts):
    rows = random.integers(facets.offsets[:-1], facets.offsets[1:]).astype(np.int32)
    return np.where(random.random(len(rows)) < facts, rows, -1).astype(np.int32)


def _live(model, random):
    """The world as of the model's end, where some products are of no known category and the trail is busy."""
    products = model.catalog.products
    category = np.where(random.random(len(products)) < 0.2, -1, products.category).astype(np.int32)
    catalog = Catalog(replace(products, category=category), model.catalog.contents, model.catalog.touchpoints)
    return Live(model.counts, _trail(model, random), catalog, model.as_of)


def _trail(model, random):
    """Busy rings: what was touched within a visit over the last days, some of it after the moment."""
    many = int(random.integers(0, 2_000))
    seed, follower = random.integers(0, 40, (2, many)).astype(np.int32)
    times = np.sort(model.as_of - random.integers(0, 4 * DAY, many))
    trail = Trail.empty(40)
    trail.add(Pairs(seed, follower, times, random.integers(1, 4, many).astype(np.int8)))
    return trail
