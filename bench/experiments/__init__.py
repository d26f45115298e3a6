"""Whether the statistics of experiments hold what they promise: `slotwise bench experiments aa|power|srm|cuped|bandit`."""
