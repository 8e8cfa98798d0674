"""An authority's rules may be edited while the site runs: the next page is judged by them."""

import os
from pathlib import Path

import pytest

from opora.recipe import authority_fingerprint
from opora_web.rules_in_force import fingerprint_in_force


@pytest.fixture
def own_rules(tmp_path: Path) -> Path:
    (tmp_path / "scales").mkdir()
    (tmp_path / "own.toml").write_text("threshold_percent = 30")
    (tmp_path / "scales" / "marks.toml").write_text("two = 2")
    return tmp_path


def test_it_is_the_fingerprint_of_the_recipe(own_rules: Path) -> None:
    assert fingerprint_in_force((own_rules,)) == authority_fingerprint((own_rules,))


@pytest.mark.parametrize(
    ("name", "content"), [("own.toml", "threshold_percent = 31"), ("scales/marks.toml", "two = 3"), ("new.toml", "")]
)
def test_an_edited_or_a_new_file_is_seen_at_once_even_with_its_old_size_and_date(
    own_rules: Path, name: str, content: str
) -> None:
    before, file = fingerprint_in_force((own_rules,)), own_rules / name
    dated = file.stat() if file.exists() else None

    file.write_text(content)
    if dated:
        os.utime(file, ns=(dated.st_atime_ns, dated.st_mtime_ns))

    assert fingerprint_in_force((own_rules,)) == authority_fingerprint((own_rules,)) != before


def test_a_removed_file_and_another_order_of_folders_are_seen(
    own_rules: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = tmp_path_factory.mktemp("other")
    (other / "own.toml").write_text("threshold_percent = 25")
    both = fingerprint_in_force((own_rules, other))

    assert fingerprint_in_force((other, own_rules)) != both
    (other / "own.toml").unlink()
    assert fingerprint_in_force((own_rules, other)) != both
