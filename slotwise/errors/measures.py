"""Errors of measures: metrics, processes and campaigns."""

from slotwise.errors.base import SlotwiseError


class UnknownMetricError(SlotwiseError):
    """The dictionary has no metric of that name."""

    code = "metric_unknown"
    title = "Unknown metric"


class UnknownProcessError(SlotwiseError):
    """There is no process of that name."""

    code = "process_unknown"
    title = "Unknown process"


class UnknownCampaignError(SlotwiseError):
    """There is no campaign of that name."""

    code = "campaign_unknown"
    title = "Unknown campaign"


class NotMeasuredError(SlotwiseError):
    """What is asked for has not been measured yet: no job has written it."""

    code = "not_measured"
    title = "Not measured yet"


class MeasureError(SlotwiseError):
    """What is asked of the log cannot be measured."""

    code = "measure_invalid"
    title = "This cannot be measured"
