"""Errors of the statistics of experiments: numbers from which nothing can be told."""

from slotwise.errors.base import SlotwiseError


class StatisticsError(SlotwiseError):
    """Numbers from which no statistic can be made."""

    code = "statistics_invalid"
    title = "This cannot be computed"


class UnreachableEffectError(SlotwiseError):
    """An experiment is planned for an effect that it cannot find in the days allowed."""

    code = "effect_unreachable"
    title = "The effect cannot be found in the days allowed"
