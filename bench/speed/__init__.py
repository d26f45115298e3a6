"""The speed targets as ratios, measured in one run beside the floor and a careful user's service; see docs/speed.md."""
