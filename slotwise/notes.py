"""Notes: what went wrong on the way of one decision, in the order in which it did."""


class Notes(list[str]):
    """A list of sentences."""

    def once(self, note: str) -> None:
        """Add a note that is not there yet."""
        if note not in self:
            self.append(note)
