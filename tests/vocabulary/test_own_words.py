"""An authority's own procedures, subjects and calendar: beside the built-in ones, told where they cannot be."""

import datetime as dt
from pathlib import Path

import pytest

from opora.vocabulary.authority import BUILT_IN
from opora.vocabulary.authority_reading import AuthorityFileUnreadableError
from opora.vocabulary.calendar import reason_moved, reason_none_held, results_due
from opora.vocabulary.in_force import work_for
from opora.vocabulary.own_files import own_file_problems
from opora.vocabulary.papers import paper_label
from opora.vocabulary.procedures import procedure_named, procedures
from opora.vocabulary.subjects import subject_named, subjects

START = """
[[procedure]]
code = "start"
short = "СДР"
name = "Стартовая диагностика района"
measure = "mark"
grades = [5, 10]
spellings = ["стартовая работа"]
"""
YAKUT = """
[[subject]]
code = "yakut"
name = "якутский язык"
spellings = ["саха тыла"]
[subject.levels]
advanced = ["якутский язык (углублённый уровень)"]
"""


def works_with(folder: Path, **files: str) -> tuple[Path, ...]:
    (folder / "vocabulary").mkdir()
    for name, text in files.items():
        (folder / "vocabulary" / f"{name}.toml").write_text(text, encoding="utf-8")
    where = (folder, BUILT_IN)
    work_for(where)
    return where


def test_a_procedure_and_a_subject_of_its_own_stand_after_the_built_in_ones(tmp_path: Path) -> None:
    built_in = list(procedures()), list(subjects())
    works_with(tmp_path, procedures=START, subjects=YAKUT)
    assert (list(procedures()), list(subjects())) == ([*built_in[0], "start"], [*built_in[1], "yakut"])
    assert procedure_named("Стартовая  работа") == "start"
    assert subject_named("07 – САХА ТЫЛА") == ("yakut", "standard")
    assert subject_named("якутский язык (углубленный уровень)") == ("yakut", "advanced")
    assert paper_label("start", "yakut", 5) == "СДР, якутский язык, 5 класс"


def test_another_authority_does_not_know_them(tmp_path: Path) -> None:
    works_with(tmp_path, procedures=START, subjects=YAKUT)
    assert subject_named("саха тыла") is not None
    work_for((BUILT_IN,))
    assert subject_named("саха тыла") is None
    assert "start" not in procedures()


def test_the_same_code_replaces_the_built_in_entry_in_its_place(tmp_path: Path) -> None:
    own = START.replace('"start"', '"mdr"').replace("СДР", "ВСОКО")
    built_in = list(procedures())
    works_with(tmp_path, procedures=own)
    assert list(procedures()) == built_in
    assert procedures()["mdr"].short == "ВСОКО"
    assert procedure_named("всоко") == "mdr"
    assert procedure_named("муниципальная проверочная работа") is None


def test_a_word_with_two_meanings_is_told_with_what_to_do(tmp_path: Path) -> None:
    works_with(tmp_path, procedures=START.replace("стартовая работа", "ККР"))
    with pytest.raises(AuthorityFileUnreadableError, match=r"procedures\.toml › «ККР»: найдено у двух записей"):
        procedure_named("ВПР")


def test_the_own_calendar_goes_before_the_built_in_one_and_does_not_hide_it(tmp_path: Path) -> None:
    own = (
        '[[results]]\nprocedure = "mdr"\nby = "04-20"\nsource = "приказ"\n'
        '[[results]]\nprocedure = "vpr"\nby = "05-31"\nsource = "приказ"\n'
        '[[not_held]]\nprocedure = "vpr"\nyear = 2023\nwhy = "карантин"\nsource = "приказ"\n'
    )
    works_with(tmp_path, calendar=own)
    assert results_due("mdr", 2025) == dt.date(2025, 4, 20)
    assert results_due("vpr", 2025) == dt.date(2025, 5, 31)
    assert results_due("vpr", 2022) == dt.date(2022, 11, 15)  # a year of its own goes before the usual day
    assert reason_none_held("vpr", 2023) == "карантин"
    assert reason_none_held("oge", 2020) is not None
    assert reason_moved("vpr", 2022) is not None


WRONG = (
    ("procedures", START.replace("measure = ", "measured = "), "procedures.toml › procedure[1].measure: ключа нет"),
    ("procedures", START.replace("10]", "12]"), "procedure[1].grades[2]: найдено «12», ожидается не больше 11"),
    ("procedures", START.replace('"start"', '"Старт"'), "procedure[1].code: найдено «Старт», ожидается"),
    ("subjects", YAKUT.replace("advanced", "deep"), "subjects.toml › subject[1].levels.deep"),
    ("calendar", '[[results]]\nprocedure = "vpr"\nby = "31-05"\nsource = "п"', "ожидается день года вида 06-15"),
    ("calendar", "results = [", "calendar.toml › файл не читается как TOML"),
)


@pytest.mark.parametrize(("name", "text", "told"), WRONG)
def test_what_cannot_be_used_is_told_by_key(name: str, text: str, told: str, tmp_path: Path) -> None:
    where = works_with(tmp_path, **{name: text})
    problems = own_file_problems(where)
    assert [told in problem for problem in problems].count(True) == 1, problems


def test_all_files_are_looked_through_at_once(tmp_path: Path) -> None:
    where = works_with(tmp_path, procedures=WRONG[0][1], calendar="x = 1")
    (tmp_path / "meetings").mkdir()
    (tmp_path / "meetings" / "norms.toml").write_text("[[norm]]\ntimes = 0", encoding="utf-8")
    (tmp_path / "our.toml").write_text('method = "low-procedures"', encoding="utf-8")
    files = {problem.partition(" › ")[0] for problem in own_file_problems(where)}
    assert files == {"procedures.toml", "calendar.toml", "norms.toml", "our.toml"}


def test_what_is_built_in_can_be_read() -> None:
    assert own_file_problems((BUILT_IN,)) == []
