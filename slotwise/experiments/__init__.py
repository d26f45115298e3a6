"""Experiments: who gets which variant, by hashes alone, and what may be done to an experiment and when.

`assignment` is the whole of the chance: the service, the clients and every replay compute the same from the document.
`life` makes the next state of a document from the one before. Nothing here knows of a database or of a clock.
"""
