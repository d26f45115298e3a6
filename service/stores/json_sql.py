"""JSON in SQL: how SQLite and PostgreSQL read documents that stand in a column."""

from abc import ABC, abstractmethod

from slotwise.measures.source import Kind


class JsonSql(ABC):
    """The JSON functions of one kind of database; names of fields are the caller's own, paths are parameters."""

    record: str
    """The record of a decision `e` as a document."""

    @abstractmethod
    def path(self, name: str) -> str:
        """Return the value of the parameter that names a field."""

    @abstractmethod
    def told(self, document: str, path: str, kind: Kind) -> str:
        """Return a field (a parameter) where it has a kind, else NULL."""

    @abstractmethod
    def text(self, document: str, name: str) -> str:
        """Return a field as text, or as the number that it is."""

    @abstractmethod
    def part(self, document: str, name: str) -> str:
        """Return a field that is a document itself."""

    @abstractmethod
    def number(self, document: str, name: str) -> str:
        """Return a field that is a number."""

    @abstractmethod
    def truth(self, document: str, name: str) -> str:
        """Return a condition: the field is true or absent."""

    @abstractmethod
    def unfolded(self) -> str:
        """Return the joins that make a row of every placement `q` of every touchpoint `t` of a record."""

    @abstractmethod
    def rows(self, document: str, names: list[str]) -> str:
        """Return a query of the rows of a document (a parameter): lists of values with the columns `names`."""


class SqliteJson(JsonSql):
    """Its functions of JSON1."""

    record = "CAST(e.record AS TEXT)"

    def path(self, name: str) -> str:
        """Return a path; a name with a quotation mark has none, and is not found."""
        return '$."' + name.replace('"', "") + '"'

    def told(self, document: str, path: str, kind: Kind) -> str:
        """Return the field by its type."""
        types = "'text'" if kind == "text" else "'integer', 'real'"
        return f"CASE WHEN json_type({document}, {path}) IN ({types}) THEN json_extract({document}, {path}) END"

    def text(self, document: str, name: str) -> str:
        """Return the field."""
        return f"json_extract({document}, '$.{name}')"

    def part(self, document: str, name: str) -> str:
        """Return the field as JSON text."""
        return self.text(document, name)

    def number(self, document: str, name: str) -> str:
        """Return the field."""
        return self.text(document, name)

    def truth(self, document: str, name: str) -> str:
        """Return the condition: truths are 1 and 0."""
        return f"COALESCE({self.text(document, name)}, 1) = 1"

    def unfolded(self) -> str:
        """Return two json_each."""
        return f"JOIN json_each({self.record}, '$.touchpoints') t JOIN json_each(t.value, '$.placements') q"

    def rows(self, document: str, names: list[str]) -> str:
        """Return json_each over the document."""
        columns = ", ".join(f"json_extract(j.value, '$[{place}]') AS {name}" for place, name in enumerate(names))
        return f"SELECT {columns} FROM json_each({document}) j"


class PostgresJson(JsonSql):
    """Its operators of jsonb."""

    record = "CAST(convert_from(e.record, 'UTF8') AS jsonb)"

    def path(self, name: str) -> str:
        """Return the name itself."""
        return name

    def told(self, document: str, path: str, kind: Kind) -> str:
        """Return the field by its type."""
        whole, field = f"CAST({document} AS jsonb)", f"CAST({path} AS text)"
        if kind == "text":
            return f"CASE WHEN jsonb_typeof({whole} -> {field}) = 'string' THEN {whole} ->> {field} END"
        return (
            f"CASE WHEN jsonb_typeof({whole} -> {field}) = 'number' "
            f"THEN CAST({whole} ->> {field} AS double precision) END"
        )

    def text(self, document: str, name: str) -> str:
        """Return the field as text."""
        return f"({document} ->> '{name}')"

    def part(self, document: str, name: str) -> str:
        """Return the field as jsonb."""
        return f"({document} -> '{name}')"

    def number(self, document: str, name: str) -> str:
        """Return the field, cast."""
        return f"CAST({document} ->> '{name}' AS double precision)"

    def truth(self, document: str, name: str) -> str:
        """Return the condition."""
        return f"COALESCE({self.text(document, name)}, 'true') = 'true'"

    def unfolded(self) -> str:
        """Return two lateral joins."""
        return (
            f"CROSS JOIN LATERAL jsonb_array_elements({self.record} -> 'touchpoints') t(value) "
            "CROSS JOIN LATERAL jsonb_array_elements(t.value -> 'placements') q(value)"
        )

    def rows(self, document: str, names: list[str]) -> str:
        """Return the elements of the document; values that are numbers are told by their name, `n_...`."""
        columns = ", ".join(
            f"CAST(j.value ->> {place} AS {'double precision' if name.startswith('n_') else 'text'}) AS {name}"
            for place, name in enumerate(names)
        )
        return f"SELECT {columns} FROM jsonb_array_elements(CAST({document} AS jsonb)) j(value)"
