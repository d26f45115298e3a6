"""Content: near in words and attributes, in any language, reachable at once."""

from dataclasses import replace

import numpy as np
import pytest

from slotwise.candidates import Past
from slotwise.candidates.content import Content, ContentOptions
from slotwise.catalog import Catalog, Contents
from slotwise.strings import StringTable
from tests.worlds import FACETS, make_catalog, make_log, make_moment, make_products, make_state

TITLES = [
    "全家畅享套餐199元",
    "全家畅享套餐299元",
    "千兆宽带包年",
    "千兆宽带包月",
    "视频彩铃",
    "手机保险",
    "5G plan small",
    "5G plan large",
]


def catalog_of(titles: list[str]) -> Catalog:
    count = len(titles)
    products = replace(
        make_products(count),
        titles=StringTable.of(titles),
        texts=StringTable.of([""] * count),
        category=np.full(count, -1, np.int32),
        attributes={},
    )
    return Catalog(products, Contents.of_products(products))


def fit(catalog: Catalog, **options) -> Content:
    past = Past(make_log(catalog, events=0), 0, catalog, FACETS)
    return Content.fit(past, ContentOptions(**options), 1)


def nearest(content: Content, model, product: int, k: int = 2) -> list[int]:
    return content.retrieve(content.vectors[product], k, None).tolist()


@pytest.mark.parametrize(("product", "other"), [(0, 1), (2, 3), (6, 7)])
def test_like_titles_are_near(checkerboard, product, other):
    """A Chinese or an English title finds the one that shares its words, without a segmenter."""
    content = fit(catalog_of(TITLES), dimensions=6)

    assert nearest(content, checkerboard, product) == [product, other]


def test_a_new_product_is_reachable_at_once(checkerboard):
    """A product that came after training gets its vector from the words it shares, and is found."""
    content = fit(catalog_of(TITLES), dimensions=6)
    grown = Content.restore(content.options, content.arrays(), catalog_of([*TITLES, "全家畅享套餐399元"]))

    assert len(grown.vectors) == 9
    assert set(grown.retrieve(grown.vectors[0], 3, None).tolist()) == {0, 1, 8}
    assert np.array_equal(grown.vectors[:8], content.vectors)


def test_the_profile_leans_to_the_latest(checkerboard):
    """Of two products the one touched last weighs more, whichever code it has."""
    content = checkerboard.generators["content"]
    content = Content(ContentOptions(recency=0.2), content.vectors, content.rarity, content.projection)
    for products in (["p3", "p10"], ["p10", "p3"]):
        profile = content.read(make_moment(checkerboard, make_state("p", products, checkerboard.as_of - 1)), None)
        first, last = (content.vectors[int(each[1:])] @ profile for each in products)
        assert last > first


@pytest.mark.parametrize("titles", [[""] * 6, ["same words"] * 6, ["a"], ["a", "b"], ["🎉🎉", "\x00\x1f", "\ud800"]])
def test_poor_texts_give_finite_vectors(titles):
    """No words, all the same words, one product, emoji or control characters: vectors of length 1 or 0."""
    content = fit(catalog_of(titles))
    lengths = np.linalg.norm(content.vectors, axis=1)

    assert np.isfinite(content.vectors).all()
    assert np.isfinite(content.projection).all()
    assert (np.isclose(lengths, 1, atol=1e-4) | (lengths < 1e-6)).all()


def test_vectors_do_not_depend_on_the_log():
    """Content is learned from the catalogue alone."""
    catalog = make_catalog(12)
    one, two = (
        Content.fit(Past(make_log(catalog, events=count), 60, catalog, FACETS), ContentOptions(), 1)
        for count in (0, 200)
    )

    assert one.vectors.tobytes() == two.vectors.tobytes()
