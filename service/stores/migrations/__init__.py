"""Migrations: the database's shape, step by step, up and down. `migrate.py` runs them."""
