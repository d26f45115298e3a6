"""Ways: which model answers for every combination of variants, and what does where a variant's own way is not there."""

from collections.abc import Callable, Iterable, Mapping

from service.models import Serving
from service.variants.prepared import Way
from service.variants.recipes import Key, Recipe, Served, Step, composed

Find = Callable[[Recipe], Serving | None]
"""Returns the model of a recipe, None where it cannot be made."""


def ways(keys: Iterable[Key], phases: Iterable[Served], find: Find) -> Mapping[Key, Way]:
    """Return the way of every combination of variants."""
    known = {(each.experiment, each.phase): each for each in phases}
    recipes = {step: phase.recipes[step.variant] for phase in known.values() for step in phase.steps}

    def stand_in(step: Step) -> tuple[str, Step | None]:
        """Return the variant that answers in a step's place, and its step: control's, or empty for the champion."""
        phase = known[step[:2]]
        own = phase.step(phase.control)
        if own is None:
            return phase.control, None
        return ("", None) if own == step or find(recipes[own]) is None else (phase.control, own)

    def way(key: Key) -> Way:
        taken, instead = list[Step](), dict[str, str]()
        for step in key:
            if find(recipes[step]) is not None:
                taken.append(step)
                continue
            instead[step.experiment], other = stand_in(step)
            taken += [] if other is None else [other]
        recipe, lost = composed(tuple(taken), recipes)
        for step in lost:
            # Two bundles cannot answer at once: what began later goes without its own.
            name, other = stand_in(step)
            instead[step.experiment] = name if other is None else ""
        made_of = tuple(each for each in taken if each not in lost)
        serving = find(recipe) if made_of else None
        if made_of and serving is None:
            return Way(instead={step.experiment: "" for step in key})
        return Way(serving, made_of, instead)

    return {key: way(key) for key in keys}
