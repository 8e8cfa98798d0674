"""One cell of a foreign workbook to one value."""

from opora.sources import cells


def test_a_yes_of_excel_does_not_change_how_a_one_is_read() -> None:
    assert [cells.text(True), cells.text(1), cells.text(1.0)] == ["True", "1", "1"]
