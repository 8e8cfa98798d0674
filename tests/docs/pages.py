"""The pages a person reads, taken apart: links, code, commands."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
DOCS = ROOT / "docs"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])

_FENCE = re.compile(r"^```(\w*)\n(.*?)^```", re.DOTALL | re.MULTILINE)
_INLINE = re.compile(r"`([^`\n]+)`")
_LINK = re.compile(r"\]\(([^)\s]+)\)")


@dataclass(frozen=True)
class Fence:
    """A fenced block of code."""

    language: str
    text: str


def shown(page: Path) -> str:
    """Return how a page is named in a failure."""
    return page.relative_to(ROOT).as_posix()


def text_of(page: Path) -> str:
    return page.read_text(encoding="utf-8")


def fences(page: Path) -> list[Fence]:
    return [Fence(found[1], found[2]) for found in _FENCE.finditer(text_of(page))]


def prose(page: Path) -> str:
    """Return the page without fenced code."""
    return _FENCE.sub("", text_of(page))


def links(page: Path) -> list[str]:
    return [found[1] for found in _LINK.finditer(prose(page))]


def inline_code(page: Path) -> list[str]:
    return [found[1] for found in _INLINE.finditer(prose(page))]


def command_lines(page: Path) -> Iterator[str]:
    """Yield the whole lines of code blocks that call opora."""
    for fence in fences(page):
        for line in fence.text.splitlines():
            called = re.match(r"^(?:\$ )?(?:\S*/)?(opora .*)$", line)
            if called and fence.language in {"sh", "console"}:
                yield called[1]


def anchors(page: Path) -> set[str]:
    """Return the addresses of a page's headings, as GitHub makes them."""
    headings = re.findall(r"^#+ (.*)$", prose(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in headings}
