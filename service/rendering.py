"""Rendering: placements as JSON, with what never changes of a content written only once."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

import orjson

from slotwise.catalog import Catalog
from slotwise.decision import Placement

_PLACEMENT = b'{"slot":%d,%b,"score":%b,"propensity":%b%b,"token":"%b"}'


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

    def placements(
        self, placements: Sequence[Placement], sign: Callable[[int, bytes, bytes], bytes], reasons: Sequence[bytes] = ()
    ) -> bytes:
        """Return placements as a JSON list, each with its token, and its reason where there are some (JSON).

        `sign` takes the slot, the two ids and the propensity, as JSON. Scores and propensities must be finite.
        """
        # All numbers at once: to write them one by one would take twenty times as long.
        scores = orjson.dumps([each.score for each in placements])[1:-1].split(b",")
        propensities = orjson.dumps([each.propensity for each in placements])[1:-1].split(b",")
        tails = [b',"reason":' + each for each in reasons] or [b""] * len(placements)
        rows = []
        for each, score, propensity, tail in zip(placements, scores, propensities, tails, strict=False):
            written = self.content(each.content)
            token = sign(each.slot, written.ids, propensity)
            rows.append(_PLACEMENT % (each.slot, written.members, score, propensity, tail, token))
        return b"[%b]" % b",".join(rows)

    def content(self, place: int) -> Written:
        """Return a content as it is written, by its place in the catalogue."""
        return self._kept.get(place) or self._write(place)

    def content_ids(self, places: Sequence[int]) -> list[str]:
        """Return the ids of contents as they are written, by their places in the catalogue."""
        kept = self._kept
        try:
            return [kept[place][0] for place in places]
        except KeyError:
            return [self.content(place).content_id for place in places]

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
