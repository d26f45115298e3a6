"""Traffic: who would have been in an experiment had it run, from the log as it is."""

import numpy as np

from slotwise import log
from slotwise.analysis.experiments.timeline import Timeline
from slotwise.analysis.experiments.units import TABLE, Units
from slotwise.analysis.folder import File
from slotwise.analysis.opened import OpenLog
from slotwise.analysis.query import literal
from slotwise.documents.experiments import Experiment

EVERYBODY = "everybody"


def traffic(opened: OpenLog, experiment: Experiment, time: Timeline) -> Units:
    """Make the table units.TABLE of the units of live traffic, and return them as one variant, EVERYBODY.

    A unit begins with its first decision at a touchpoint of the experiment; a log without decisions tells it by events.
    """
    file, moment = opened.decisions, log.DECIDED_AT
    if file is None:
        file, moment = opened.events, log.OCCURRED_AT
    key = log.PERSON if experiment.unit == "person" else log.SESSION
    connection = opened.connection
    if key not in file.columns:
        connection.execute(
            f"CREATE OR REPLACE TEMP TABLE {TABLE} (unit INTEGER, key VARCHAR, exposed BIGINT, ends BIGINT)"
        )
    else:
        first = f"SELECT CAST({key} AS VARCHAR) AS key, CAST(min({moment}) AS BIGINT) AS exposed FROM {file.source}"
        where = f"{key} IS NOT NULL AND {key} <> '' AND {time.open(moment)}{_at(file, experiment)}"
        number = "CAST(row_number() OVER (ORDER BY exposed, key) - 1 AS INTEGER)"
        connection.execute(
            f"CREATE OR REPLACE TEMP TABLE {TABLE} AS SELECT {number} AS unit, key, exposed, {time.cut} AS ends "
            f"FROM ({first} WHERE {where} GROUP BY 1) s ORDER BY unit"
        )
    exposed = connection.execute(f"SELECT exposed FROM {TABLE} ORDER BY unit").fetchnumpy()["exposed"]
    n = len(exposed)
    return Units(
        (EVERYBODY,),
        np.zeros(n, np.int16),
        np.asarray(exposed, np.int64),
        np.ones(n),
        np.arange(n),
        twice=0,
        strangers={},
    )


def _at(file: File, experiment: Experiment) -> str:
    if not experiment.touchpoints or log.TOUCHPOINT not in file.columns:
        return ""
    return f" AND {log.TOUCHPOINT} IN ({', '.join(literal(each) for each in experiment.touchpoints)})"
