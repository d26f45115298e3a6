"""Rendering: placements as JSON, with what never changes of a content written only once."""

from dataclasses import dataclass, field

import orjson

from slotwise.catalog import Catalog
from slotwise.decision import Placement


@dataclass
class Renderer:
    """Writes the placements of one catalogue; keeps at most one fragment a content."""

    catalog: Catalog
    _kept: dict[int, bytes] = field(default_factory=dict, repr=False)

    def placement(self, placement: Placement, token: str, reason: bytes) -> bytes:
        """Return a placement as a JSON object; `reason` is JSON or empty. Scores and propensities must be finite."""
        tail = b',"reason":' + reason if reason else b""
        return b'{"slot":%d,%b,"score":%b,"propensity":%b%b,"token":"%b"}' % (
            placement.slot,
            self._kept.get(placement.content) or self.fragment(placement.content),
            repr(placement.score).encode(),
            repr(placement.propensity).encode(),
            tail,
            token.encode(),
        )

    def fragment(self, content: int) -> bytes:
        """Return ids, title and deeplink of a content as members of a JSON object."""
        contents, products = self.catalog.contents, self.catalog.products
        document = {"content_id": contents.ids[content], "product_id": products.ids[int(contents.product[content])]}
        document |= {name: text for name, text in self._texts(content).items() if text}
        try:
            written = orjson.dumps(document)[1:-1]
        except TypeError:
            # A lone surrogate in an imported text is no reason to leave a slot empty.
            written = orjson.dumps({name: _valid(text) for name, text in document.items()})[1:-1]
        self._kept[content] = written
        return written

    def _texts(self, content: int) -> dict[str, str]:
        contents = self.catalog.contents
        return {"title": contents.titles[content], "deeplink": contents.deeplinks[content]}


def _valid(text: str) -> str:
    return text.encode("utf-8", "replace").decode()
