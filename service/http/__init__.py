"""HTTP: one file a resource, each a function that returns a Flask blueprint for a wired service.

Everything from outside is checked in `json.py`, everything that goes wrong becomes a problem document in
`errors.py`, and every route is declared once, in `operations.py`'s form, for Flask and for OpenAPI alike.
"""
