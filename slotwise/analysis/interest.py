"""Interest: how much persons look at products of their own accord, which tells what contents about them may expect.

A content of a product that everybody looks for and hardly anybody clicks is a bad content; one of a product that nobody
looks for may be as good as a content of it can be.
"""

import numpy as np
from numpy.typing import NDArray

from slotwise import log
from slotwise.analysis.offered import Content
from slotwise.analysis.opened import OpenLog
from slotwise.events import EventType

Floats = NDArray[np.float64]
_BELIEF = 10.0
"""Views of every product that are counted in, so that none is infinitely rare."""
_MOST = 1.5


def interest(opened: OpenLog, contents: tuple[Content, ...], since: int = 0) -> Floats | None:
    """Return float64 (contents,): logarithm of the views of each content's product that no content led to, relative to
    the mean over contents; None when the log has none of them. `since` in ms UTC."""
    file = opened.events
    if log.PRODUCT not in file.columns:
        return None
    where = [f"{log.TYPE} = '{EventType.VIEW}'", f"{log.PRODUCT} IS NOT NULL", f"{log.OCCURRED_AT} >= {since}"]
    where += [f"{name} IS NULL" for name in (log.DECISION, log.CONTENT) if name in file.columns]
    where += [f"{log.OCCURRED_AT} <= {opened.until}"] if opened.until is not None else []
    select = f"SELECT {log.PRODUCT}, count(*) FROM {file.source} WHERE {' AND '.join(where)} GROUP BY 1"
    views = dict(opened.connection.execute(select).fetchall())
    if not views:
        return None
    logs = np.log(np.array([views.get(each.product_id, 0) for each in contents], np.float64) + _BELIEF)
    return np.asarray(np.clip(logs - logs.mean(), -_MOST, _MOST), np.float64)
