"""What persons hold when the log begins: a plan each, broadband for some, a few things more; written as past orders."""

import numpy as np

from slotwise.events import KIND_CODE, EventType
from training.simulate.attraction import Attraction
from training.simulate.clock import DAY_MS, IntArray
from training.simulate.ledger import Ledger
from training.simulate.population import TIERS, pick

BROADBAND_SHARE = 0.45
EXTRA_HOLDINGS = 1.2
"""Mean number of other products held at the start."""
ORDER_DAYS = 90
"""Past orders lie within this many days before the log."""


def draw_holdings(truth: Attraction, start_ms: int, ledger: Ledger, rng: np.random.Generator) -> None:
    """Give every person their first holdings and write each as a convert event before `start_ms`."""
    n = len(truth.liking)
    everyone = np.arange(n)
    groups = truth.catalog.product_category
    names = truth.catalog.categories
    likes = np.exp(2.0 * truth.liking)
    levels = np.array([str(row.get("attributes", {}).get("level")) for row in truth.catalog.seeds.products])
    tier = np.array(TIERS)[truth.persons.attributes[:, 1]]
    plan = likes * (groups == names.index("plan")) * np.where(levels == tier[:, None], 1.0, 0.02)
    _hold(truth, everyone, pick(plan, rng), start_ms, ledger, rng)
    some = np.nonzero(rng.random(n) < BROADBAND_SHARE)[0]
    _hold(truth, some, pick((likes * (groups == names.index("broadband")))[some], rng), start_ms, ledger, rng)
    kept = np.array([facts.kept and not facts.single and name != "plan"
                     for name, facts in zip(names, truth.catalog.category_facts, strict=True)])[groups]  # fmt: skip
    count = rng.poisson(EXTRA_HOLDINGS, n)
    for number in range(int(count.max(initial=0))):
        rows = np.nonzero(count > number)[0]
        _hold(truth, rows, pick((likes * kept)[rows] * ~truth.state.owned[rows], rng), start_ms, ledger, rng)


def _hold(
    truth: Attraction, who: IntArray, product: IntArray, start_ms: int, ledger: Ledger, rng: np.random.Generator
) -> None:
    truth.state.owned[who, product] = True
    at_ms = start_ms - 1 - (rng.random(len(who)) * ORDER_DAYS * DAY_MS).astype(np.int64)
    ledger.event(
        KIND_CODE[EventType.CONVERT], at_ms=at_ms, who=who, product=product, value=truth.catalog.price[product]
    )
