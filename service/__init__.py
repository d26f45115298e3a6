"""The online wing: answers requests over HTTP with the engine's `decide`, from a bundle, stores and settings.

It imports the engine (slotwise) and never training; it needs neither MLflow nor pandas, scikit-learn, LightGBM
or implicit.
"""
