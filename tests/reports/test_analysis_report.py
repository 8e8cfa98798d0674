"""An analysis in Word and Excel: the same numbers as on screen, whatever names and words hold."""

import io
import json
from typing import Any

import openpyxl
import pytest
from docx import Document
from docx.shared import Mm

from opora.reports.analysis_document import MOST_ROWS, analysis_document
from opora.reports.analysis_report import AnalysisReport, Look, ReportColumn, ReportPicture, ReportTable, cell_text
from opora.reports.analysis_workbook import analysis_workbook
from opora.reports.context_plot import PlacedSchool, context_plot
from opora.reports.growth_plots import GrownSchool, GrownSchools, growth_caterpillar, growth_quadrant
from opora.reports.items_plots import ItemDifficulty, ItemOfThirds, difficulty_plot, thirds_plot
from opora.vocabulary.card import Card

CARD = Card("growth", "Прирост", ("что прибавлено",), ("почему",), ("Goldstein, 1997",))
COLUMNS = (
    ReportColumn("Школа", 30), ReportColumn("Доля", 10, "percent"), ReportColumn("Разница", 10, "points"),
    ReportColumn("Прирост", 10, "signed"), ReportColumn("Учеников", 10, "whole"),
)  # fmt: skip


def report(rows: tuple[tuple[Any, ...], ...], pictures: tuple[ReportPicture, ...] = ()) -> AnalysisReport:
    table = ReportTable("Школы", "Все школы", COLUMNS, rows)
    return AnalysisReport("Прирост", "ВПР", ("Вывод.",), (table,), CARD, (("Выпуск данных", "№ 7"),), pictures)


@pytest.mark.parametrize(
    ("value", "look", "words"),
    [
        (0.364, "percent", "36\u00a0%"), (-0.314, "points", "−31\u00a0п.\u00a0п."), (0.35, "signed", "+0,35"),
        (-0.2, "signed", "−0,20"), (-0.001, "signed", "0,00"), (0.004, "points", "0\u00a0п.\u00a0п."),
        (22, "whole", "22"), (1.5, "number", "1,50"), (None, "percent", "–"), ("", "text", "–"),
        ("скрыто", "whole", "скрыто"),
    ],
)  # fmt: skip
def test_values_are_written_as_russian_typography_wants(value: object, look: Look, words: str) -> None:
    assert cell_text(value, look) == words


def test_excel_keeps_numbers_as_numbers_and_formulas_as_text() -> None:
    content = analysis_workbook(report((("=1+1", 0.364, -0.31, 0.35, 22), ("@СОШ", None, None, None, None))))
    book = openpyxl.load_workbook(io.BytesIO(content))
    rows = list(book["Школы"].iter_rows(min_row=4))
    assert [cell.value for cell in rows[0]] == ["=1+1", 0.364, -0.31, 0.35, 22]
    assert rows[0][0].data_type == "s"
    assert [cell.value for cell in rows[1]] == ["@СОШ", None, None, None, None]
    notes = {(row[0].value, row[1].value) for row in book["О разборе"].iter_rows(min_row=3)}
    assert {("Метод говорит", "что прибавлено"), ("Метод не говорит", "почему"), ("Выпуск данных", "№ 7")} <= notes


def test_word_says_how_many_rows_it_leaves_out() -> None:
    rows = tuple((f"Школа {number}", 0.5, 0.0, 0.1, 20) for number in range(MOST_ROWS + 3))
    document = Document(io.BytesIO(analysis_document(report(rows))))
    assert len(document.tables[0].rows) == MOST_ROWS + 1
    assert "Не показано строк: 3. Вся таблица\u00a0– в файле Excel." in [one.text for one in document.paragraphs]
    assert [cell.text for cell in document.tables[0].rows[1].cells] == [
        "Школа 0",
        "50\u00a0%",
        "0\u00a0п.\u00a0п.",
        "+0,10",
        "20",
    ]


def test_no_column_of_a_word_table_is_narrower_than_its_longest_word() -> None:
    columns = (ReportColumn("№", 4, "whole"), ReportColumn("Неблагополучие", 3), ReportColumn("Что выделяется", 60))
    table = ReportTable("Школы", "Все школы", columns, ((1, "да", "расстояние до центра"),))
    content = analysis_document(AnalysisReport("Контекст", "", (), (table,), CARD, ()))
    number, word, rest = (column.width for column in Document(io.BytesIO(content)).tables[0].columns)
    assert number < word < rest
    assert word >= Mm(1.8 * len("Неблагополучие"))
    assert number + word + rest == pytest.approx(Mm(170), abs=Mm(1))


def test_word_carries_pictures_with_words_for_those_who_cannot_see() -> None:
    schools = GrownSchools((grown("edu1", 0.5),), "ВПР", "point", "Выпуск № 7.")
    shown = ReportPicture(
        "quadrant", "Уровень и прирост", "подпись", "x", lambda width: growth_quadrant(schools, width)
    )
    document = Document(io.BytesIO(analysis_document(report((), (shown,)))))
    (shape,) = document.inline_shapes
    assert shape._inline.docPr.get("descr") == "Уровень и прирост"
    assert "Таких строк нет." in [one.text for one in document.paragraphs]


def grown(code: str, growth: float, verdict: str = "as-expected") -> GrownSchool:
    return GrownSchool(code, "МКОУ <b>«Школа»</b> & Ко", verdict, growth, growth - 1, growth + 1, 0.3, (1.0, 0.5, 30.0))


def drawn(chart: Any) -> str:
    return json.dumps(chart.to_dict(), ensure_ascii=False)


def test_a_caterpillar_of_many_schools_says_how_many_it_leaves_out() -> None:
    many = GrownSchools(tuple(grown(f"edu{n}", n / 100) for n in range(75)), "ВПР", "point", "Выпуск № 7.")
    chart = drawn(growth_caterpillar(many))
    assert "ближе к ожидаемому: 15" in chart.replace("\u00a0", " ")
    assert chart.count('"verdict": "от ожидаемого отличить нельзя"') == 60


def test_pictures_without_anything_to_show_say_so() -> None:
    nothing = GrownSchools((), "ВПР", "point", "Выпуск № 7.")
    charts = (
        growth_caterpillar(nothing), growth_quadrant(nothing), thirds_plot((), "ВПР", ""),
        difficulty_plot((), "ВПР", ""), context_plot((), (47.0, 53.0), ("ВПР", "")),
    )  # fmt: skip
    assert all("Результатов нет" in drawn(chart) for chart in charts)


def test_every_picture_can_be_drawn_wide_and_narrow() -> None:
    import vl_convert

    schools = GrownSchools((grown("edu1", 0.5), grown("edu2", -2, "below")), "ВПР", "spread", "Выпуск № 7.")
    placed = (PlacedSchool("СОШ", 41.0, 0.5, -0.2, "resilient"),)
    for width in (460, 210):
        for chart in (
            growth_caterpillar(schools, width), growth_quadrant(schools, width),
            thirds_plot([ItemOfThirds("1К1", 0.2, 0.9)], "ВПР", "", width),
            difficulty_plot([ItemDifficulty("1", -0.4, 0.1)], "ВПР", "", width),
            context_plot(placed, (47.0, 53.0), ("ВПР", ""), width),
        ):  # fmt: skip
            assert vl_convert.vegalite_to_svg(chart.to_dict()).startswith("<svg")
