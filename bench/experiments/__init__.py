"""Whether the statistics of experiments hold what they promise: `slotwise bench experiments aa`, or another proof."""
