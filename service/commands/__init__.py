"""Commands of the online wing: serve, doctor, demo; each declared in pyproject.toml and imported only when it runs."""
