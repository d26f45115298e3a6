"""How long questions about everybody take: `slotwise bench audience`."""
