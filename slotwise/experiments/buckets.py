"""Buckets of an experiment: which of its layer's are free for it, and the ones that a share of the layer takes."""

from collections.abc import Iterable, Sequence

from slotwise.buckets import ALL, Range, count, first, merged, overlap, without
from slotwise.documents.experiments import Experiment
from slotwise.documents.trial_conflicts import resting
from slotwise.errors import ExperimentError


def free(experiment: Experiment, others: Iterable[Experiment], now: int) -> list[Range]:
    """Return the buckets of the layer that no other experiment owns, and that do not rest, at a moment (ms UTC)."""
    taken = [
        bounds
        for other in others
        if other.layer == experiment.layer and other.experiment != experiment.experiment
        for phase in other.phases
        for bounds in resting(phase, now)
    ]
    return without([(0, ALL)], taken)


def grown(
    experiment: Experiment, owned: Sequence[Range], share: float, others: Iterable[Experiment], now: int
) -> list[Range]:
    """Return the buckets that are owned and as many more as make a share of the layer; with fewer, the first of them.

    Raises ExperimentError when the layer has no room for so many.
    """
    wanted, room = max(round(share * ALL), 1), free(experiment, others, now)
    kept = first(overlap(owned, room), wanted)
    more = first(without(room, kept), wanted - count(kept))
    if count(kept) + count(more) < wanted:
        most = count(room) / ALL
        raise ExperimentError(
            f"the layer {experiment.layer!r} has no room for a share of {share:g}",
            expected=f"at most {most:g}",
            given=share,
            hint="buckets rest for 14 days after an experiment; another layer has room of its own",
            pointer="/share",
        )
    return merged([*kept, *more])
