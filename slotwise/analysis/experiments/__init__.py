"""Experiments of a log: what a phase brought, as a report in plain values, and what a new one would need.

`reporting.report` reads who was assigned to what (assignments), what they did (events, decisions) and what is asked
(the experiment's document and the dictionary of metrics); slotwise/statistics makes numbers of the sums over units.
Nothing here knows of a database or of a clock. `page.page` renders a report, `freezing.freeze` makes it last.
"""
