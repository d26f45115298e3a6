"""Translation: a log in the codes of another model, so that models with different catalogues can be replayed on it."""

from dataclasses import dataclass, replace
from typing import Any, TypeVar

import numpy as np
from numpy.typing import NDArray

from slotwise.facets import Facets
from slotwise.interactions import Interactions
from slotwise.model import Model
from slotwise.strings import StringTable
from training.dataset import Dataset

Code = TypeVar("Code", bound=np.generic)


@dataclass(frozen=True)
class Translation:
    """Between a data set's codes and a model's; what the other side does not know is -1.

    product, content int32: the model's code of each of the data set's; product_back, content_back int32 the other way.
    """

    model: Model
    dataset: Dataset
    product: NDArray[np.int32]
    content: NDArray[np.int32]
    product_back: NDArray[np.int32]
    content_back: NDArray[np.int32]

    @classmethod
    def between(cls, dataset: Dataset, model: Model) -> "Translation":
        """Look up every id once."""
        here, there = dataset.catalog, model.catalog
        return cls(
            model,
            dataset,
            _codes(here.products.ids, there.products.ids),
            _codes(here.contents.ids, there.contents.ids),
            _codes(there.products.ids, here.products.ids),
            _codes(there.contents.ids, here.contents.ids),
        )

    @property
    def same(self) -> bool:
        """Whether both sides use the same codes."""
        here, there = self.dataset.catalog, self.model.catalog
        if self.dataset.facets != self.model.facets or here.touchpoints != there.touchpoints:
            return False
        return _identity(self.product, self.product_back) and _identity(self.content, self.content_back)

    def events(self, log: Interactions) -> Interactions:
        """Return the log in the model's codes; events of products that the model does not know name none."""
        if self.same:
            return log
        here, there = self.dataset.catalog, self.model.catalog
        touchpoint = np.array([there.touchpoint(each.touchpoint) for each in here.touchpoints] or [-1], np.int16)
        return replace(
            log,
            product=_through(self.product, log.product),
            content=_through(self.content, log.content),
            touchpoint=_through(touchpoint, log.touchpoint),
            facets=_facets(self.dataset.facets, self.model.facets, log.facets),
            numbers=_numbers(self.dataset.facets, self.model.facets, log.numbers),
        )


def _codes(here: StringTable, there: StringTable) -> NDArray[np.int32]:
    if here is there:
        return np.arange(len(here), dtype=np.int32)
    return np.array([there.find(each) for each in here], np.int32)


def _identity(forth: NDArray[np.int32], back: NDArray[np.int32]) -> bool:
    return len(forth) == len(back) and bool((forth == np.arange(len(forth))).all())


def _through(table: NDArray[Code], codes: NDArray[np.integer[Any]]) -> NDArray[Code]:
    # The last place answers for -1.
    return np.append(table, table.dtype.type(-1))[codes]


def _facets(here: Facets, there: Facets, rows: NDArray[np.int32]) -> NDArray[np.int32]:
    translated = np.full((len(rows), len(there.fields)), -1, np.int32)
    for place, field in enumerate(there.fields):
        own = here.place(field.name)
        if own >= 0:
            start = int(there.offsets[place])
            known = {value: start + code for code, value in enumerate(field.values)}
            table = np.array([known.get(value, -1) for value in here.fields[own].values], np.int32)
            codes = rows[:, own]
            translated[:, place] = _through(table, np.where(codes < 0, -1, codes - here.offsets[own]))
    return translated


def _numbers(here: Facets, there: Facets, numbers: NDArray[np.float32]) -> NDArray[np.float32]:
    translated = np.full((len(numbers), len(there.numbers)), np.nan, np.float32)
    for place, name in enumerate(there.numbers):
        if name in here.numbers:
            translated[:, place] = numbers[:, here.numbers.index(name)]
    return translated
