"""The filled regional form: results without marks, in words and in machine names."""

from opora.sources.book import open_book
from opora.sources.taken import Taken
from opora.sources.vpr import vpr_collected
from tests.sources.vpr_samples import COLLECTED, MACHINE_COLLECTED, Rows, changed
from tests.workbooks import CIRCUMSTANCES, book


def taken(rows: Rows) -> Taken:
    opened = book(rows)
    assert vpr_collected.recognises(opened)
    return vpr_collected.read(opened, CIRCUMSTANCES)


def test_a_pupil_who_wrote_is_one_row_without_a_mark() -> None:
    columns = taken(COLLECTED).batches[0].columns
    assert columns["school_code"] == ["edu100101", "edu100101"]
    assert columns["pupil"] == ["50001", "50003"]
    assert columns["class_name"] == ["5А", "5Б"]
    assert columns["primary_score"] == [3, 1]
    assert columns["mark"] == [None, None]
    assert columns["journal_mark"] == [4, 3]
    assert (columns["i01"], columns["i02"], columns["i03"]) == ([1, 0], [2, None], [-1, 1])
    assert columns["source_row"] == [3, 5]


def test_items_are_named() -> None:
    assert taken(COLLECTED).batches[1].columns["item"] == ["1", "2.1", "3К1"]


def test_pupils_who_were_absent_are_counted_in_one_warning() -> None:
    problems = taken([*COLLECTED, COLLECTED[3]]).problems
    assert [problem.code for problem in problems] == ["row-skipped"]
    assert "2 строки" in problems[0].text


def test_machine_names_are_known_and_a_text_file_is_titled_by_its_name() -> None:
    lines = "\r\n".join(";".join(str(cell) for cell in row) for row in MACHINE_COLLECTED)
    opened = open_book("ВПР_2019_Математика_5_класс.csv", lines.encode("cp1251"))
    columns = vpr_collected.read(opened, CIRCUMSTANCES).batches[0].columns
    assert (columns["year"], columns["subject"], columns["paper_grade"]) == (2019, "mathematics", 5)
    assert (columns["pupil"], columns["variant"], columns["primary_score"]) == (["50001"], ["3"], [3])


def test_a_paper_nobody_names_is_a_problem() -> None:
    assert [problem.code for problem in taken(MACHINE_COLLECTED).problems] == ["paper-unknown"]


def test_a_name_in_place_of_a_code_is_neither_taken_nor_repeated() -> None:
    result = taken(changed(COLLECTED, 2, 2, "Иванов Иван 1"))
    assert [problem.code for problem in result.problems if problem.code != "row-skipped"] == ["pupil-code-missing"]
    assert "Иванов" not in repr(result)
