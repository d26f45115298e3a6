"""Options of loading."""

from dataclasses import asdict

from training.dataset import DatasetOptions


def test_options_round_trip_as_plain_values():
    """They can be logged with a run and made again from what was logged."""
    options = DatasetOptions(max_values=5)

    assert DatasetOptions(**asdict(options)) == options
