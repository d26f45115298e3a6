"""Words: a product's texts and attributes as counted, hashed tokens."""

import re
import unicodedata
import zlib
from collections import Counter

from slotwise.catalog import Products

BUCKETS = 1 << 14
"""Number of hash buckets for tokens."""
_WORD = re.compile(r"\w+", re.UNICODE)


def counted_tokens(products: Products, place: int) -> Counter[int]:
    """Return how often each token bucket occurs in the product at a place of the catalogue."""
    tokens = _grams(f"{products.titles[place]} {products.texts[place]}")
    tokens += _labels(products, place)
    return Counter(zlib.crc32(token.encode("utf-8", "surrogatepass")) % BUCKETS for token in tokens)


def _grams(text: str) -> list[str]:
    folded = unicodedata.normalize("NFKC", text).lower()
    found: list[str] = []
    for word in _WORD.findall(folded):
        edged = f" {word} "
        found += [word, *word, *(edged[at : at + 2] for at in range(len(edged) - 1))]
    return found


def _labels(products: Products, place: int) -> list[str]:
    labels = []
    category = int(products.category[place])
    if category >= 0:
        labels += [f"category={products.categories[category]}"] * 2
    for name, column in products.attributes.items():
        code = column.data[place]
        if column.categorical and code >= 0:
            # Several values of one attribute are written with a bar between them, as in genres.
            labels += [f"{name}={value}" for value in column.values[int(code)].split("|")]
    return labels
