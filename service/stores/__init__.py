"""Stores: where events, persons' states, identities and decisions are kept.

One table a file, parameterised statements only. An operation either happened as a whole or raises
StoreError; reads never wait for writers (SQLite in WAL mode), writers take the lock at once.
"""
