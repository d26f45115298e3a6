"""Retrieval: the best k of many scores, exactly or over an index, with ties broken by a stated rule."""
