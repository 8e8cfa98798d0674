"""What every page and file of the repository keeps to."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest

from opora import __version__
from tests.docs.pages import DOCS, ROOT, shown, text_of

DECISIONS = sorted((DOCS / "decisions").glob("*.md"))
_FOLDERS = (".ci", "authorities", "benchmarks", "docs", "requirements", "src", "tests", "tools")
_BINARY = {".docx", ".png", ".xlsx", ".xls", ".pyc"}
#: Put together from halves, so that this file does not hold what it looks for.
_REGISTRIES = tuple(map("".join, (("pypi", ".org"), ("python", "hosted"), ("--index", "-url http"), ("/sim", "ple/"))))
_MACHINE = re.compile(r"(?<![\w.])/(?:" + "|".join(("ho" + "me", "ro" + "ot", "Us" + "ers", "wo" + "rk")) + r")/\w")


def kept_files() -> Iterator[Path]:
    yield from (file for file in ROOT.iterdir() if file.is_file() and file.name != ".git")
    for folder in _FOLDERS:
        yield from (file for file in (ROOT / folder).rglob("*") if file.is_file() and "__pycache__" not in file.parts)


def test_no_file_names_a_package_registry_or_a_place_on_somebodys_machine() -> None:
    found = []
    for file in kept_files():
        if file.suffix not in _BINARY:
            text = text_of(file)
            found += [(shown(file), words) for words in _REGISTRIES if words in text]
            found += [(shown(file), place) for place in _MACHINE.findall(text)]
    assert found == []


@pytest.mark.parametrize("page", DECISIONS, ids=shown)
def test_a_decision_says_what_was_decided_why_and_what_follows(page: Path) -> None:
    text = text_of(page)
    assert text.startswith(f"# {int(page.name[:4])}. ")
    assert "**Decided.**" in text
    assert "**Why.**" in text
    assert re.search(r"\*\*(What it costs|How)\.\*\*", text)


def test_the_changelog_tells_of_this_version() -> None:
    assert f"## [{__version__}]" in text_of(ROOT / "CHANGELOG.md")


def test_every_identifier_of_the_glossary_stands_in_the_code() -> None:
    code = "\n".join(text_of(file) for file in (ROOT / "src").rglob("*.py"))
    rows = re.findall(r"^\| [^|]+ \| [^|]+ \| `([^`]+)` \|", text_of(ROOT / "GLOSSARY.md"), re.MULTILINE)
    assert len(rows) > 50
    assert [name for name in rows if not re.search(rf"(?<![\w-]){re.escape(name)}(?![\w-])", code)] == []
