"""Configuration's tables: revisions are numbered by hand, so that two of one number cannot be."""

from service.stores.tables import DOCUMENTS, REVISIONS


def test_a_revision_is_its_number():
    """The database gives no numbers of its own; author and reason cannot be left out."""
    assert [column.name for column in REVISIONS.primary_key] == ["revision"]
    assert REVISIONS.c.revision.autoincrement is False
    assert not REVISIONS.c.author.nullable
    assert not REVISIONS.c.reason.nullable


def test_documents_are_kept_by_digest():
    """One row a document, however many revisions share it."""
    assert [column.name for column in DOCUMENTS.primary_key] == ["digest"]
    assert DOCUMENTS.c.digest.type.length == 64
