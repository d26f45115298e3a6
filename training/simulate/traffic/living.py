"""Living: days of simulated persons before a running service, until so many pages were asked for."""

import copy
from dataclasses import dataclass, replace

from slotwise.chance import generator
from training.simulate.chunk import Chunk
from training.simulate.clock import DAY_MS
from training.simulate.ledger import Ledger
from training.simulate.traffic.asking import Asking
from training.simulate.visits import draw_visits
from training.simulate.world import World


@dataclass(frozen=True)
class Lived:
    """What became of it: whole days, visits, pages asked for, pages without an answer, and events by type."""

    days: int
    visits: int
    pages: int
    unanswered: int
    events: dict[str, int]


def live(world: World, asking: Asking, pages: int, seed: int = 0) -> Lived:
    """Let days go by from the end of the world's log on, until so many pages were asked for.

    Another seed gives other days of the same persons. The last day is lived to its end.
    """
    truth = replace(world.truth, state=copy.deepcopy(world.truth.state))
    rng, days, visits = generator("traffic", str(world.seed), str(seed)), 0, 0
    while asking.pages < pages:
        start = world.end_ms + days * DAY_MS
        today = draw_visits(truth.persons, start, 1, rng)
        ledger = Ledger()
        on_sale = world.launches.on_sale(world.end_ms, days + 1)
        Chunk(truth, world.surfaces, asking, on_sale, world.end_ms, ledger, rng).run(today)
        asking.telling.tell(ledger)
        asking.telling.new_day()
        days, visits = days + 1, visits + len(today.who)
    return Lived(days, visits, asking.pages, asking.unanswered, dict(sorted(asking.telling.sent.items())))
