"""Templates that people fill in, written from the same columns by which the readers find them."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, BinaryIO

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from opora.sources.forms.contract_columns import EXAMPLE_SHEET, GUIDE_SHEET, NO, YES, one_of, range_in_words
from opora.sources.forms.template_columns import (
    CONTEXT_COLUMNS,
    MARK_COLUMNS,
    REGISTER_COLUMNS,
    RESULT_COLUMNS,
    SCHOOL_COLUMN,
)
from opora.tables.contract import Column, Kind
from opora.vocabulary.procedures import procedures
from opora.vocabulary.subjects import LEVELS, subjects

#: Titles of the templates, by the word that asks for each.
TEMPLATES = {
    "schools": "Реестр школ",
    "context": "Социальный контекст школ",
    "results": "Результаты участников",
    "marks": "Отметки по школам",
}

_LISTS_SHEET = "Списки"
_ROWS_WITH_LISTS = 20_000
_WRITTEN_ON = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)  # no clock: one template is one sequence of bytes
_WIDTHS = (10, 42)
_GUIDE_HEADINGS = ("Столбец", "Обязательный", "Что писать", "Единица", "Допустимо")
_GUIDE_WIDTHS = (36, 14, 64, 12, 60)
_PERCENT_NOTE = "Пишите число без знака %: 36,5 – это 36,5 %"
_ITEMS_NOTE = (
    "Баллы за задания – в столбцах справа, по одному на задание. Заголовок столбца – номер задания и максимум: "
    "«1 (2б)», «2.1 (1б)», «3К1 (3б)». В ячейке – балл; «X» – не приступал; «N» – тема не пройдена; пусто – задания "
    "не было. Имён, фамилий и документов в шаблоне не должно быть: только коды участников."
)


@dataclass(frozen=True)
class _Template:
    """What one template consists of.

    Attributes:
        columns: columns in order, as the reader knows them.
        example: one filled row by column name; further headings of the example follow in `extra`.
        extra: headings with values that stand in the example only.
        notes: what the guide says below the columns.
    """

    columns: tuple[Column, ...]
    example: dict[str, Any]
    extra: tuple[tuple[str, Any], ...] = ()
    notes: tuple[str, ...] = ()


_SCHOOL = {"school_code": "edu100101", "name": "МКОУ Абанская ООШ №1", "municipality": "Абанский район"}
_PAPER = {"procedure": "РПР", "year": 2024, "subject": "математика", "paper_grade": 6}

_CONTENTS = {
    "schools": _Template(
        REGISTER_COLUMNS,
        {
            "school": "0101",
            "name": "МКОУ Абанская ООШ №1",
            "full_name": "Муниципальное казённое общеобразовательное учреждение Абанская основная школа №1",
            "municipality": "Абанский район",
            "fisoko_login": "edu100101",
            "ris_code": "111002",
            "inn": "2401003456",
            "kind": "ООШ",
            "rural": YES,
            "pupils": 212,
            "pupils_1_4": 98,
            "pupils_5_9": 114,
            "pupils_10_11": 0,
            "classes": 12,
            "teachers": 19,
            "vacancies": 1.5,
            "share_category": 36.8,
            "share_under_35": 21.1,
            "growth_point_year": 2021,
        },
        notes=("Столбцы шаблона «Социальный контекст школ» можно поставить справа в этот же лист.",),
    ),
    "context": _Template(
        (SCHOOL_COLUMN, *CONTEXT_COLUMNS),
        {
            "school": "0101",
            "year": 2024,
            "share_both_parents_higher": 18.4,
            "share_one_parent_higher": 22.6,
            "share_incomplete_families": 27.8,
            "share_large_families": 19.3,
            "share_low_income": 34,
            "share_parents_unemployed": 4.2,
            "share_on_record": 2.8,
            "share_special_needs": 6.1,
            "share_russian_not_native": 3.3,
            "share_good_housing": 61,
            "distance_km": 12.5,
        },
    ),
    "results": _Template(
        RESULT_COLUMNS,
        {**_PAPER, **_SCHOOL, "class_name": "6А", "pupil": "50012", "variant": "1", "primary_score": 12}
        | {"max_score": 20, "mark": 4, "journal_mark": 4},
        extra=(("1 (2б)", 2), ("2.1 (1б)", 1), ("3К1 (3б)", "X")),
        notes=(_ITEMS_NOTE,),
    ),
    "marks": _Template(
        MARK_COLUMNS,
        {**_PAPER, **_SCHOOL, "pupils": 22, "mark_2": 3, "mark_3": 8, "mark_4": 9, "mark_5": 2},
        notes=("Отметки – это число участников, а не проценты; в сумме они дают «Кол-во участников».",),
    ),
}


def write_template(kind: str, stream: BinaryIO) -> None:
    """Write a template as an .xlsx book: a sheet to fill in, an example, a guide to every column, lists to choose from.

    Args:
        kind: a word from TEMPLATES.
        stream: where to write; the same kind gives the same bytes.

    Raises:
        LookupError: there is no such template; the message lists those there are.
    """
    if kind not in TEMPLATES:
        raise LookupError(f"Шаблон «{kind}» не найден. Есть: {', '.join(TEMPLATES)}.")
    template = _CONTENTS[kind]
    with xlsxwriter.Workbook(stream, {"in_memory": True}) as workbook:
        workbook.set_properties({"title": TEMPLATES[kind], "created": _WRITTEN_ON})
        styles = _Styles(workbook)
        _write_form(workbook, TEMPLATES[kind], template, styles)
        _write_example(workbook, template, styles)
        _write_guide(workbook, TEMPLATES[kind], template, styles)
        _write_lists(workbook)


class _Styles:
    """Cell formats of a template."""

    def __init__(self, workbook: Any) -> None:
        heading = {"bold": True, "text_wrap": True, "valign": "vcenter", "border": 1}
        self.required = workbook.add_format({**heading, "bg_color": "#CFE2F3"})
        self.optional = workbook.add_format({**heading, "bg_color": "#EFEFEF"})
        self.title = workbook.add_format({"bold": True, "font_size": 14})
        self.wrapped = workbook.add_format({"text_wrap": True, "valign": "top"})
        self.words = workbook.add_format({"num_format": "@"})
        self.whole = workbook.add_format({"num_format": "0"})
        self.number = workbook.add_format({"num_format": "0.0##"})

    def heading(self, column: Column) -> Any:
        """Return the format of a column's heading."""
        return self.required if column.is_required else self.optional

    def cells(self, column: Column) -> Any:
        """Return the format of a column's cells: codes are text, so that Excel keeps their leading zeros."""
        if column.kind in (Kind.WORD, Kind.FLAG):
            return self.words
        return self.number if column.kind in (Kind.SHARE, Kind.NUMBER) else self.whole


def _write_form(workbook: Any, title: str, template: _Template, styles: _Styles) -> None:
    sheet = workbook.add_worksheet(title)
    sheet.set_comments_author("Опора")
    _write_headings(sheet, template.columns, styles)
    for position, column in enumerate(template.columns):
        sheet.write_comment(0, position, _comment(column), {"x_scale": 2})
        validation = _validation(column)
        if validation:
            sheet.data_validation(1, position, _ROWS_WITH_LISTS, position, validation)


def _write_headings(sheet: Any, columns: Sequence[Column], styles: _Styles) -> None:
    _fit_to_page_width(sheet)
    sheet.set_row(0, 45)
    sheet.freeze_panes(1, 0)
    least, most = _WIDTHS
    for position, column in enumerate(columns):
        sheet.set_column(position, position, min(max(len(column.heading) + 2, least), most), styles.cells(column))
        sheet.write_string(0, position, column.heading, styles.heading(column))


def _fit_to_page_width(sheet: Any) -> None:
    sheet.set_landscape()
    sheet.set_paper(9)  # A4
    sheet.fit_to_pages(1, 0)


def _write_example(workbook: Any, template: _Template, styles: _Styles) -> None:
    sheet = workbook.add_worksheet(EXAMPLE_SHEET)
    _write_headings(sheet, template.columns, styles)
    for position, column in enumerate(template.columns):
        sheet.write(1, position, template.example.get(column.name, ""), styles.cells(column))
    for position, (heading, value) in enumerate(template.extra, start=len(template.columns)):
        sheet.write_string(0, position, heading, styles.optional)
        sheet.write(1, position, value, styles.whole)


def _write_guide(workbook: Any, title: str, template: _Template, styles: _Styles) -> None:
    sheet = workbook.add_worksheet(GUIDE_SHEET)
    _fit_to_page_width(sheet)
    for position, width in enumerate(_GUIDE_WIDTHS):
        sheet.set_column(position, position, width, styles.wrapped)
    sheet.write_string(0, 0, f"{title}: как заполнять", styles.title)
    rules = (
        f"Заполните лист «{title}»: одна строка – {_row_of(title)}. Лист «{EXAMPLE_SHEET}» только для образца.",
        "Столбцы можно переставлять, необязательные – удалять. Заголовки не переименовывайте.",
        "Если данных нет, оставьте ячейку пустой: ноль – это тоже значение.",
        *template.notes,
    )
    for row, words in enumerate(rules, start=1):
        sheet.merge_range(row, 0, row, len(_GUIDE_WIDTHS) - 1, words, styles.wrapped)
        sheet.set_row(row, 15 * (1 + len(words) // 150))
    start = len(rules) + 2
    sheet.write_row(start, 0, _GUIDE_HEADINGS, styles.required)
    for row, column in enumerate(template.columns, start=start + 1):
        sheet.write_row(row, 0, _guide_row(column))


def _row_of(title: str) -> str:
    rows = ("одна школа", "одна школа за один год", "один участник и одна работа", "одна школа и одна работа")
    return dict(zip(TEMPLATES.values(), rows, strict=True))[title]


def _guide_row(column: Column) -> list[str]:
    unit = "%" if column.kind is Kind.SHARE else column.unit
    return [column.heading, YES if column.is_required else NO, column.meaning, unit, _allowed(column)]


def _allowed(column: Column) -> str:
    """Return what may stand in a cell of the column, in words; empty where anything may."""
    words = _choices(column)
    if words:
        return f"{one_of(words)}{'' if column.is_required else '; можно оставить пустым'}"
    if column.kind is Kind.SHARE:
        return f"{range_in_words(column, is_percent=True)}. {_PERCENT_NOTE}"
    return range_in_words(column, is_percent=False)


def _choices(column: Column) -> tuple[str, ...]:
    """Return the words to choose from."""
    if column.kind is Kind.FLAG:
        return (YES, NO)
    return column.choices or _vocabularies().get(column.name, ())


def _vocabularies() -> dict[str, tuple[str, ...]]:
    return {
        "procedure": tuple(procedure.short for procedure in procedures().values()),
        "subject": tuple(subject.name for subject in subjects().values()),
        "level": tuple(label for label in LEVELS.values() if label),
    }


def _comment(column: Column) -> str:
    need = "обязательно" if column.is_required else "необязательно"
    parts = [f"{column.meaning} ({need}).", f"Единица: {column.unit}." if column.unit and not _is_share(column) else ""]
    allowed = "" if column.name in _vocabularies() else _allowed(column)
    return "\n".join(part for part in (*parts, f"Допустимо: {allowed}" if allowed else "") if part)


def _is_share(column: Column) -> bool:
    return column.kind is Kind.SHARE


def _validation(column: Column) -> dict[str, Any] | None:
    """Return Excel's own check of the column, None where anything may stand in it."""
    told = {"error_title": column.heading[:32], "error_message": f"Ожидается: {_allowed(column)}"[:255]}
    if column.name in _vocabularies():
        # other spellings are read too, so Excel only asks
        return {"validate": "list", "source": _list_range(column.name), "error_type": "warning", **told}
    if _choices(column):
        return {"validate": "list", "source": list(_choices(column)), **told}
    if column.range is None:
        return None
    least, most = (0, 100) if _is_share(column) else column.range
    kind = "decimal" if column.kind in (Kind.SHARE, Kind.NUMBER) else "whole"
    return {"validate": kind, "criteria": "between", "minimum": least, "maximum": most, **told}


def _write_lists(workbook: Any) -> None:
    """Write the words of the vocabularies to a hidden sheet: a list inside a check holds 255 characters only."""
    sheet = workbook.add_worksheet(_LISTS_SHEET)
    for position, words in enumerate(_vocabularies().values()):
        sheet.write_column(0, position, words)
    sheet.hide()


def _list_range(name: str) -> str:
    vocabularies = _vocabularies()
    letters = xl_col_to_name(list(vocabularies).index(name))
    return f"='{_LISTS_SHEET}'!${letters}$1:${letters}${len(vocabularies[name])}"
