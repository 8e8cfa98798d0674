"""The table of a figure: numbers stand at the right edge on one line, words do not."""

from opora_web.interface.figures import Figure


def figure(*rows: tuple[str, ...]) -> Figure:
    return Figure("f", "/f", 1, "что видно", "откуда", ("Школа", "Доля", "Вывод"), rows)


def test_a_column_is_of_numbers_where_every_value_begins_as_one_or_is_absent():
    shown = figure(("СОШ № 1", "33,3 %", "сказать нельзя (52 из 100)"), ("СОШ № 2", "–", "30 из 100"))
    assert shown.labelled_headings == [("Школа", False), ("Доля", True), ("Вывод", False)]
    assert shown.labelled_rows[1] == [("Школа", False, "СОШ № 2"), ("Доля", True, "–"), ("Вывод", False, "30 из 100")]


def test_signs_and_intervals_are_numbers():
    for value in ("+1,2", "−0,3", "19,7–57,0 %", "01.09.2026 – 30.09.2026", ""):
        assert figure(("СОШ", value, "вывод")).labelled_headings[1] == ("Доля", True)


def test_a_figure_without_rows_has_its_headings():
    assert [heading for heading, _ in figure().labelled_headings] == ["Школа", "Доля", "Вывод"]
