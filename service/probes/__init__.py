"""Probes: thresholds on metrics, watched while things happen, in the background of one worker of a machine.

`Watching` looks at every probe of the configuration in effect over the live log, notes crossings and their ends in the
table of alarms, and has them told: to the log, and to webhooks.
"""
