"""Popularity along a stream equals popularity counted anew."""

from dataclasses import replace

import numpy as np

from bench.quality.peers.popular import PopularRecent
from bench.quality.task import Task


def test_observing_is_the_same_as_fitting_on_all(checkerboard: Task) -> None:
    """Counts after observing the second half equal those fitted on the whole log."""
    log = checkerboard.train.log
    whole, streamed = PopularRecent(half_life_h=0.01), PopularRecent(half_life_h=0.01)
    whole.fit(checkerboard.train)
    streamed.fit(replace(checkerboard.train, log=log.take(slice(0, 90))))
    for start in range(90, len(log), 7):
        streamed.observe(log.take(slice(start, min(start + 7, len(log)))))
    assert np.allclose(whole.counts, streamed.counts)
