"""Products, contents and persons get one row each."""

HEAD = '[[events]]\nfiles = ["log.csv"]\nperson = "who"\nproduct = "what"\ntime = "when"\ntype = {constant = "click"}\n'
LOG = {"log.csv": "who,what,when\na,p1,2024-01-01\n"}


def test_products_with_everything(run_import):
    """Titles, texts of several columns, categories, prices, times and attributes, sorted by id."""
    mapping = HEAD + (
        '[products]\nfiles = ["products.csv"]\nproduct = "id"\ntitle = "name"\ntext = ["name", "tags"]\n'
        'category = {column = "tags", split = "|"}\nprice = "price"\ncurrency = {constant = "CNY"}\n'
        'published_at = "from"\n[products.attributes]\nbrand = "brand"\nweight = {column = "kg", as = "number"}\n'
    )
    products = "id,name,tags,price,from,brand,kg\np2,Tea,drink|hot,1.5,2024-01-01,B,2\np1,,,,,,\n"
    rows = run_import(mapping, LOG | {"products.csv": products}).rows("products")

    assert rows == [
        {
            "product_id": "p1", "title": "p1", "text": "", "category": None, "price": None, "currency": "CNY",
            "published_at": None, "retired_at": None, "attribute.brand": None, "attribute.weight": None,
        },
        {
            "product_id": "p2", "title": "Tea", "text": "Tea drink|hot", "category": "drink", "price": 1.5,
            "currency": "CNY",
            "published_at": 1_704_067_200_000, "retired_at": None, "attribute.brand": "B", "attribute.weight": 2.0,
        },
    ]  # fmt: skip


def test_contents_name_their_products(run_import):
    """Kind, title and deeplink of a content."""
    mapping = (
        HEAD + '[contents]\nfiles = ["c.csv"]\ncontent = "id"\nproduct = "what"\nkind = "kind"\ndeeplink = "link"\n'
    )
    row = run_import(mapping, LOG | {"c.csv": "id,what,kind,link\nc1,p1,banner,app://p1\n"}).rows("contents")[0]

    assert (row["content_id"], row["product_id"], row["kind"], row["title"], row["deeplink"]) == (
        "c1", "p1", "banner", "c1", "app://p1",
    )  # fmt: skip


def test_the_first_row_of_an_id_stays(run_import):
    """A person, product or content that stands twice is a duplicate."""
    mapping = HEAD + '[persons]\nfiles = ["persons.csv"]\nperson = "id"\n[persons.attributes]\ncity = "city"\n'
    done = run_import(mapping, LOG | {"persons.csv": "id,city\na,Lyon\na,Metz\nb,\n"})

    assert done.rows("persons") == [
        {"person_id": "a", "attribute.city": "Lyon"}, {"person_id": "b", "attribute.city": None},
    ]  # fmt: skip
    assert [(row["row"], row["reason"]) for row in done.rows("rejects")] == [(2, "duplicate")]
