"""Every link leads somewhere, and every page can be reached from the map."""

from pathlib import Path

import pytest

from tests.docs.pages import DOCS, PAGES, ROOT, anchors, links, shown


@pytest.mark.parametrize("page", PAGES, ids=shown)
def test_every_relative_link_resolves(page: Path) -> None:
    broken = []
    for link in links(page):
        target, _, anchor = link.partition("#")
        if "://" in link:
            continue
        file = (page.parent / target).resolve() if target else page
        is_there = file.exists() and file.is_relative_to(ROOT)
        if not is_there or (anchor and anchor not in anchors(file)):
            broken.append(link)
    assert broken == []


def test_the_map_names_every_page_of_the_documentation() -> None:
    on_the_map = {(DOCS / link.partition("#")[0]).resolve() for link in links(DOCS / "README.md") if "://" not in link}
    pages = {page for page in PAGES if page.is_relative_to(DOCS) and page.name != "README.md"}
    assert sorted(map(shown, pages - on_the_map)) == []
