"""When products come to market."""

from training.simulate.clock import DAY_MS, START_MS
from training.simulate.launches import Launches


def test_some_products_are_new_but_none_that_is_safe(bare_world):
    """A few products are launched inside the log, and no fallback content shows one of them."""
    catalog = bare_world.catalog
    published = Launches.of(catalog, 7, START_MS, 28).published_ms
    new = published > START_MS
    safe = [catalog.content_code[content] for row in catalog.seeds.touchpoints for content in row.fallback]

    assert 5 <= new.sum() <= 40
    assert not new[catalog.content_product[safe]].any()


def test_on_sale_from_the_day_of_publication(bare_world):
    """A product is on sale on the day on which it is published, not the day before."""
    launches = Launches.of(bare_world.catalog, 7, START_MS, 28)
    on_sale = launches.on_sale(START_MS, 28)
    day = (launches.published_ms - START_MS) // DAY_MS
    product = int((day > 0).argmax())

    assert on_sale[day[product], product]
    assert not on_sale[day[product] - 1, product]
