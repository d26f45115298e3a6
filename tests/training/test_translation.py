"""A log in the codes of another model."""

from dataclasses import replace

import numpy as np

from slotwise.facets import Facet, Facets
from slotwise.strings import StringTable
from training.examine import Itself, examine
from training.translation import Translation


def reordered(dataset):
    """The same world with the catalogue backwards, facets in another order, one value unknown and one product more."""
    products = dataset.catalog.products
    order = np.arange(len(products))[::-1]
    ids = StringTable.of([products.ids[int(place)] for place in order] + ["new"])
    more = {
        "ids": ids,
        "titles": ids,
        "texts": StringTable.of([products.texts[int(place)] for place in order] + ["new things"]),
        "category": np.append(products.category[order], -1).astype(np.int32),
        "price": np.append(products.price[order], np.nan).astype(np.float32),
        "published_at": np.append(products.published_at[order], 0),
        "retired_at": np.append(products.retired_at[order], products.retired_at[0]),
    }
    table = replace(products, **more)
    contents = type(dataset.catalog.contents).of_products(table)
    catalog = replace(dataset.catalog, products=table, contents=contents)
    fields = (
        Facet("person.city", ("south", "north")),
        Facet("context.time", ("night",)),
        Facet("touchpoint", ("page",)),
    )
    facets = Facets(fields, ("other", "context.load"))
    back = Translation.between(replace(dataset, catalog=catalog, facets=facets), _as_model(dataset))
    forth = Translation.between(dataset, _as_model(replace(dataset, catalog=catalog, facets=facets)))
    return replace(dataset, catalog=catalog, facets=facets, interactions=forth.events(dataset.interactions)), back


def _as_model(dataset):
    """Anything with a catalogue and facets will do where only codes are looked up."""
    return dataset


def test_there_and_back_again(world):
    """Products survive a translation to other codes and back; facets survive as far as the other side knows them."""
    dataset = world()
    other, back = reordered(dataset)
    again = back.events(other.interactions)

    np.testing.assert_array_equal(again.product, dataset.interactions.product)
    np.testing.assert_array_equal(again.numbers, dataset.interactions.numbers)
    np.testing.assert_array_equal(again.facets[:, 1], dataset.interactions.facets[:, 1])
    night = dataset.interactions.facets[:, 0] == 1
    np.testing.assert_array_equal(again.facets[:, 0], np.where(night, 1, -1))
    assert not back.same


def test_what_the_other_side_does_not_know_is_unknown(world):
    """A product that the model has never heard of has no code there."""
    _, back = reordered(world())

    assert back.product[-1] == -1
    assert back.product_back.tolist() == list(range(12))[::-1]


def test_the_same_codes_need_no_translation(judged_world):
    """A model trained on the very data set reads its log as it is."""
    trained, cases, _, _ = judged_world
    words = Translation.between(cases.dataset, trained.model)

    assert words.same
    assert words.events(cases.log) is cases.log


def test_a_model_answers_alike_in_whatever_codes_it_is_asked(judged_world):
    """Replayed on the reordered world, the model places the same products, told in the codes of that world."""
    trained, cases, evaluation, options = judged_world
    dataset, back = reordered(cases.dataset)
    facets = replace(dataset.facets, fields=cases.dataset.facets.fields, numbers=cases.dataset.facets.numbers)
    same_facets = replace(dataset, facets=facets)
    log = replace(cases.log, product=back.product_back[cases.log.product], content=cases.log.content)
    moved = replace(cases, dataset=same_facets, log=log, histories=type(cases.histories)(log, len(dataset.persons)))
    trial = evaluation.answers["model"].trial
    found = examine(trained.model, moved, {"model": Itself()}, trial, lambda what, done: None, options.tick)["model"]

    expected = evaluation.answers["model"].products
    np.testing.assert_array_equal(found.products, np.where(expected < 0, -1, back.product_back[expected]))
