"""Found: all estimates of a review, as arrays, before they are told as rows."""

from dataclasses import dataclass

from slotwise.analysis.attraction import Attraction
from slotwise.analysis.counting import Counted
from slotwise.analysis.examination import Examination
from slotwise.analysis.judging import Judged
from slotwise.analysis.offered import Content
from slotwise.analysis.replacing import Best, Gain


@dataclass(frozen=True)
class Found:
    """Contents that were never shown come after those that were."""

    counted: Counted
    contents: tuple[Content, ...]
    examination: Examination
    attraction: Attraction
    judged: Judged
    best: Best
    gain: Gain

    def name(self, content: int) -> str | None:
        """Return the id of a content by its code, None for -1."""
        return None if content < 0 else self.contents[content].content_id
