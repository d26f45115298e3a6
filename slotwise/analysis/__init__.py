"""Analysis: what the log says, as pure functions of a log folder: DuckDB counts, numpy estimates, values come out.

A log folder is what `slotwise simulate`, `slotwise import` and `slotwise log export` write (slotwise/log.py): files, or
folders of files by day. `opened.open_log` opens one, bounded in memory; its `facts()` joins decided, exposed, clicked
and converted by decision within the touchpoints' attribution windows, for everybody alike (facts.py).
DuckDB and Arrow are imported only in this room and only when something runs; nothing that serves imports this room:
what the API tells of the log is written to the table of results by a job.
"""
