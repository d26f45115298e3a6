"""Persons of one chunk: hidden tastes, rhythm and the fixed facts of their contract with the operator."""

from dataclasses import dataclass, fields

import numpy as np

from training.simulate import population
from training.simulate.clock import CYCLE_DAYS, DAY_MS, FloatArray, IntArray
from training.simulate.effects import TRAITS, Effects

LEAN, OWN_TASTE = 1.5, 0.45
"""Weight of what a person shares with others of their leaning, and of what is theirs alone."""
VISITS_PER_DAY = 0.5
TRIP_SHARE, SHOCK_SHARE = 0.13, 0.07


@dataclass(frozen=True)
class Persons:
    """Columns over n persons; what changes with time lives in State."""

    taste: FloatArray
    """Hidden taste over the traits, float64[n, TRAITS]."""
    rate: FloatArray
    """Visits a day, float64[n]."""
    channels: FloatArray
    """Share of visits by channel, float64[n, n_channels]."""
    evening: FloatArray
    """Share of visits that follow the evening's rhythm, float64[n] in [0, 1]."""
    usage: FloatArray
    """Data used over the allowance at the end of each billing month, float64[n, n_cycles]."""
    bill: FloatArray
    """Bill of each billing month over the mean before, float64[n, n_cycles]."""
    cycle_start: IntArray
    """Begin of the first billing month, ms UTC, int64[n]."""
    trip: IntArray
    """First and last moment abroad, ms UTC, int64[n, 2]; both 0 for those who stay."""
    attributes: IntArray
    """Codes of age, tier, system, city and months of tenure, int64[n, 5], as they truly are."""
    shown: IntArray
    """1 where the operator knows the attribute, else 0, int64[n, 5]."""

    def rows(self, index: IntArray) -> "Persons":
        """Return a copy of the chosen rows."""
        return Persons(**{field.name: np.array(getattr(self, field.name)[index]) for field in fields(self)})


def draw_persons(
    n: int, channels: list[str], effects: Effects, start_ms: int, days: int, rng: np.random.Generator
) -> Persons:
    """Draw n persons whose facts cover the log and a billing month after it."""
    codes = population.draw_attributes(n, rng)
    audiences = np.array([effects.audience_traits.get(name, np.zeros(TRAITS)) for name in population.LEANINGS])
    cycles = days // CYCLE_DAYS + 4
    length = np.where(rng.random(n) < TRIP_SHARE, rng.integers(3, 10, n), 0) * DAY_MS
    begin = start_ms + (rng.random(n) * (days + 3) * DAY_MS).astype(np.int64) - 2 * DAY_MS
    shock = np.where(rng.random((n, cycles)) < SHOCK_SHARE, rng.uniform(1.35, 2.2, (n, cycles)), 1.0)
    columns = [codes[name].astype(np.int64) for name in ("age", "tier", "system", "city", "tenure")]
    return Persons(
        taste=LEAN * audiences[codes["leaning"]] + OWN_TASTE * rng.normal(size=(n, TRAITS)),
        rate=VISITS_PER_DAY * rng.gamma(1.6, 1 / 1.6, n),
        channels=population.draw_channels(n, channels, rng),
        evening=rng.beta(2.0, 2.0, n),
        usage=np.exp(rng.normal(-0.12, 0.5, (n, 1)) + rng.normal(0.0, 0.12, (n, cycles))),
        bill=np.minimum(np.exp(rng.normal(0.0, 0.08, (n, cycles))), 1.28) * shock,
        cycle_start=start_ms - (rng.random(n) * CYCLE_DAYS * DAY_MS).astype(np.int64),
        trip=np.where(length > 0, np.array([begin, begin + length]), 0).T.copy(),
        attributes=np.stack(columns, axis=1),
        shown=(rng.random((n, len(columns))) >= 0.1).astype(np.int64),
    )
