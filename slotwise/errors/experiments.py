"""Errors of experiments: what may not be done to one, or said of it."""

from slotwise.errors.base import SlotwiseError


class ExperimentError(SlotwiseError):
    """An act is not possible in the state that the experiment is in, or what it needs is not there."""

    code = "experiment_invalid"
    title = "This cannot be done with the experiment"


class UnknownExperimentError(SlotwiseError):
    """There is no experiment of that name."""

    code = "experiment_unknown"
    title = "Unknown experiment"
