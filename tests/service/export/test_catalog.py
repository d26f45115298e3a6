"""The catalogue leaves as it came in."""

import numpy as np

from service.export.catalog import write_catalog
from training.dataset import load


def test_training_reads_the_very_catalogue(log, checkerboard):
    """Products, contents, touchpoints and scenes of the bundle come back the same through a data set folder."""
    log.event("a", 0.5)
    log.export(checkerboard)
    (log.folder / "events.parquet").write_bytes(log.files("events")[0].read_bytes())
    read = load(log.folder)
    before, after = checkerboard.catalog, read.catalog
    order = np.argsort(list(before.products.ids))

    assert list(after.products.ids) == sorted(before.products.ids)
    assert [after.products.titles[n] for n in range(40)] == [before.products.titles[int(n)] for n in order]
    assert np.array_equal(after.products.price, before.products.price[order], equal_nan=True)
    assert after.products.published_at.tolist() == before.products.published_at[order].tolist()
    assert after.products.retired_at.tolist() == before.products.retired_at[order].tolist()
    assert after.products.attributes.keys() == before.products.attributes.keys()
    assert sorted(after.contents.ids) == sorted(before.contents.ids)
    assert after.touchpoints == before.touchpoints
    assert read.scenes == checkerboard.scenes.to_json()


def test_products_alone_have_no_contents(plain_checkerboard, tmp_path):
    """Where products are their own contents there is no file of contents."""
    write_catalog(plain_checkerboard, tmp_path)

    assert not (tmp_path / "contents.parquet").exists()
