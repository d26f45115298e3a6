"""What the documents say can be done: commands and options exist, links lead somewhere, examples come out as told."""

import re
import shlex
from pathlib import Path

import duckdb
import pytest

from slotwise.analysis.query import parquet
from slotwise.declared import declared, load
from training.sources.importing import import_dataset

PROJECT = Path(__file__).resolve().parent.parent
PAGES = sorted(
    [PROJECT / "README.md", PROJECT / "CHANGELOG.md"]
    + [path for folder in ("docs", "seeds", "bench") for path in (PROJECT / folder).rglob("*.md")]
)
SHELLS = {"sh", "bash", "console", ""}
BLOCK = re.compile(r"^```([^\n]*)\n(.*?)^```", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\[[^\]\n]*\]\(([^)\s]+)\)")
CODE = re.compile(r"`([^`\n]+)`")


def blocks(text: str) -> list[tuple[str, str]]:
    """Fenced blocks: what stands behind the fence, and the text."""
    return [(info.strip(), body) for info, body in BLOCK.findall(text)]


def written_commands(text: str, program: str) -> list[list[str]]:
    """Commands of a program in shell blocks and in code within lines, split into words.

    Left out are `...`, comments, and what stands in a second column, three or more spaces to the right.
    """
    lines = [line for info, body in blocks(text) if info in SHELLS for line in body.replace("\\\n", " ").splitlines()]
    lines += CODE.findall(BLOCK.sub("", text))
    starts = re.compile(rf"^\s*(?:\$ )?(?:[A-Z_]+=\S+ )*(?:\.venv/bin/)?{program} ")
    texts = [re.split(r" {3,}", starts.sub("", line))[0] for line in lines if starts.match(line)]
    found = [shlex.split(text, comments=True) for text in texts]
    return [[word for word in words if word != "..." and word != "&"] for words in found]


def anchors(page: Path) -> set[str]:
    """The names by which the headings of a page can be linked to."""
    headings = re.findall(r"^#+ (.*)$", BLOCK.sub("", page.read_text(encoding="utf-8")), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}


EVERY = pytest.mark.parametrize("page", PAGES, ids=[str(page.relative_to(PROJECT)) for page in PAGES])


@EVERY
def test_every_slotwise_command_is_one(page):
    """Each `slotwise ...` names a real command; one that has arguments is taken by it as it stands."""
    for words in written_commands(page.read_text(encoding="utf-8"), "slotwise"):
        name, *arguments = words
        if name.startswith("--"):
            assert name in {"--help", "--version"}
            continue
        assert name in declared(), f"{page.name}: slotwise {shlex.join(words)}"
        if arguments and "--help" not in arguments:
            load(declared()[name]).make_context(name, list(arguments))


@EVERY
def test_every_make_target_is_one(page):
    """Each `make ...` names a target of the Makefile."""
    makefile = (PROJECT / "Makefile").read_text(encoding="utf-8")
    targets = set(re.findall(r"^([a-z-]+):", makefile, re.MULTILINE))
    for words in written_commands(page.read_text(encoding="utf-8"), "make"):
        assert {word for word in words if "=" not in word} <= targets, f"{page.name}: make {shlex.join(words)}"


@EVERY
def test_every_link_leads_somewhere(page):
    """Links between files name files that exist, and headings that stand in them."""
    for link in LINK.findall(BLOCK.sub("", page.read_text(encoding="utf-8"))):
        if "://" in link or link.startswith("mailto:"):
            continue
        name, _, anchor = link.partition("#")
        target = (page.parent / name).resolve() if name else page
        assert target.exists(), f"{page.name}: {link}"
        assert not anchor or anchor in anchors(target), f"{page.name}: {link}"


def test_the_readme_names_the_two_commands():
    """A newcomer's whole set-up is in the README, and it is what the automatic check runs."""
    commands = written_commands((PROJECT / "README.md").read_text(encoding="utf-8"), "make")

    assert ["demo"] in commands
    assert ["test"] in commands
    assert "make test" in (PROJECT / ".ci" / "run").read_text(encoding="utf-8").splitlines()


def test_every_page_is_in_the_index():
    """No page of the documentation is unknown to its index."""
    pages = {path.name for path in (PROJECT / "docs").glob("*.md")} - {"index.md"}
    listed = set(LINK.findall((PROJECT / "docs" / "index.md").read_text(encoding="utf-8")))

    assert pages <= listed


def test_the_example_of_an_import(tmp_path):
    """The shop of docs/data.md is imported as the page says: three events, two rows set aside."""
    text = (PROJECT / "docs" / "data.md").read_text(encoding="utf-8")
    files = {info.split()[1]: body for info, body in blocks(text) if len(info.split()) == 2}
    for name, body in files.items():
        (tmp_path / name).write_text(body, encoding="utf-8")
    summary = import_dataset(tmp_path / "shop.toml", tmp_path, tmp_path / "shop")
    with duckdb.connect() as connection:
        rejects = connection.execute(f"SELECT count(*) FROM {parquet(tmp_path / 'shop' / 'rejects.parquet')}")

        assert summary["rows"]["events"] == {"rows": 5, "accepted": 3, "rejected": 2}
        assert rejects.fetchall() == [(2,)]
