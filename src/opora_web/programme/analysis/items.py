"""Deficits by item and skill: of a municipality with its schools, or of all that may be seen."""

from collections import defaultdict
from collections.abc import Iterable

from opora.measuring.item_scale import ItemScale
from opora.reports.analysis_report import AnalysisReport, ReportColumn, ReportTable
from opora.reports.item_words import by_significance, chance_sentence, item_name
from opora.tables.item_answers import ItemRow, ItemsAnswer
from opora.vocabulary.spelling import counted
from opora_web.programme.analysis.item_tables import (
    difficulty_picture,
    difficulty_table,
    items_table,
    thirds_picture,
    thirds_table,
)
from opora_web.programme.analysis.measured import Counting
from opora_web.programme.analysis.page import Asked, Page, method_card, without_answer
from opora_web.programme.analysis.papers import HeldPaper, papers_with_items
from opora_web.programme.analysis.school_items import school_items_page
from opora_web.programme.schools.listing import Choice

NEEDED = (
    "Баллов за задания в выпуске нет. Пришлите «Индивидуальные результаты» ВПР из ФИС ОКО (столбцы с номерами заданий) "
    "или протоколы ОГЭ и ЕГЭ с ответами; подойдёт и отчёт «Выполнение заданий»."
)
_SHOWN_GAPS = 4


def items_page(asked: Asked) -> Page:
    """Return the page of deficits: of one school where one is asked about, else of a municipality or of all."""
    papers = papers_with_items(asked.facts)
    if not papers:
        return Page(asked.place_choices, refused=NEEDED)
    paper = paper_choice(asked, papers)
    if asked.school is not None:
        return school_items_page(asked, asked.school, papers[paper.chosen], paper)
    choices = (paper, *asked.place_choices)
    found = asked.answer("items", paper.chosen)
    missing = without_answer(choices, found)
    if missing is not None or isinstance(found, Counting):
        return missing or Page(choices)
    return Page(choices, report=_report(asked, found.answer, choices, papers[paper.chosen]))


def paper_choice(asked: Asked, papers: dict[str, HeldPaper]) -> Choice:
    """Return the choice of a paper; the last year's largest stands first."""
    return asked.choice(
        "paper", "Работа", [(code, one.paper.label) for code, one in papers.items()], default=next(iter(papers))
    )


def _report(asked: Asked, answer: ItemsAnswer, choices: tuple[Choice, ...], held: HeldPaper) -> AnalysisReport:
    municipalities = [asked.chosen_municipality] if asked.chosen_municipality else asked.municipalities
    whole = len(municipalities) > 1
    area = [
        row
        for row in answer.rows
        if (
            row.area_level == "all"
            if whole
            else row.area_level == "municipality" and row.municipality in municipalities
        )
    ] or [row for row in answer.rows if row.area_level == "all"]
    schools = [row for row in answer.rows if row.area_level == "school" and row.school in asked.shown]
    origin = f"Выпуск данных № {asked.facts.number}."
    scale = _scale(asked, held)
    whose = "Все школы" if whole or area[0].area_level == "all" else municipalities[0]
    tables = [_schools_table(asked, schools), items_table("Задания", whose, area)]
    pictures = thirds_picture(answer, origin)
    tables += [thirds_table(answer)] if pictures else []
    if scale is not None:
        tables.append(difficulty_table(scale))
        pictures += difficulty_picture(scale, answer.title, origin)
    return AnalysisReport(
        title="Дефициты по заданиям и умениям",
        about=f"{answer.title}. {whose}",
        sentences=_sentences(answer, area, schools),
        tables=tuple(tables),
        card=method_card("items", "rasch") if scale is not None else method_card("items"),
        origin=(("Работа", answer.title), *asked.origin(*choices[1:])),
        pictures=tuple(pictures),
    )


def _scale(asked: Asked, held: HeldPaper) -> ItemScale | None:
    """Return the scale of difficulty where pupils' scores are there and it is ready: the page does not wait for it."""
    if not held.with_items:
        return None
    found = asked.answer("scale", held.code)
    return None if isinstance(found, Counting) or found.refused else found.answer


def _sentences(answer: ItemsAnswer, area: list[ItemRow], schools: list[ItemRow]) -> tuple[str, ...]:
    told = [f"Работу писали {counted(answer.pupils, 'ученик', 'ученика', 'учеников')} из {answer.schools} школ."]
    if area and area[0].area_level != "all":
        told.append(chance_sentence(area))
    lagging: dict[str, int] = defaultdict(int)
    for row in schools:
        lagging[item_name(row)] += bool(row.is_gap)
    most = sorted((item for item, count in lagging.items() if count), key=lambda item: -lagging[item])[:_SHOWN_GAPS]
    if most:
        named = (f"{item} – {counted(lagging[item], 'школа', 'школы', 'школ')}" for item in most)
        told.append(f"Чаще всего отстают: {'; '.join(named)}.")
    elif schools:
        told.append("Ни у одной из показанных школ нет задания, где отставание больше случайного.")
    return (*told, *answer.notes)


def _schools_table(asked: Asked, rows: list[ItemRow]) -> ReportTable:
    columns = (
        ReportColumn("Школа", 36),
        ReportColumn("Муниципалитет", 22),
        ReportColumn("Писали", 9, "whole"),
        ReportColumn("Отстаёт заданий", 11, "whole"),
        ReportColumn("Какие – сначала наименее случайные", 60),
    )
    of_school: dict[str, list[ItemRow]] = defaultdict(list)
    for row in rows:
        of_school[str(row.school)].append(row)
    codes = [code for code in asked.shown if code in of_school]
    caption = "Школы по муниципалитетам и названиям: чего в сравнении с другими не умеют больше, чем объяснит случай."
    return ReportTable(
        "Школы", caption, columns, tuple(_school_row(asked, code, of_school[code]) for code in codes), tuple(codes)
    )


def _school_row(asked: Asked, code: str, rows: list[ItemRow]) -> tuple[object, ...]:
    school, pupils = asked.schools[code], max((row.pupils for row in rows if row.pupils is not None), default=None)
    gaps = gap_names(rows)
    words = "учеников меньше 10, чисел нет" if pupils is None else "; ".join(gaps[:_SHOWN_GAPS])
    if len(gaps) > _SHOWN_GAPS:
        words += f" и ещё {len(gaps) - _SHOWN_GAPS}"
    return school.name, school.municipality, pupils, len(gaps) if pupils is not None else None, words


def gap_names(rows: Iterable[ItemRow]) -> list[str]:
    """Return the items that lag beyond chance, the least likely by chance first."""
    return [item_name(row) for row in by_significance([row for row in rows if row.is_gap])]
