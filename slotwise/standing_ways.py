"""Ways: by which function each fact about a person is computed from their standing."""

from collections.abc import Callable, Mapping
from functools import lru_cache
from typing import Any, Protocol

from slotwise import standing_calls
from slotwise.audiences import IN, OUT, Audiences, argument
from slotwise.catalog import Catalog
from slotwise.edges import NEVER, until
from slotwise.life import Life
from slotwise.moment import Moment
from slotwise.past import Past, Told, call_of
from slotwise.standing_facts import TOLD


class Says(Protocol):
    """What a configuration says of persons (`slotwise.standing.Plan`)."""

    @property
    def life(self) -> Life: ...
    @property
    def audiences(self) -> Audiences: ...
    def past(self, catalog: Catalog) -> Past: ...


class Stands(Protocol):
    """What facts are computed from (`slotwise.standing.Standing`)."""

    @property
    def person_id(self) -> str: ...
    @property
    def plan(self) -> Says: ...
    @property
    def moment(self) -> Moment: ...
    @property
    def catalog(self) -> Catalog: ...
    @property
    def facts(self) -> Mapping[str, Any]: ...
    @property
    def tags(self) -> frozenset[str]: ...
    @property
    def told(self) -> Told: ...


Way = Callable[[Stands], Any]
_PHASES: dict[str, Callable[[Life, Mapping[str, Any]], Any]] = {
    f"state.{each.__name__}": each for each in (Life.tier, Life.growth, Life.stage)
}


@lru_cache(10_000)
def way_of(name: str) -> Way | None:
    """Return the function that computes a fact, None for one that is told or unknown."""
    if name == "tags":
        return lambda standing: standing.tags
    if name == "state.points":
        return _points
    if name in _PHASES:
        phase = _PHASES[name]
        return lambda standing: phase(standing.plan.life, standing.facts)
    if name.startswith(IN):
        asked = argument(name)
        return lambda standing: standing.plan.audiences.has(asked, standing.person_id, standing.facts)
    if name.startswith(OUT):
        asked = argument(name)
        return lambda standing: standing.plan.audiences.leaves_out(
            asked, standing.person_id, standing.moment.known, standing.facts
        )
    told = standing_calls.teller(name) if name.endswith(")") else TOLD.get(name)
    if told is None or call_of(name) is None:
        return None if told is None else lambda standing: told(standing.moment, standing.catalog)
    return lambda standing: _along(name, told, standing)


def _points(standing: Stands) -> float | None:
    """The points of the life cycle: of the same past they are kept for as long as they stay the same."""
    life = standing.plan.life
    if not life.scores:
        return None
    told, moment = standing.told, standing.moment
    kept = told.points
    if kept is not None and kept[0] <= moment.now < kept[1]:
        return kept[2]
    points = life.points(standing.facts)
    ends = [until(name, edges, moment, told) for name, edges in life.compared.items()]
    if 0.0 not in ends:
        told.points = moment.now, min(ends, default=NEVER), points
    return points


def _along(name: str, plain: Callable[[Moment, Catalog], Any], standing: Stands) -> Any:
    """A fact as it was told along with the tags, by its own function when nobody has asked for it before."""
    if standing.told.has(name):
        return standing.told.fact(name, standing.moment.now)
    standing.plan.past(standing.catalog).also(name)
    return plain(standing.moment, standing.catalog)
