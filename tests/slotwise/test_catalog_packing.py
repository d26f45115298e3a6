"""The catalogue as documents and arrays, there and back."""

import numpy as np
import orjson
import pytest

from slotwise.catalog_packing import pack_catalog, unpack_catalog
from tests.worlds import make_catalog


@pytest.mark.parametrize("contents", [True, False])
@pytest.mark.parametrize("count", [0, 7])
def test_catalogs_come_back(contents, count):
    """Texts, columns, attributes, kinds and touchpoints come back, through JSON, and contents are not repeated."""
    catalog = make_catalog(count, contents)
    document, arrays = pack_catalog(catalog)
    again = unpack_catalog(orjson.loads(orjson.dumps(document)), arrays)

    assert again.touchpoints == catalog.touchpoints
    assert list(again.products.titles) == list(catalog.products.titles)
    assert list(again.contents.ids) == list(catalog.contents.ids)
    assert again.one_to_one is catalog.one_to_one is not contents
    for name, column in catalog.products.attributes.items():
        assert again.products.attributes[name].values == column.values
        assert np.array_equal(again.products.attributes[name].data, column.data, equal_nan=not column.categorical)
    assert any(key.startswith("contents/") for key in arrays) is contents


def test_arrays_hold_no_objects():
    """Everything is plain arrays and JSON, nothing that could run."""
    document, arrays = pack_catalog(make_catalog(3))

    assert not any(each.dtype.hasobject for each in arrays.values())
    assert orjson.dumps(document)
