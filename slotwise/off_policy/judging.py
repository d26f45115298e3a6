"""Judging: everything that a log says of a candidate, the one estimate that counts, and whether it deserves traffic.

Which estimate counts is decided by the checks and not by the numbers: item-position as long as nothing speaks for
interaction between slots, the prefix reading otherwise; doubly robust where a model of the reward is at hand.
"""

from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal

from slotwise.off_policy import checks, estimates, terms
from slotwise.off_policy import weights as weighing
from slotwise.off_policy.checks import Check
from slotwise.off_policy.estimates import LOWER, Estimate, estimate
from slotwise.off_policy.logged import Floats, Logged, Target

_ITEM, _PREFIX = ("doubly_robust", "self_normalised"), ("cascade_doubly_robust", "prefix_self_normalised")
"""The estimators that may count, the preferred one first."""

Reading = Literal["checks", "item", "prefix"]


@dataclass(frozen=True)
class Judgement:
    """What a log says of a candidate.

    margin: how much worse than the log's own policy a candidate may be and still get traffic, as a share of its
    value. least, most: what a slot's reward can be at least and at most. reading: whether slots are taken as
    independent ("item"), as read from the first one on ("prefix"), or as the checks find them.
    """

    logged: Logged
    target: Target
    margin: float = 0.0
    least: float = 0.0
    most: float = 1.0
    reading: Reading = "checks"

    @cached_property
    def terms(self) -> dict[str, Floats]:
        """float64 (n,) by estimator, of those that can be computed."""
        found = {name: each(self.logged, self.target) for name, each in terms.ESTIMATORS.items()}
        return {name: each for name, each in found.items() if each is not None}

    @cached_property
    def champion(self) -> Estimate:
        """The value of the policy that made the log: the mean of its slates' rewards."""
        return estimate(self.logged, self.logged.reward)

    @cached_property
    def checks(self) -> tuple[Check, ...]:
        """Every gate."""
        logged, target = self.logged, self.target
        found = [checks.randomness(logged), checks.support(target)]
        item, prefix = weighing.by_item(logged, target), weighing.by_prefix(logged, target)
        if item is not None:
            found += [checks.overlap("overlap", logged, item), checks.mean_weight("weights", logged, item)]
        found += [
            checks.overlap("prefix overlap", logged, prefix),
            checks.mean_weight("prefix weights", logged, prefix),
        ]
        pair = (_first(_ITEM, self.terms), _first(_PREFIX, self.terms))
        if pair[0] and pair[1] and not _refused(found, "prefix overlap", "prefix weights"):
            one, other = (self.terms[each] for each in pair)
            apart = estimate(logged, one - other)
            found.append(checks.interaction(estimate(logged, one), estimate(logged, other), apart))
        if self._preferred(found):
            value = estimate(logged, self.terms[self._preferred(found)])
            slots = len(logged) / max(logged.decisions, 1)
            found.append(checks.within_range("range", value, self.least * slots, self.most * slots))
        return tuple(found)

    @cached_property
    def counts(self) -> str:
        """Name of the estimator that counts; empty where none does."""
        found = self._preferred(self.checks)
        return "" if _refused(self.checks, "range") else found

    @property
    def reasons(self) -> list[str]:
        """Why there is no number, or what speaks for caution."""
        if self.counts:
            return [each.text for each in self._of_the_one_that_counts if each.word == "warning"]
        told = [each.text for each in self.checks if each.word == "refused"] or [
            each.text for each in self.checks if each.word == "warning"
        ]
        # Where slates have one slot the item-position and the prefix reading are the same.
        return list(dict.fromkeys(told))

    @property
    def value(self) -> Estimate | None:
        """The candidate's value; None where the log does not carry it."""
        return estimate(self.logged, self.terms[self.counts]) if self.counts else None

    @property
    def difference(self) -> Estimate | None:
        """Candidate minus champion, paired on the same placements."""
        return estimate(self.logged, self.terms[self.counts] - self.logged.reward) if self.counts else None

    @property
    def to_traffic(self) -> bool:
        """Whether the lower bound of the difference is above minus the margin."""
        found = self.difference
        return found is not None and found.at_least() > -self.margin * abs(self.champion.value)

    def document(self) -> dict[str, Any]:
        """Return everything as plain data."""
        logged, found, difference = self.logged, self.value, self.difference
        slots = estimates.by_slot(logged, self.terms[self.counts]) if self.counts else {}
        return {
            "decisions": logged.decisions,
            "placements": len(logged),
            "persons": int(logged.clusters.max(initial=-1)) + 1,
            "champion": self.champion.to_json(),
            "estimator": self.counts or None,
            "candidate": found.to_json() if found else None,
            "difference": difference.to_json() if difference else None,
            "lower_bound": difference.at_least(LOWER) if difference else None,
            "margin": self.margin,
            "to_traffic": self.to_traffic,
            "refused": not self.counts,
            "reasons": self.reasons,
            "by_slot": estimates.document(slots),
            "estimates": {} if self._unidentified else self._estimates(),
            "checks": [each.to_json() for each in self.checks],
        }

    def _estimates(self) -> dict[str, Any]:
        """Every estimator that its own overlap allows, those without a right to an interval without one."""
        found = {}
        for name, each in self.terms.items():
            gate = "prefix overlap" if name in terms.PREFIX or name == "slate_ips" else "overlap"
            if _refused(self.checks, gate) and name not in terms.WITHOUT_INTERVAL:
                continue
            value = estimate(self.logged, each)
            bare = Estimate(value.value, float("nan"))
            found[name] = (bare if name in terms.WITHOUT_INTERVAL else value).to_json()
        return found

    @property
    def _unidentified(self) -> bool:
        return _refused(self.checks, "randomness")

    @property
    def _of_the_one_that_counts(self) -> list[Check]:
        other = ("overlap", "weights") if self.counts in _PREFIX else ("prefix overlap", "prefix weights")
        return [each for each in self.checks if each.name not in other]

    def _preferred(self, found: list[Check] | tuple[Check, ...]) -> str:
        """The estimator that the checks so far leave; empty where they leave none."""
        if _refused(found, "randomness", "support"):
            return ""
        item, prefix = _first(_ITEM, self.terms), _first(_PREFIX, self.terms)
        interacts = any(each.name == "interaction" and each.word != "ok" for each in found)
        by_item = self.reading == "item" or (self.reading == "checks" and not interacts)
        if item and by_item and not _refused(found, "overlap", "weights"):
            return item
        if self.reading == "item":
            return ""
        return "" if _refused(found, "prefix overlap", "prefix weights") else prefix


def _first(names: tuple[str, ...], known: dict[str, Floats]) -> str:
    return next((each for each in names if each in known), "")


def _refused(found: list[Check] | tuple[Check, ...], *names: str) -> bool:
    return any(each.name in names and each.word == "refused" for each in found)
