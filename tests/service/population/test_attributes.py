"""Attributes as columns: late names, mixed kinds, and the limit of names."""

import numpy as np

from service.population import attributes
from service.population.attributes import Attributes


def test_late_and_mixed_attributes(tmp_path):
    """Who came before a name has nothing under it; a text and a number under one name stand apart."""
    made = Attributes(tmp_path)
    made.add([{"city": "SZ"}, {}], 0)
    made.add([{"age": 7}], 2)
    made.add([{"city": 5.0, "age": True}], 3)
    told = made.close(5)

    assert told == {"attributes": ["city", "age"], "numbers": ["age", "city"][::-1], "left_out": 0}
    assert np.load(tmp_path / "attribute.0.code.npy").tolist() == [0, -1, -1, -1, -1]
    assert np.load(tmp_path / "attribute.1.code.npy").tolist() == [-1] * 5
    np.testing.assert_equal(np.load(tmp_path / "attribute.0.number.npy"), [np.nan, np.nan, np.nan, 5.0, np.nan])
    np.testing.assert_equal(np.load(tmp_path / "attribute.1.number.npy"), [np.nan, np.nan, 7.0, 1.0, np.nan])


def test_too_many_names_are_counted(tmp_path, monkeypatch):
    """Beyond the limit a name gets no column, and is told once."""
    monkeypatch.setattr(attributes, "MOST_ATTRIBUTES", 2)
    made = Attributes(tmp_path)
    made.add([{"a": "x", "b": "x", "c": "x"}, {"c": "y"}], 0)

    assert made.close(2) == {"attributes": ["a", "b"], "numbers": [], "left_out": 1}
