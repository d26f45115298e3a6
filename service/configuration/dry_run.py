"""A dry run: the very decisions that persons would get, before and after a change, touchpoint by touchpoint.

Every page is asked as a whole for some known persons and for somebody unknown, and for the latter in every scene too;
the chance is the same before and after, so that what differs is the configuration's doing.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, NamedTuple

from service.configuration.ground import Ground
from slotwise.configuration import Configuration
from slotwise.decision import Ask, ServiceLevel, Slate, Wanted
from slotwise.documents import Problem, pointer
from slotwise.engine import decide
from slotwise.live import Live
from slotwise.model import Model
from slotwise.person import PersonState

_AT_ONCE = 20
_TOLD = 10
"""Contents that are named on each side of a touchpoint that changes."""


class Case(NamedTuple):
    """Somebody who comes to a page: in a scene, or in none that is given."""

    state: PersonState
    scene: str | None
    page: tuple[str, str]
    seed: str


@dataclass
class Tried:
    """What a touchpoint answered: slates by how they were made, how often it stayed empty, and what it showed."""

    levels: Counter[str] = field(default_factory=Counter)
    empty: int = 0
    shown: Counter[str] = field(default_factory=Counter)
    closed: set[str] = field(default_factory=set)
    """Why answers were empty."""
    answers: list[tuple[str, ...]] = field(default_factory=list)

    def add(self, slate: Slate, ids: tuple[str, ...]) -> None:
        """Count one answer."""
        self.levels[slate.level.value if ids else "nothing"] += 1
        self.empty += not ids
        self.closed |= {slate.short} if not ids else set()
        self.shown.update(ids)
        self.answers.append(ids)

    @property
    def verdict(self) -> str:
        """`nothing` or `safety_list` when nobody gets better, else an empty text."""
        if self.answers and self.empty == len(self.answers):
            return "nothing"
        kinds = set(self.levels) - {"nothing"}
        return "safety_list" if kinds == {ServiceLevel.SAFETY_LIST.value} else ""


@dataclass(frozen=True)
class DryRun:
    """Answers of every touchpoint before and after."""

    before: dict[str, Tried]
    after: dict[str, Tried]

    def to_json(self) -> dict[str, Any]:
        """Return what changes as plain values; touchpoints without a change are counted only."""
        changed = [each for name in {**self.before, **self.after} if (each := self._touchpoint(name))["changed"]]
        asked = sum(len(each.answers) for each in self.after.values())
        return {"answers": asked, "touchpoints": len(self.after), "changed": changed}

    def warnings(self, places: dict[str, int]) -> Iterator[Problem]:
        """Yield touchpoints that would answer with nothing, or with their safety list only, and did not before."""
        for name, after in self.after.items():
            before = self.before.get(name, Tried())
            if not after.verdict or after.verdict == before.verdict:
                continue
            said = "with nothing" if after.verdict == "nothing" else "with its safety list only"
            at = pointer("touchpoints", places[name]) if name in places else ""
            code = f"answers_{after.verdict}"
            (why,) = after.closed if len(after.closed) == 1 else ("",)
            detail = f"{name} would answer {said}, whoever comes and in whatever scene{why and f': {why}'}"
            yield Problem(at, code, detail, "contents of the models", after.verdict, warning=True)

    def _touchpoint(self, name: str) -> dict[str, Any]:
        before, after = self.before.get(name, Tried()), self.after.get(name, Tried())
        if not after.answers or not before.answers:
            changed = max(len(after.answers), len(before.answers))
        else:
            changed = sum(one != other for one, other in zip(before.answers, after.answers, strict=True))
        return {
            "touchpoint": name,
            "answers": len(after.answers),
            "changed": changed,
            "levels": {"before": dict(before.levels), "after": dict(after.levels)},
            "no_longer": [each for each, _ in (before.shown - after.shown).most_common(_TOLD)],
            "new": [each for each, _ in (after.shown - before.shown).most_common(_TOLD)],
        }


def dry_run(before: Configuration, after: Configuration, ground: Ground) -> DryRun | None:
    """Return what would change, None while there is no model; raises what the model does with a configuration."""
    if ground.trained is None or ground.live is None:
        return None
    scenes = sorted({*_scenes(before), *_scenes(after)})
    one, other = (ground.trained.configured(each) for each in (before, after))
    pages = {(each.channel, each.page) for model in (one, other) for each in model.catalog.touchpoints}
    cases = [
        Case(state, scene, page, f"dry-run-{place}-{scene}-{page}")
        for page in sorted(pages)
        for place, state in enumerate(ground.persons)
        for scene in ([None] if place < len(ground.persons) - 1 else [None, *scenes])
    ]
    return DryRun(_try(one, ground.live, cases), _try(other, ground.live, cases))


def _scenes(configuration: Configuration) -> list[str]:
    return list(configuration.entries.get("scenes", {}))


def _try(model: Model, live: Live, cases: list[Case]) -> dict[str, Tried]:
    found: dict[str, Tried] = {}
    asks: dict[tuple[str, str], list[Ask]] = defaultdict(list)
    for each in model.catalog.touchpoints:
        if not each.retired:
            asks[each.channel, each.page].append(Ask(each.touchpoint, each.slots))
    world, ids = model.live(live.counts, live.trail, live.at, live.exposed), model.catalog.contents.ids
    for case in cases:
        asked = asks[case.page]
        for start in range(0, len(asked), _AT_ONCE):
            wanted = Wanted(tuple(asked[start : start + _AT_ONCE]), live.at, case.seed, _context(case), case.scene)
            for slate in decide(model, case.state, wanted, world).slates:
                shown = tuple(ids[each.content] for each in slate.placements)
                found.setdefault(slate.touchpoint, Tried()).add(slate, shown)
    return found


def _context(case: Case) -> dict[str, str | float]:
    return {name: value for name, value in zip(("channel", "page"), case.page, strict=True) if value}
