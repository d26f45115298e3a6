"""The four facts of every placement: decided, exposed, clicked, converted; joined by decision id, in one place.

Training takes its labels from here and reports their counts, so that both mean the same:

- **exposed**: the first exposure that names the decision and the content (or product).
- **clicked**: the first click that names them, within the touchpoint's attribution window after the exposure, or
  after the decision where no exposure is known.
- **converted**: the first conversion that names them, or that the same person makes on the product after the click;
  both within the window, which begins anew with the click.
- **value**: of the conversions, each counted once: for the placement that was clicked last before it.
- **started, steps, left**: the first start, the steps and the last leave of the process that name them, within the
  window after the click, or after the exposure where no click is known.
- **settled**: whether the window had passed at the cut, so that "not clicked" is known and not merely not yet.

Ids are joined by their 64-bit hashes: among ten million, two that mean each other by chance come once in a hundred
thousand logs, and the join of ten million placements takes a third of the time.
"""

from collections.abc import Mapping
from typing import TYPE_CHECKING

from slotwise import log
from slotwise.analysis.folder import File
from slotwise.analysis.query import literal
from slotwise.events import EventType
from slotwise.touchpoints import Touchpoint

if TYPE_CHECKING:
    import duckdb

FACTS = "facts"
"""Name of the table: place (number of the row in the decisions), touchpoint, decided_at, exposed_at, clicked_at,
started_at, left_at, converted_at (all ms UTC, NULL for never), steps (int), value (float64), settled (bool)."""

_NEEDED = (EventType.EXPOSURE, EventType.CLICK, EventType.START, EventType.STEP, EventType.LEAVE, EventType.CONVERT)


def make_facts(
    connection: "duckdb.DuckDBPyConnection",
    decisions: File,
    events: File,
    windows: Mapping[str, int],
    until: int | None = None,
) -> None:
    """Make the table FACTS, one row a placement. `windows` are attribution windows in seconds by touchpoint; events
    that happened or came after the cut `until` (ms UTC) are not known, and without one everything is settled."""
    tables = {
        "placed": _placed(decisions, windows),
        "happened": _happened(events, until),
        "shown": _SHOWN,
        "clicked": _CLICKED,
        "process": _PROCESS,
        "bought": _BOUGHT,
    }
    for name, select in tables.items():
        connection.execute(f"CREATE OR REPLACE TEMP TABLE {name} AS {select}")
        if name == "shown":
            connection.execute("DROP TABLE placed")
    connection.execute(f"CREATE OR REPLACE TABLE {FACTS} AS {_FACTS.format(settled=_settled(until))}")
    for name in tables:
        connection.execute(f"DROP TABLE IF EXISTS {name}")


def _placed(file: File, windows: Mapping[str, int]) -> str:
    columns = [_hashed(file, name) for name in (log.DECISION, log.PERSON, log.CONTENT, log.PRODUCT)]
    known = ", ".join(f"({literal(name)}, {seconds * 1000})" for name, seconds in sorted(windows.items()))
    window = f"{Touchpoint.attribution_window_s * 1000}"
    if known and log.TOUCHPOINT in file.columns:
        found = f"(SELECT w FROM (VALUES {known}) known(name, w) WHERE name = {log.TOUCHPOINT})"
        window = f"coalesce({found}, {window})"
    touchpoint = log.TOUCHPOINT if log.TOUCHPOINT in file.columns else "NULL"
    columns += [f"CAST({touchpoint} AS VARCHAR) AS {log.TOUCHPOINT}"]
    columns += [f"CAST({log.DECIDED_AT} AS BIGINT) AS {log.DECIDED_AT}", f"CAST({window} AS BIGINT) AS span"]
    return f"SELECT place, {', '.join(columns)} FROM {file.numbered}"


def _happened(file: File, until: int | None) -> str:
    where = [f"{log.TYPE} IN ({', '.join(literal(str(each)) for each in _NEEDED)})"]
    # Only a conversion may count without naming its decision.
    named = f"{log.DECISION} IS NOT NULL OR " if log.DECISION in file.columns else ""
    where += [f"({named}{log.TYPE} = {literal(str(EventType.CONVERT))})"]
    if until is not None:
        where += [f"{name} <= {until}" for name in (log.OCCURRED_AT, log.RECEIVED_AT) if name in file.columns]
    value = f"coalesce({log.VALUE}, 0)" if log.VALUE in file.columns else "0"
    columns = [f"CAST({log.OCCURRED_AT} AS BIGINT) AS moment", f"CAST({value} AS DOUBLE) AS value"]
    columns += [_hashed(file, name) for name in (log.DECISION, log.PERSON, log.CONTENT, log.PRODUCT)]
    return f"SELECT place AS event, {log.TYPE}, {', '.join(columns)} FROM {file.numbered} WHERE {' AND '.join(where)}"


def _hashed(file: File, name: str) -> str:
    text = f"nullif(CAST({name} AS VARCHAR), '')"
    return (
        f"CASE WHEN {text} IS NOT NULL THEN hash({text}) END AS {name}" if name in file.columns else f"NULL AS {name}"
    )


def _settled(until: int | None) -> str:
    return "true" if until is None else f"coalesce(exposed_at, decided_at) + span <= {until}"


_NAMED = "p.decision_id = e.decision_id AND coalesce(e.content_id = p.content_id, e.product_id = p.product_id)"

_SHOWN = f"""
WITH seen AS (
    SELECT p.place, min(e.moment) AS exposed_at FROM placed p JOIN happened e ON {_NAMED}
    WHERE e.type = 'exposure' GROUP BY p.place
)
SELECT p.*, exposed_at FROM placed p LEFT JOIN seen USING (place)
"""

_CLICKED = f"""
SELECT p.place, min(e.moment) AS clicked_at FROM shown p JOIN happened e ON {_NAMED}
WHERE e.type = 'click' AND e.moment <= coalesce(p.exposed_at, p.decided_at) + p.span GROUP BY p.place
"""

_PROCESS = f"""
SELECT p.place, min(e.moment) FILTER (e.type = 'start') AS started_at, count(*) FILTER (e.type = 'step') AS steps,
       max(e.moment) FILTER (e.type = 'leave') AS left_at
FROM shown p LEFT JOIN clicked USING (place) JOIN happened e ON {_NAMED}
WHERE e.type IN ('start', 'step', 'leave') AND e.moment <= coalesce(clicked_at, p.exposed_at, p.decided_at) + p.span
GROUP BY p.place
"""

_BOUGHT = f"""
WITH bought AS (SELECT * FROM happened WHERE type = 'convert'),
clicks AS (SELECT p.*, clicked_at FROM shown p JOIN clicked USING (place)),
pairs AS (
    SELECT p.place, clicked_at, e.event, e.moment, e.value
    FROM shown p LEFT JOIN clicked USING (place) JOIN bought e ON {_NAMED}
    WHERE e.moment <= coalesce(clicked_at, p.exposed_at, p.decided_at) + p.span
    UNION
    SELECT p.place, clicked_at, e.event, e.moment, e.value FROM clicks p JOIN bought e
    ON p.person_id = e.person_id AND p.product_id = e.product_id
    WHERE e.moment BETWEEN clicked_at AND clicked_at + p.span
),
counted AS (
    SELECT place, moment, CASE WHEN row_number() OVER (
        PARTITION BY event ORDER BY coalesce(clicked_at, 0) DESC, place
    ) = 1 THEN value ELSE 0 END AS value FROM pairs
)
SELECT place, min(moment) AS converted_at, sum(value) AS value FROM counted GROUP BY place
"""

_FACTS = """
SELECT place, touchpoint, decided_at, exposed_at, clicked_at, started_at, coalesce(steps, 0)::INTEGER AS steps, left_at,
       converted_at, coalesce(value, 0) AS value, {settled} AS settled
FROM shown LEFT JOIN clicked USING (place) LEFT JOIN process USING (place) LEFT JOIN bought USING (place)
"""
