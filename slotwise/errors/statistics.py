"""Errors of the statistics of experiments: numbers from which nothing can be told."""

from slotwise.errors.base import SlotwiseError


class StatisticsError(SlotwiseError):
    """Numbers from which no statistic can be made."""

    code = "statistics_invalid"
    title = "This cannot be computed"
