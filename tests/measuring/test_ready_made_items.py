"""Items from the report of shares, where no pupil's scores are in the release."""

import datetime as dt
from pathlib import Path

import pytest

from opora.measuring.items import Asked, items_of_paper
from opora.pipeline import take_in
from opora.store import Release, Store
from opora.vocabulary.papers import Paper
from opora.vocabulary.refusal import AnalysisRefusedError
from tests.sources.vpr_samples import TITLE
from tests.workbooks import xlsx

PAPER = Paper(2021, "vpr", "mathematics", 5)


@pytest.fixture
def release(tmp_path: Path) -> Release:
    """Three schools of forty pupils; the first does the second item far worse. One school of eight."""
    rows = [
        *TITLE,
        ["Группы участников", "Кол-во ОО", "Кол-во участников", "1", "2.1"],
        ["Макс балл", "", "", 1, 2],
        ["Абанский район", 4, 128, 75, 60],
        ["Первая школа (edu100101)", "", 40, 75, 20],
        ["Вторая школа (edu100102)", "", 40, 70, 75],
        ["Третья школа (edu100103)", "", 40, 75, 70],
        ["Малая школа (edu100104)", "", 8, 100, 0],
    ]
    (tmp_path / "задания.xlsx").write_bytes(xlsx({"Выполнение заданий": rows}))
    store = Store(tmp_path / "data")
    take_in([tmp_path / "задания.xlsx"], store, dt.datetime(2024, 9, 1, tzinfo=dt.UTC))
    return store.current()


def test_a_map_is_made_from_the_report_and_says_what_it_lacks(release: Release) -> None:
    answer = items_of_paper(release, PAPER, Asked())
    assert (answer.pupils, answer.schools) == (128, 4)
    gaps = [(row.school, row.item) for row in answer.rows if row.area_level == "school" and row.is_gap]
    assert gaps == [("edu100101", "2.1")]
    (first,) = [row for row in answer.rows if row.school == "edu100101" and row.item == "1"]
    assert first.share == 0.75
    assert (first.wrong, first.not_started, first.earned) == (None, None, None)
    assert "отчёту" in answer.notes[0]


def test_a_school_of_eight_shows_no_share(release: Release) -> None:
    answer = items_of_paper(release, PAPER, Asked(school="edu100104"))
    assert {row.share for row in answer.rows if row.school == "edu100104"} == {None}


def test_a_report_says_nothing_of_classes(release: Release) -> None:
    with pytest.raises(AnalysisRefusedError, match="класса"):
        items_of_paper(release, PAPER, Asked(school="edu100101", class_name="5А"))


def test_a_paper_without_scores_or_report_is_absent(release: Release) -> None:
    with pytest.raises(AnalysisRefusedError, match="2020"):
        items_of_paper(release, Paper(2020, "vpr", "mathematics", 5), Asked())
