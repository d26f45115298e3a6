"""The offline wing: interactions come in from sources, are replayed through the engine's own fold, and become a bundle.

It imports the engine (slotwise) and never the service; MLflow is spoken to in training/tracking.py alone.
"""
