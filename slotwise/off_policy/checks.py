"""Checks: whether a log carries an estimate at all. What it does not carry is refused, with the reason."""

from dataclasses import dataclass
from typing import Any, Literal

import numpy as np

from slotwise.off_policy import weights as weighing
from slotwise.off_policy.estimates import Estimate
from slotwise.off_policy.logged import Floats, Logged, Target

PLAIN, FEWEST = 1_000.0, 200.0
"""Effective samples from which an estimate stands without a warning, and below which there is none."""
RARE = 1e-4
"""Logging propensity below which a content counts as hardly ever shown."""
RARE_MASS, SOME_RARE_MASS = 0.05, 0.01
"""Share of the candidate's probability on such contents that refuses an estimate, and that is worth a warning."""
ERRORS, APART = 3.0, 2.0
"""Standard errors that the mean weight may be from 1, and that item-position and prefix estimates may be apart."""

Word = Literal["ok", "warning", "refused"]


@dataclass(frozen=True)
class Check:
    """One gate: its word and the sentence that says why, with its figures."""

    name: str
    word: Word
    text: str
    figures: dict[str, Any]

    def to_json(self) -> dict[str, Any]:
        """Return plain data."""
        return {"check": self.name, "word": self.word, "text": self.text, **self.figures}


def randomness(logged: Logged) -> Check:
    """Refuse a log in which everything was shown for certain: what else might have been worth is not identified."""
    chosen = int(np.count_nonzero(logged.prefix < 1 - 1e-9))
    figures = {"drawn": chosen, "placements": len(logged)}
    if not chosen:
        text = "not identified: the log is deterministic, every placement was certain"
        return Check("randomness", "refused", text, figures)
    return Check("randomness", "ok", f"{chosen:,} of {len(logged):,} placements were drawn", figures)


def overlap(name: str, logged: Logged, weight: Floats) -> Check:
    """Gate on the effective sample size of the slot that has the smallest."""
    sizes = {int(slot): weighing.effective(weight[logged.slot == slot]) for slot in np.unique(logged.slot).tolist()}
    slot = min(sizes, key=lambda each: sizes[each], default=0)
    least, rows = sizes.get(slot, 0.0), int(np.count_nonzero(logged.slot == slot))
    whole = weighing.effective(weight)
    by_slot = {str(each): size for each, size in sizes.items()}
    figures = {"effective": least, "rows": rows, "all": whole, "by_slot": by_slot}
    told = f"effective sample {least:,.0f} of {rows:,} in slot {slot}, {whole:,.0f} of {len(logged):,} in all"
    if least < FEWEST:
        return Check(name, "refused", f"{told}: the log hardly shows what the candidate would", figures)
    if least < PLAIN:
        return Check(name, "warning", f"{told}: below {PLAIN:,.0f}, take it as a hint", figures)
    return Check(name, "ok", told, figures)


def mean_weight(name: str, logged: Logged, weight: Floats) -> Check:
    """Refuse weights whose mean, by slot and clustered by person, is not 1: some propensities are not right.

    A mean below 1 by no more than RARE_MASS is a candidate that shows something that the log never could: a warning.
    """
    found = {}
    for slot in np.unique(logged.slot).tolist():
        rows = logged.slot == slot
        found[int(slot)] = _mean(weight[rows], logged.clusters[rows])
    figures = {"by_slot": {str(slot): {"mean": mean, "standard_error": error} for slot, (mean, error) in found.items()}}
    # A slot's rounding must not fail where all weights are one.
    off = {slot: each for slot, each in found.items() if abs(each[0] - 1) > ERRORS * each[1] + 1e-6}
    if off:
        slot, (mean, error) = max(off.items(), key=lambda pair: abs(pair[1][0] - 1) / max(pair[1][1], 1e-12))
        text = f"the mean weight of slot {slot} is {mean:.3f} +- {error:.3f}, not 1"
        if all(1 - RARE_MASS <= each[0] < 1 for each in off.values()):
            return Check(name, "warning", f"{text}: the log never shows some of what the candidate would", figures)
        return Check(name, "refused", f"{text}: the propensities do not fit together", figures)
    return Check(name, "ok", "mean weights are 1 within three standard errors", figures)


def support(target: Target) -> Check:
    """Gate on the candidate's probability on contents that the log hardly ever shows."""
    if target.rare is None or not len(target.rare):
        return Check("support", "ok", "not known: the logging policy's other probabilities are not at hand", {})
    mass = float(target.rare.mean())
    text = (
        f"{mass:.2%} of the candidate's probability is on contents that the log shows less than once in {1 / RARE:,.0f}"
    )
    word: Word = "refused" if mass > RARE_MASS else "warning" if mass > SOME_RARE_MASS else "ok"
    return Check("support", word, text, {"mass": mass})


def interaction(item: Estimate, prefix: Estimate, difference: Estimate) -> Check:
    """Compare both readings on the same rows: apart by more than two standard errors, slots depend on each other."""
    error = difference.standard_error
    apart = abs(difference.value) / error if error > 0 else 0.0
    figures = {"item": item.value, "prefix": prefix.value, "standard_errors": apart}
    if apart > APART:
        text = f"item-position and prefix estimates are {apart:.1f} standard errors apart: clicks interact"
        return Check("interaction", "warning", text, figures)
    return Check("interaction", "ok", "item-position and prefix estimates agree", figures)


def within_range(name: str, found: Estimate, least: float, most: float) -> Check:
    """Refuse an estimate that no rewards can have."""
    inside = least - 1e-12 <= found.value <= most + 1e-12
    figures = {"value": found.value, "least": least, "most": most}
    if inside:
        return Check(name, "ok", "inside the rewards' range", figures)
    return Check(name, "refused", f"{found.value:.4g} is outside what rewards can be, {least:g} to {most:g}", figures)


def _mean(weight: Floats, person: np.ndarray) -> tuple[float, float]:
    """The mean and its standard error by person."""
    mean = float(weight.mean())
    _, cluster = np.unique(person, return_inverse=True)
    left = np.bincount(cluster, weight - mean)
    persons = len(left)
    spread = float(left @ left) * persons / max(persons - 1, 1)
    return mean, float(np.sqrt(spread)) / len(weight)
