"""What a server reads before the first person asks."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from opora.store import Store
from opora_web.facts import Facts, facts_of
from opora_web.programme.warming import warm_pages


@pytest.mark.django_db
def test_all_that_pages_of_schools_share_is_made_once(release: int, monkeypatch: pytest.MonkeyPatch) -> None:
    kept, made = Facts.kept, []

    def watched(facts: Facts, name: str, compute: Callable[[], Any]) -> Any:
        def watch() -> Any:
            made.append(name)
            return compute()

        return kept(facts, name, watch)

    monkeypatch.setattr(Facts, "kept", watched)
    fresh = Facts(facts_of(release).release, facts_of(release).fingerprint)
    warm_pages(fresh)
    assert {"school-rows", "similar-schools", "context-spreads"} <= set(made)
    made.clear()
    warm_pages(fresh)
    assert made == []


@pytest.mark.django_db
def test_before_the_first_release_there_is_nothing_to_warm(tmp_path: Path) -> None:
    empty = Facts(Store(tmp_path).current(), "none")
    warm_pages(empty)
    assert not empty.schools
