"""Shapes of answers are what is answered."""

import pytest

from service.answered_measures import FunnelAnswer, FunnelsAnswer, MetricAnswer, MetricsAnswer, ProbesAnswer
from service.measured import Measured
from service.settings import Settings
from service.stores.database import Database
from service.stores.probe_alarms import ProbeAlarms
from service.stores.results import Results
from slotwise.configuration import seeded
from tests.june import june, kept

__all__ = ["june", "kept"]


@pytest.fixture
def measured(kept):
    """What was measured of the month."""
    database = Database(Settings(data_dir=kept).database_url)
    configuration = seeded("echannel")
    yield Measured(Results(database), ProbeAlarms(database), lambda: configuration)
    database.close()


def test_answers_have_their_shapes(measured):
    """Those of the OpenAPI document, nothing missing."""
    MetricsAnswer.model_validate(measured.metrics())
    MetricAnswer.model_validate(measured.metric("click_through").document)
    FunnelsAnswer.model_validate(measured.funnels())
    FunnelAnswer.model_validate(measured.funnel("plan_choosing").document)
    ProbesAnswer.model_validate(measured.probes(5))
