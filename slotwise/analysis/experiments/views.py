"""Views: which variants are read over which time. One view holds all that ran throughout; a variant that was paused
has a view of its own with control, in which the time of its pause counts for neither.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from slotwise.analysis.experiments.timeline import Timeline, timeline
from slotwise.analysis.experiments.units import Units, units
from slotwise.analysis.opened import OpenLog
from slotwise.documents.experiments import Experiment, Phase


@dataclass(frozen=True)
class View:
    """Some variants of a phase, control first, in the time in which all of them ran."""

    names: tuple[str, ...]
    time: Timeline
    units: Units

    def weights(self, phase: Phase) -> list[float]:
        """Return the weights of its variants as they were meant, summing to 1."""
        meant = {each.variant: each.weight for each in phase.variants}
        whole = sum(meant[name] for name in self.names)
        return [meant[name] / whole if whole else 1 / len(self.names) for name in self.names]


def views(opened: OpenLog, experiment: Experiment, phase: Phase, until: int) -> Iterator[View]:
    """Yield the views one after the other; the table units.TABLE is that of the view that was yielded last.

    Raises MeasureError when the phase had not begun, DatasetError when the log has no assignments.
    """
    make = _maker(opened, experiment, phase, until)
    yield make(tuple(_throughout(phase)))
    for name in paused(phase):
        yield make((phase.control, name))


def paused(phase: Phase) -> list[str]:
    """Return the variants beside control that were paused on their own."""
    ever = {each.variant for each in phase.pauses}
    return [each.variant for each in phase.variants if each.variant in ever and each.variant != phase.control]


def _throughout(phase: Phase) -> list[str]:
    names = [each.variant for each in phase.variants if each.variant not in paused(phase)]
    return sorted(names, key=lambda name: name != phase.control)


def _maker(opened: OpenLog, experiment: Experiment, phase: Phase, until: int) -> Callable[[tuple[str, ...]], View]:
    def make(names: tuple[str, ...]) -> View:
        time = timeline(phase, until, names)
        return View(names, time, units(opened, experiment, phase, time, names))

    return make
