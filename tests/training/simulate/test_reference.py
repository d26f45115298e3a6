"""Products, contents and persons of a data set."""

import pyarrow.parquet as pq

from slotwise import log
from training.simulate.reference import PersonFile, content_table, product_table


def test_products_and_contents_follow_the_log_vocabulary(bare_world):
    """Columns are the log's; attributes are texts or numbers, absent where a product has none."""
    products = product_table(bare_world.catalog, bare_world.launches)
    contents = content_table(bare_world.catalog, bare_world.launches)

    assert tuple(products.column_names[: len(log.PRODUCT_COLUMNS)]) == log.PRODUCT_COLUMNS
    assert tuple(contents.column_names) == log.CONTENT_COLUMNS
    assert str(products["attribute.audience"].type) == "string"
    assert str(products["attribute.data_gb"].type) == "double"


def test_hidden_truth_is_not_in_the_files(bare_world, played, tmp_path):
    """Neither tastes nor traits nor leanings are among the columns that models see."""
    file = PersonFile(tmp_path / "persons.parquet")
    file.add(played.truth.persons, 0)
    file.add(played.truth.persons, 400)
    file.close()
    persons = pq.read_table(tmp_path / "persons.parquet")
    names = {
        "person_id",
        *(f"attribute.{name}" for name in ("age_band", "plan_tier", "device_os", "city", "tenure_months")),
    }

    assert set(persons.column_names) == names
    assert persons["person_id"][400].as_py() == "p_0000400"
    assert persons["attribute.city"].null_count > 0
