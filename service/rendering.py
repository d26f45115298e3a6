"""Rendering: placements as JSON, with what never changes of a content written only once."""

from dataclasses import dataclass, field
from typing import NamedTuple

import orjson

from slotwise.catalog import Catalog
from slotwise.decision import Placement


class Written(NamedTuple):
    """A content as it is written: its ids, the two as JSON, and ids, title and deeplink as members of a JSON object."""

    content_id: str
    product_id: str
    ids: bytes
    members: bytes


@dataclass
class Renderer:
    """Writes the placements of one catalogue; keeps at most one entry a content."""

    catalog: Catalog
    _kept: dict[int, Written] = field(default_factory=dict, repr=False)

    def placement(self, placement: Placement, token: bytes, reason: bytes) -> bytes:
        """Return a placement as a JSON object; `reason` is JSON or empty. Scores and propensities must be finite."""
        tail = b',"reason":' + reason if reason else b""
        return b'{"slot":%d,%b,"score":%b,"propensity":%b%b,"token":"%b"}' % (
            placement.slot,
            self.content(placement.content).members,
            repr(placement.score).encode(),
            repr(placement.propensity).encode(),
            tail,
            token,
        )

    def content(self, place: int) -> Written:
        """Return a content as it is written, by its place in the catalogue."""
        return self._kept.get(place) or self._write(place)

    def _write(self, place: int) -> Written:
        contents, products = self.catalog.contents, self.catalog.products
        ids = {"content_id": contents.ids[place], "product_id": products.ids[int(contents.product[place])]}
        texts = {"title": contents.titles[place], "deeplink": contents.deeplinks[place]}
        document = {name: _valid(text) for name, text in {**ids, **{n: t for n, t in texts.items() if t}}.items()}
        content_id, product_id = document["content_id"], document["product_id"]
        written = Written(
            content_id, product_id, orjson.dumps((content_id, product_id))[1:-1], orjson.dumps(document)[1:-1]
        )
        self._kept[place] = written
        return written


def _valid(text: str) -> str:
    """A lone surrogate in an imported text is no reason to leave a slot empty."""
    return text.encode("utf-8", "replace").decode()
