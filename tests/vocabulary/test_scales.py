"""Scales and minimum scores: known only for the years somebody vouches for."""

from pathlib import Path

import pytest

from opora.vocabulary.authority import BUILT_IN, authority_data
from opora.vocabulary.authority_reading import AuthorityFileUnreadableError
from opora.vocabulary.papers import Paper
from opora.vocabulary.procedures import procedures
from opora.vocabulary.scales import minimum_score, minimum_scores, scale_of
from opora.vocabulary.subjects import LEVELS, subjects

OGE_RUSSIAN = Paper(2024, "oge", "russian", 9)


def own_folder(folder: Path, text: str, name: str = "marks.toml") -> Path:
    (folder / "scales").mkdir()
    (folder / "scales" / name).write_text(text, encoding="utf-8")
    return folder


def own_scale(marks: str = "[16, 24, 30]") -> str:
    return f"""
[[scale]]
procedure = "oge"
subjects = ["russian"]
paper_grade = 9
year_from = 2024
year_to = 2024
marks = {marks}
max = 33
source = "приказ региона"
status = "confirmed"
"""


@pytest.mark.parametrize(("score", "mark"), [(0, 2), (14, 2), (15, 3), (22, 3), (23, 4), (28, 4), (29, 5), (33, 5)])
def test_a_primary_score_makes_the_mark_of_the_published_table(score: int, mark: int) -> None:
    scale = scale_of(OGE_RUSSIAN, 33)
    assert scale is not None
    assert scale.mark(score) == mark


def test_a_scale_says_where_it_comes_from_and_that_a_mark_may_be_lower() -> None:
    scale = scale_of(OGE_RUSSIAN)
    assert scale is not None
    assert scale.status == "confirmed"
    assert "04-48" in scale.source
    assert scale.has_conditions


def test_a_year_nobody_vouches_for_has_no_scale() -> None:
    assert scale_of(Paper(2027, "oge", "russian", 9)) is None


def test_another_maximum_is_another_paper() -> None:
    assert scale_of(OGE_RUSSIAN, 37) is None


def test_the_maximum_tells_an_old_history_paper_from_a_new_one() -> None:
    history = Paper(2022, "vpr", "history", 8)
    old, new = scale_of(history, 24), scale_of(history, 17)
    assert (old and old.bounds, new and new.bounds) == ((7, 12, 18), (5, 10, 14))


def test_two_scales_that_nothing_tells_apart_are_no_scale() -> None:
    assert scale_of(Paper(2022, "vpr", "history", 8)) is None
    assert scale_of(Paper(2025, "oge", "russian", 9), 37) is None


def test_a_scale_without_a_maximum_fits_any() -> None:
    scale = scale_of(Paper(2021, "vpr", "biology", 6), 30)
    assert scale is not None
    assert scale.max is None


def test_the_base_level_has_a_scale_of_its_own() -> None:
    base = scale_of(Paper(2024, "ege", "mathematics", 11, "base"), 21)
    assert base is not None
    assert [base.mark(score) for score in (6, 7, 11, 12, 16, 17)] == [2, 3, 3, 4, 4, 5]
    assert scale_of(Paper(2024, "ege", "mathematics", 11, "profile"), 21) is None


def test_an_authority_puts_its_own_scale_first(tmp_path: Path) -> None:
    where = (own_folder(tmp_path, own_scale()), BUILT_IN)
    own = scale_of(OGE_RUSSIAN, 33, where)
    other = scale_of(Paper(2023, "oge", "russian", 9), 33, where)
    assert own is not None
    assert (own.bounds, own.source) == ((16, 24, 30), "приказ региона")
    assert other is not None
    assert other.bounds == (15, 23, 29)


@pytest.mark.parametrize("marks", ["[16, 24]", "[24, 16, 30]", "[16, 24, 34]"])
def test_bounds_must_rise_and_stay_within_the_maximum(tmp_path: Path, marks: str) -> None:
    with pytest.raises(AuthorityFileUnreadableError, match=r"marks\.toml › scale\[1\]"):
        scale_of(OGE_RUSSIAN, 33, (own_folder(tmp_path, own_scale(marks)),))


def test_minimum_scores_are_those_of_the_certificate() -> None:
    assert minimum_score(Paper(2019, "ege", "russian", 11)) == 24
    assert minimum_score(Paper(2026, "ege", "mathematics", 11, "profile")) == 27
    assert minimum_score(Paper(2024, "ege", "german", 11)) == 22


def test_a_minimum_is_unknown_for_base_mathematics_and_for_years_to_come() -> None:
    assert minimum_score(Paper(2024, "ege", "mathematics", 11, "base")) is None
    assert minimum_score(Paper(2027, "ege", "russian", 11)) is None


def test_an_authority_adds_the_minimum_of_a_new_year(tmp_path: Path) -> None:
    text = """
[[minimum]]
procedure = "ege"
subjects = ["russian"]
year_from = 2027
year_to = 2027
score = 26
source = "приказ"
status = "confirmed"
"""
    where = (own_folder(tmp_path, text, "minimum-scores.toml"), BUILT_IN)
    assert minimum_score(Paper(2027, "ege", "russian", 11), where) == 26
    assert minimum_score(Paper(2026, "ege", "russian", 11), where) == 24


def test_built_in_rows_use_known_words_and_say_their_source() -> None:
    scales = authority_data("scales/marks.toml")["scale"]
    assert len(scales) > 50
    rows = [(entry["procedure"], subject, entry.get("level", "standard"), entry["source"])
            for entry in scales for subject in entry["subjects"]]  # fmt: skip
    rows += [(row.procedure, row.subject, row.level, row.source) for row in minimum_scores()]
    for procedure, subject, level, source in rows:
        assert procedure in procedures()
        assert subject in subjects()
        assert level in LEVELS
        assert source


def test_every_built_in_scale_can_be_reached_by_its_own_paper() -> None:
    unreachable = []
    for entry in authority_data("scales/marks.toml")["scale"]:
        if (entry["subjects"], entry["year_from"]) == (["russian"], 2025) and entry["procedure"] == "oge":
            continue  # recorded twice on purpose: the sources disagree
        paper = Paper(entry["year_from"], entry["procedure"], entry["subjects"][0], entry["paper_grade"],
                      entry.get("level", "standard"))  # fmt: skip
        scale = scale_of(paper, entry.get("max"))
        if scale is None or list(scale.bounds) != entry["marks"]:
            unreachable.append(paper)
    assert unreachable == []
