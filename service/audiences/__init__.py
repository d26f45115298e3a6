"""Audiences over everybody: how large, who, given out to whom and how, and what came of it.

Questions are answered from the population's columns (`service.population`); what was given out is noted in the
database, so that the lift of treated over held-out persons can be told later.
"""
