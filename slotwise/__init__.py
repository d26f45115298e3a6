"""The engine of Slotwise: which content goes into each slot, for this person, in this scene.

Pure and importable in a notebook: no web framework, no database, no experiment tracker. The two
wings, `service` and `training`, call the very same functions: what was evaluated is what runs.
"""
