"""Worklists: the steps of a staircase that people walk: who needs an agent, about what, and what came of it."""
