"""The life of experiments: acts that become revisions, models that are pinned, reports and guardrails while they run.

What may be done when is told by slotwise/experiments/life.py; what is done here is a revision of the configuration,
with author and reason, so that every worker follows and the history tells it all.
"""
