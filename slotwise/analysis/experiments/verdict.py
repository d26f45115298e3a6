"""Verdict: what to do with an experiment, in one word and in sentences, with the reasons.

Unhealthy before all else; then a harm beyond a guardrail's margin; then the primary metric. To ship, the better must be
shown to be better (or, where a loss is borne, not to be worse than that), and every guardrail to be inside its margin.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal, NamedTuple

from slotwise.analysis.experiments.findings import Finding
from slotwise.analysis.experiments.health import Check
from slotwise.documents.experiments import Experiment
from slotwise.figures import number, signed

Code = Literal["ship", "roll_back", "keep_going", "no_difference", "unhealthy", "too_early"]
FEWEST = 100
"""Units that every variant needs before a word is said of it."""
_RANK: dict[str, int] = {"ship": 0, "keep_going": 1, "too_early": 2, "no_difference": 3, "roll_back": 4}
"""Of several variants, the one that most is to be done about speaks first; those that are paused speak last."""


@dataclass(frozen=True)
class Verdict:
    """What is to be done, about which variant, and why."""

    code: Code
    variant: str | None
    text: str
    reasons: list[str] = field(default_factory=list)
    days_left: float | None = None
    variants: dict[str, dict[str, Any]] = field(default_factory=dict)
    """What is said of each variant by itself."""

    def to_json(self) -> dict[str, Any]:
        """Return the verdict as plain values."""
        return dict(vars(self))


class Situation(NamedTuple):
    """Where a phase stands: whether its planned end has come, whether it is over, and how many days are left."""

    days: float
    final: bool
    over: bool
    left: dict[str, float | None]
    """By variant: days until the smallest effect worth shipping would be seen; None where nobody can say."""


def verdict(
    experiment: Experiment, findings: Sequence[Finding], checks: Sequence[Check], units: dict[str, int], at: Situation
) -> Verdict:
    """Judge an experiment by all that was found."""
    wrong = [each for each in checks if not each.ok]
    if wrong:
        text = (
            f"Unhealthy because {wrong[0].detail}. No number of this experiment is to be believed until that is mended."
        )
        return Verdict("unhealthy", None, text, [each.detail for each in wrong])
    names = list(dict.fromkeys(each.variant for each in findings))
    own = {
        name: _of(experiment, name, [each for each in findings if each.variant == name], units, at) for name in names
    }
    if not own:
        return Verdict("too_early", None, "Too early: nobody has been in any variant.", ["no units"])
    resting = _resting(experiment)
    best = min(
        own.values(), key=lambda each: (each.variant in resting, _RANK[each.code], -_gain(findings, each.variant))
    )
    told = {name: {"code": each.code, "text": each.text, "reasons": each.reasons} for name, each in own.items()}
    return Verdict(best.code, best.variant, best.text, best.reasons, best.days_left, told)


def _resting(experiment: Experiment) -> set[str | None]:
    """Variants that are paused: what there is to do about them has been done."""
    pauses = experiment.phase.pauses if experiment.phase else []
    return {each.variant for each in pauses if each.variant is not None and each.until is None}


def _gain(findings: Sequence[Finding], variant: str | None) -> float:
    found = [each for each in findings if each.variant == variant and each.reading.role == "primary"]
    return found[0].reading.sign * found[0].scale.fixed.value if found and found[0].scale else 0.0


def _of(
    experiment: Experiment, name: str, findings: Sequence[Finding], units: dict[str, int], at: Situation
) -> Verdict:
    primary = next(each for each in findings if each.reading.role == "primary")
    rails = [each for each in findings if each.reading.role == "guardrail"]
    few = min(units.get(name, 0), units.get(experiment.control, 0))
    if primary.comparison is not None and experiment.kind == "ab":
        # Of a metric with a window fewer count than were exposed.
        few = min(few, primary.comparison.control.n, primary.comparison.treated.n)
    if few < FEWEST:
        return _early(name, f"{few:,} units in its smallest variant, {FEWEST} are needed before anything is said", at)
    harmed = [each for each in rails if each.margin is not None and each.margin.breached]
    if harmed:
        reasons = [_rail(each, "is harmed beyond its margin") for each in harmed]
        return Verdict("roll_back", name, f"Roll {name} back: {reasons[0]}.", reasons)
    if at.days < 1:
        return _early(name, "not one whole day has passed", at)
    if primary.scale is None:
        return _early(name, f"{primary.reading.metric} cannot be judged: {primary.why}", at)
    if experiment.method == "fixed" and not at.final:
        planned = f"day {at.days:.1f} of {experiment.days:g}; a fixed horizon has no result before its end"
        return _early(name, planned, at)
    return _Judged(experiment, name, primary, rails, at).verdict()


def _early(name: str, why: str, at: Situation) -> Verdict:
    left = at.left.get(name)
    more = "" if left is None or at.over else f" Keep going for about {_days(left)}."
    return Verdict("too_early", name, f"Too early to judge {name}: {why}.{more}", [why], None if at.over else left)


class _Judged:
    """What the primary metric and the guardrails say of one variant that there is enough of."""

    def __init__(self, experiment: Experiment, name: str, primary: Finding, rails: Sequence[Finding], at: Situation):
        scale = primary.scale
        assert scale is not None
        self._experiment, self._name, self._primary, self._rails, self._at = experiment, name, primary, rails, at
        sign, found = primary.reading.sign, scale.decides
        self._low, self._high = (found.low, found.high) if sign > 0 else (-found.high, -found.low)
        size = 1.0
        if primary.relative is None and primary.comparison is not None:
            # Shares of control's value, on the scale of the difference itself.
            size = abs(primary.comparison.control.value)
        self._borne, self._least = experiment.margin * size, experiment.minimum_effect * size

    def verdict(self) -> Verdict:
        if self._high < -self._borne:
            return self._say("roll_back", f"Roll {self._name} back: {self._told('is worse')}.")
        if self._low > -self._borne and (self._borne > 0 or self._low > 0):
            return self._better()
        if self._high < self._least:
            text = (
                f"No difference worth shipping: {self._told('is not better')} by {self._experiment.minimum_effect:.1%}."
            )
            return self._say("no_difference", text)
        if self._at.over or (self._at.final and not self._worth_waiting()):
            text = (
                f"No difference was shown between {self._name} and {self._experiment.control}: {self._told('is open')}."
            )
            return self._say("no_difference", text, [self._longer()])
        return self._keep_going(self._told("is open"))

    def _better(self) -> Verdict:
        open_ = [each for each in self._rails if each.margin is None or not each.margin.inside]
        shown = "is better" if self._low > 0 else "is not worse than is borne"
        if not open_:
            inside = [_rail(each, "is inside its margin") for each in self._rails]
            return self._say("ship", f"Ship {self._name}: {self._told(shown)}.", inside)
        reasons = [_rail(each, "is not yet shown to be inside its margin") for each in open_]
        return self._keep_going(f"{self._told(shown)}, but {reasons[0]}", reasons)

    def _keep_going(self, why: str, reasons: Sequence[str] = ()) -> Verdict:
        left = self._at.left.get(self._name)
        about = "" if left is None else f" for about {_days(left)}"
        over = " The phase is over: begin a new one." if self._at.over else ""
        text = f"Keep going with {self._name}{about}: {why}.{over}"
        return Verdict("keep_going", self._name, text, [self._told(""), *reasons], left)

    def _say(self, code: Code, text: str, reasons: Sequence[str] = ()) -> Verdict:
        return Verdict(code, self._name, text, [self._told(""), *reasons])

    def _worth_waiting(self) -> bool:
        """Beyond the planned end: whether as many days again would show the effect that is worth shipping."""
        left = self._at.left.get(self._name)
        return left is not None and left <= self._experiment.days

    def _longer(self) -> str:
        left = self._at.left.get(self._name)
        effect = f"an effect of {self._experiment.minimum_effect:.1%}"
        return f"{effect} would take about {_days(left)} more" if left else f"too few units come to show {effect}"

    def _told(self, how: str) -> str:
        scale = self._primary.scale
        assert scale is not None
        found, share = scale.decides, self._primary.relative is not None
        low, high, value = (_number(each, share) for each in (found.low, found.high, found.value))
        interval = "at every look" if self._experiment.method == "always_valid" else "interval"
        return f"{self._primary.reading.metric} {how + ' ' if how else ''}({value}, {interval} {low} to {high})"


def _rail(found: Finding, how: str) -> str:
    reading = found.reading
    if found.comparison is None or found.margin is None:
        return f"guardrail {reading.metric} {how}: {found.why}"
    one, other = found.comparison.control.value, found.comparison.treated.value
    return f"guardrail {reading.metric} {how} of {reading.margin:.1%} ({number(one)} in control, {number(other)} here)"


def _number(value: float, share: bool) -> str:
    return f"{value:+.2%}" if share else signed(value)


def _days(days: float) -> str:
    return "1 day" if days <= 1 else f"{days:,.0f} days"
