"""The four facts of every placement: decided, exposed, clicked, converted; joined by decision id, in one place.

Training takes its labels from here and reports their counts, so that both mean the same:

- **exposed**: the first exposure that names the decision and the content (or product).
- **clicked**: the first click that names them, within the touchpoint's attribution window after the exposure, or
  after the decision where no exposure is known.
- **converted**: the first conversion that names them, or that the same person makes on the product after the click;
  both within the window, which begins anew with the click.
- **value**: of the conversions, each counted once: for the placement that was clicked last before it.
- **settled**: whether the window had passed at the cut, so that "not clicked" is known and not merely not yet.
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
"""Name of the view: place (number of the row in the decisions), touchpoint, decided_at, exposed_at, clicked_at,
converted_at (all ms UTC, NULL for never), value (float64), settled (bool)."""


def make_facts(
    connection: "duckdb.DuckDBPyConnection",
    decisions: File,
    events: File,
    windows: Mapping[str, int],
    until: int | None = None,
) -> None:
    """Make the table FACTS, one row a placement. `windows` are attribution windows in seconds by touchpoint; events
    that happened or came after the cut `until` (ms UTC) are not known, and without one everything is settled."""
    for statement in (
        f"CREATE OR REPLACE TEMP TABLE placed AS {_placed(decisions, windows)}",
        f"CREATE OR REPLACE TEMP TABLE happened AS {_happened(events, until)}",
        "CREATE OR REPLACE TEMP TABLE clicks AS " + _CLICKS,
        "CREATE OR REPLACE TEMP TABLE conversions AS " + _CONVERSIONS,
        f"CREATE OR REPLACE TABLE {FACTS} AS {_FACTS.format(settled=_settled(until))}",
        "DROP TABLE placed",
        "DROP TABLE happened",
        "DROP TABLE clicks",
        "DROP TABLE conversions",
    ):
        connection.execute(statement)


def _placed(file: File, windows: Mapping[str, int]) -> str:
    columns = [_or_null(file, name) for name in (log.PERSON, log.TOUCHPOINT, log.CONTENT, log.PRODUCT)]
    known = ", ".join(f"({literal(name)}, {seconds * 1000})" for name, seconds in sorted(windows.items()))
    window = f"{Touchpoint.attribution_window_s * 1000}"
    if known and log.TOUCHPOINT in file.columns:
        found = f"(SELECT w FROM (VALUES {known}) known(name, w) WHERE name = {log.TOUCHPOINT})"
        window = f"coalesce({found}, {window})"
    columns += [f"CAST({log.DECIDED_AT} AS BIGINT) AS {log.DECIDED_AT}", f"CAST({window} AS BIGINT) AS span"]
    return f"SELECT place, {log.DECISION}, {', '.join(columns)} FROM {file.numbered}"


def _happened(file: File, until: int | None) -> str:
    names = (log.PERSON, log.DECISION, log.CONTENT, log.PRODUCT)
    kinds = ", ".join(literal(str(each)) for each in (EventType.EXPOSURE, EventType.CLICK, EventType.CONVERT))
    where = [f"{log.TYPE} IN ({kinds})"]
    if until is not None:
        where += [f"{name} <= {until}" for name in (log.OCCURRED_AT, log.RECEIVED_AT) if name in file.columns]
    value = f"coalesce({log.VALUE}, 0)" if log.VALUE in file.columns else "0"
    columns = [f"CAST({log.OCCURRED_AT} AS BIGINT) AS moment", *(_or_null(file, each) for each in names)]
    columns += [f"CAST({value} AS DOUBLE) AS value"]
    return f"SELECT place AS event, {log.TYPE}, {', '.join(columns)} FROM {file.numbered} WHERE {' AND '.join(where)}"


def _or_null(file: File, name: str) -> str:
    return f"CAST({name} AS VARCHAR) AS {name}" if name in file.columns else f"CAST(NULL AS VARCHAR) AS {name}"


def _settled(until: int | None) -> str:
    return "true" if until is None else f"coalesce(exposed_at, decided_at) + span <= {until}"


_NAMED = "p.decision_id = e.decision_id AND coalesce(e.content_id = p.content_id, e.product_id = p.product_id)"

_CLICKS = f"""
WITH seen AS (
    SELECT p.place, min(e.moment) AS exposed_at FROM placed p JOIN happened e ON {_NAMED}
    WHERE e.type = 'exposure' GROUP BY p.place
),
shown AS (SELECT p.*, exposed_at FROM placed p LEFT JOIN seen USING (place)),
clicked AS (
    SELECT p.place, min(e.moment) AS clicked_at FROM shown p JOIN happened e ON {_NAMED}
    WHERE e.type = 'click' AND e.moment <= coalesce(p.exposed_at, p.decided_at) + p.span GROUP BY p.place
)
SELECT shown.*, clicked_at FROM shown LEFT JOIN clicked USING (place)
"""

_CONVERSIONS = f"""
WITH bought AS (SELECT * FROM happened WHERE type = 'convert'),
pairs AS (
    SELECT p.place, p.clicked_at, e.event, e.moment, e.value FROM clicks p JOIN bought e ON {_NAMED}
    WHERE e.moment <= coalesce(p.clicked_at, p.exposed_at, p.decided_at) + p.span
    UNION
    SELECT p.place, p.clicked_at, e.event, e.moment, e.value FROM clicks p JOIN bought e
    ON p.person_id = e.person_id AND p.product_id = e.product_id
    WHERE p.person_id <> '' AND e.moment BETWEEN p.clicked_at AND p.clicked_at + p.span
)
SELECT place, moment, CASE WHEN row_number() OVER (
    PARTITION BY event ORDER BY coalesce(clicked_at, 0) DESC, place
) = 1 THEN value ELSE 0 END AS value FROM pairs
"""

_FACTS = """
SELECT place, touchpoint, decided_at, exposed_at, clicked_at, min(conversions.moment) AS converted_at,
       coalesce(sum(conversions.value), 0) AS value, {settled} AS settled
FROM clicks LEFT JOIN conversions USING (place)
GROUP BY place, touchpoint, decided_at, exposed_at, clicked_at, span
"""
