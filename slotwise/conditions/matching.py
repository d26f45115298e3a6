"""Columns of texts: what is asked of them is computed once for each different text, not for each row."""

from collections.abc import Callable

import numpy as np

from slotwise.conditions.columns import Mask, Texts, Truths


def matched(holds: Callable[[str, str], bool | None], left: Texts, right: Texts) -> Truths:
    """Return for which rows `holds(left, right)`; unknown where a text is missing."""
    known = np.asarray((left.codes >= 0) & (right.codes >= 0))
    if not left.words or not right.words:
        return Truths(np.zeros_like(known), np.zeros_like(known))
    if left.codes.ndim and right.codes.ndim:
        found = _of_pairs(holds, left, right)
    elif right.codes.ndim:
        text = left.words[int(left.codes)]
        found = np.array([bool(holds(text, word)) for word in right.words])[right.codes]
    else:
        text = right.words[int(right.codes)]
        found = np.array([bool(holds(word, text)) for word in left.words])[left.codes]
    return Truths(known & found, known & ~found)


def merged(first: Mask, second: Mask, then: Texts, otherwise: Texts) -> Texts:
    """Return the texts of `then` where `first`, those of `otherwise` where `second`, and none elsewhere."""
    shifted = np.where(otherwise.codes >= 0, otherwise.codes + len(then.words), -1)
    codes = np.where(first, then.codes, np.where(second, shifted, -1))
    return Texts(codes, [*then.words, *otherwise.words])


def _of_pairs(holds: Callable[[str, str], bool | None], left: Texts, right: Texts) -> Mask:
    # Where a text is missing any word will do: the row is unknown whatever comes of it.
    pairs = np.maximum(left.codes, 0).astype(np.int64) * len(right.words) + np.maximum(right.codes, 0)
    different, place = np.unique(pairs, return_inverse=True)
    rows, columns = np.divmod(different, len(right.words))
    found = [bool(holds(left.words[row], right.words[column])) for row, column in zip(rows, columns, strict=True)]
    return np.array(found, np.bool_)[place]
