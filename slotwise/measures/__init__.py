"""Measures: what can be counted in a log, written once and read by whoever holds the log.

A measure (measure.py) picks rows of the events or the decisions and counts them, their persons, visits, values or the
time between them; `sums.py` turns a metric's two measures into one statement of SQL that DuckDB over Parquet files,
SQLite and PostgreSQL all understand, so that a probe on the live database and a report over the log mean the same. A
`Source` (source.py) says how a row's facts are read in one of them. What comes back are sums over persons, of which
estimate.py makes values with intervals. Nothing here opens a file or a database.
"""
