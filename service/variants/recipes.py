"""Recipes: what a combination of variants is made of, and which combinations can meet on a touchpoint."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, NamedTuple

import orjson

from slotwise.documents.experiments import Experiment, Phase, Pinned

MOST = 64
"""Combinations of variants that a worker keeps ready; experiments that would need more are not served."""


class Step(NamedTuple):
    """One variant of one phase."""

    experiment: str
    phase: int
    variant: str


Key = tuple[Step, ...]
"""The variants that meet on a touchpoint and differ from what everybody gets, the experiment that began first first."""


@dataclass(frozen=True)
class Recipe:
    """A bundle, None for the champion's, and patches of the configuration as JSON, in the order of being applied."""

    pinned: Pinned | None = None
    patches: tuple[bytes, ...] = ()

    @property
    def plain(self) -> bool:
        """Whether it is what everybody gets."""
        return self.pinned is None and not self.patches


@dataclass(frozen=True, eq=False)
class Served:
    """A phase of a live experiment as far as answers are concerned; `touchpoints` empty: everywhere."""

    experiment: str
    phase: int
    began_at: int
    layer: str
    unit: str
    touchpoints: frozenset[str]
    control: str
    recipes: Mapping[str, Recipe] = field(default_factory=dict)
    """By variant, in the order written."""
    interleaved: bool = False

    def step(self, variant: str) -> Step | None:
        """Return what a variant adds to a key, None where it is what everybody gets or is not known."""
        recipe = self.recipes.get(variant)
        return None if recipe is None or recipe.plain else Step(self.experiment, self.phase, variant)

    @property
    def steps(self) -> list[Step]:
        """What the phase's variants add to keys."""
        return [step for variant in self.recipes if (step := self.step(variant)) is not None]


def served(experiments: Iterable[Experiment], now: int) -> list[Served]:
    """Return the phases of live experiments that have not ended (ms UTC), the one that began first first."""
    live = (each for each in experiments if each.status in ("running", "paused"))
    found = [
        _served(each, phase) for each in live for phase in each.phases if phase.ended_at is None or phase.ended_at > now
    ]
    return sorted(found, key=lambda each: (each.began_at, each.experiment, each.phase))


def combinations(phases: Iterable[Served], most: int = MOST) -> tuple[list[Key], list[Served]]:
    """Return every key that can come up, and the phases that are left out because there would be more than `most`."""
    chosen, keys, left_out = list[Served](), list[Key](), list[Served]()
    for phase in phases:
        # What began earlier goes on: only what comes later can be too much.
        more = [(*key, step) for key in [(), *keys] if _meets(key, phase, chosen) for step in phase.steps]
        if len(keys) + len(more) > most:
            left_out.append(phase)
            continue
        chosen.append(phase)
        keys += more
    return keys, left_out


def composed(key: Key, recipes: Mapping[Step, Recipe]) -> tuple[Recipe, list[Step]]:
    """Return the recipe of a combination, and the steps that have no place in it: the first of two bundles counts."""
    pinned, patches, lost = None, list[bytes](), list[Step]()
    for step in key:
        recipe = recipes[step]
        if pinned is not None and recipe.pinned is not None and recipe.pinned.digest != pinned.digest:
            lost.append(step)
            continue
        pinned = pinned or recipe.pinned
        patches += recipe.patches
    return Recipe(pinned, tuple(patches)), lost


def patches_of(experiments: Iterable[Experiment], key: Iterable[Step]) -> Iterator[dict[str, Any]]:
    """Yield the patches of a key's variants in their order; raise LookupError for what the documents do not have."""
    known = {
        Step(each.experiment, phase.number, variant.variant): variant.patch
        for each in experiments
        for phase in each.phases
        for variant in phase.variants
    }
    yield from (known[step] for step in key if known[step])


def _served(experiment: Experiment, phase: Phase) -> Served:
    recipes = {}
    for each in phase.variants:
        # In sorted order: two variants that say the same are made once.
        patch = (orjson.dumps(each.patch, option=orjson.OPT_SORT_KEYS),) if each.patch else ()
        recipes[each.variant] = Recipe(phase.pinned.get(each.variant), patch)
    return Served(
        experiment=experiment.experiment,
        phase=phase.number,
        began_at=phase.began_at,
        layer=experiment.layer,
        unit=phase.unit,
        touchpoints=frozenset(phase.touchpoints),
        control=phase.control,
        recipes=recipes,
        interleaved=experiment.kind == "interleaving",
    )


def _meets(key: Key, phase: Served, chosen: Iterable[Served]) -> bool:
    """Tell whether some unit can be in all of a key's variants and in this phase, on one touchpoint."""
    others = [each for each in chosen if any((each.experiment, each.phase) == step[:2] for step in key)]
    together = [each.touchpoints for each in (*others, phase) if each.touchpoints]
    common = not together or bool(frozenset.intersection(*together))
    return common and all(each.layer != phase.layer and each.experiment != phase.experiment for each in others)
