"""Pages for people, under a policy that lets nothing else in."""


def test_the_first_page_decides(client):
    """A person and a scene are chosen, and the placements come with their reasons."""
    html = client.get("/?person=p&surface=app / home&scene=over_quota").get_data(as_text=True)

    assert "over_quota" in html
    assert "shown with probability" in html


def test_nothing_comes_from_elsewhere(client):
    """No script, no foreign host, and a policy that would not let them."""
    response = client.get("/")

    assert "default-src 'none'" in response.headers["Content-Security-Policy"]
    assert "<script" not in response.get_data(as_text=True)
    assert client.get("/console/style.css").mimetype == "text/css"


def test_what_is_typed_is_escaped(client):
    """A person's name cannot become a part of the page."""
    html = client.get("/", query_string={"person": "<b onload=x>", "scene": "<i>", "surface": "\"'><u>"}).get_data(
        as_text=True
    )

    assert "<b onload" not in html
    assert "<u>" not in html


def test_without_a_model_the_page_says_what_to_do(make_app, tmp_path):
    """Nothing published: the page names the folder and the commands."""
    html = make_app(shelf=tmp_path / "empty").test_client().get("/").get_data(as_text=True)

    assert "slotwise promote" in html
