"""Deficits of one school against its municipality and similar schools; classes and pupils for those with the right."""

from collections import Counter
from dataclasses import replace
from functools import partial

import narwhals.stable.v2 as nw

from opora.reports.analysis_report import AnalysisReport, ReportColumn, ReportTable
from opora.reports.item_words import by_significance, chance_sentence, item_name, support_words
from opora.tables.item_answers import ItemRow, ItemsAnswer, PupilItem
from opora_web.accounts.queries import schools_where
from opora_web.accounts.rules import Verb
from opora_web.facts import Facts, SchoolFacts
from opora_web.programme.analysis.item_tables import classes_table, items_table, thirds_picture, thirds_table
from opora_web.programme.analysis.measured import Counting
from opora_web.programme.analysis.mentors import proposed_mentors
from opora_web.programme.analysis.page import Asked, Page, method_card, without_answer
from opora_web.programme.analysis.papers import HeldPaper
from opora_web.programme.schools.listing import Choice
from opora_web.programme.schools.similar import similar_to

#: Of an item that goes well more than this share is earned, chance taken into account.
_MANAGED = 0.6

_PUPIL_STATES = {
    "full": "взято полностью", "part": "взято частично", "wrong": "ошибка", "not-started": "не приступал",
    "absent": "нет данных",
}  # fmt: skip
_PUPIL_TONES = {_PUPIL_STATES["full"]: "good", _PUPIL_STATES["wrong"]: "warn", _PUPIL_STATES["not-started"]: "warn"}


def school_items_page(asked: Asked, school: SchoolFacts, held: HeldPaper, paper: Choice) -> Page:
    """Return the page of one school's deficits in one paper."""
    sees_rows = schools_where(asked.person, Verb.SEE_ROWS).filter(code=school.code).exists()
    writers = _writers(asked.facts, held).get(school.code, {})
    choices: tuple[Choice, ...] = (paper, *asked.place_choices)
    class_name, pupil = "", ""
    if sees_rows and writers and held.with_items:
        classes = asked.choice("class", "Класс", [("", "вся школа"), *((one, one) for one in sorted(writers) if one)])
        choices, class_name = (*choices, classes), classes.chosen
        if class_name:
            pupils = asked.choice("pupil", "Участник", [("", "все"), *((one, one) for one in writers[class_name])])
            choices, pupil = (*choices, pupils), pupils.chosen
    if not writers and not held.has_report:
        return Page(choices, refused=f"{held.paper.label}: школа эту работу не писала или баллов за задания нет.")
    found = asked.answer("items-of-school", held.code, school.code, pupil, *_similar(asked, school, held))
    missing = without_answer(choices, found)
    if missing is not None or isinstance(found, Counting):
        return missing or Page(choices)
    report = _report(asked, school, found.answer, (choices, class_name if sees_rows else None))
    if pupil:
        report = _of_pupil(report, pupil, found.answer.pupil)
    return Page(choices, report=report if class_name else _with_mentors(asked, school, held, report))


def _of_pupil(report: AnalysisReport, pupil: str, items: list[PupilItem]) -> AnalysisReport:
    """Return the report of a class with one pupil told of first, and the class after him."""
    told = tuple(f"О классе: {sentence[:1].lower()}{sentence[1:]}" for sentence in report.sentences[:1])
    sentences = (*pupil_sentences(items), *told, *report.sentences[1:])
    return replace(report, about=f"{report.about}. Участник {pupil}", sentences=sentences)


def pupil_sentences(items: list[PupilItem]) -> tuple[str, ...]:
    """Return what a pupil took, and what he missed of what most of the others take."""
    tasks = [one for one in items if one.kind == "item"]
    if not tasks:
        return ("Баллов этого участника в работе нет.",)
    states = Counter(one.state for one in tasks)
    told = ", ".join(f"{_PUPIL_STATES[state]} – {states[state]}" for state in _PUPIL_STATES if states[state])
    missed = [one for one in tasks if one.state in {"wrong", "not-started"} and (one.others or 0) >= _MANAGED]
    words = [f"{one.item} ({one.skill[:1].lower()}{one.skill[1:]})" if one.skill else one.item for one in missed]
    first = f"Участник: заданий {len(tasks)}, {told}."
    return (first, f"Остальные это обычно берут, а здесь нет: {', '.join(words)}.") if words else (first,)


def _with_mentors(asked: Asked, school: SchoolFacts, held: HeldPaper, report: AnalysisReport) -> AnalysisReport:
    told, table = proposed_mentors(asked, school, held)
    if table is None:
        return replace(report, sentences=(*report.sentences, *told))
    tables = (*report.tables[:1], table, *report.tables[1:])  # what support is proposed, then who may give it
    return replace(report, sentences=(*report.sentences, *told), tables=tables)


def _writers(facts: Facts, held: HeldPaper) -> dict[str, dict[str, list[str]]]:
    """Return who wrote a paper with items: school → class → codes of participants."""
    return facts.kept(f"writers-{held.code}", partial(_writers_of, facts, held))


def _writers_of(facts: Facts, held: HeldPaper) -> dict[str, dict[str, list[str]]]:
    schools = {code: one.code for one in facts.schools.values() for code in one.codes}
    named = (nw.col(name) == value for name, value in held.paper.columns.items())
    rows = facts.release.table("results").filter(*named, ~nw.col("form").is_null())
    found: dict[str, dict[str, list[str]]] = {}
    for row in rows.select("school_code", "class_name", "pupil").unique().collect("pyarrow").to_native().to_pylist():
        of_school = found.setdefault(schools.get(row["school_code"], row["school_code"]), {})
        of_school.setdefault(row["class_name"] or "", []).append(str(row["pupil"]))
    for of_school in found.values():
        for pupils in of_school.values():
            pupils.sort()
    return found


def _similar(asked: Asked, school: SchoolFacts, held: HeldPaper) -> list[str]:
    """Return the similar schools that wrote the paper, too."""
    writers = _writers(asked.facts, held)
    return [one.code for one in similar_to(asked.facts, school.code) if one.code in writers]


def _report(
    asked: Asked, school: SchoolFacts, answer: ItemsAnswer, shown: tuple[tuple[Choice, ...], str | None]
) -> AnalysisReport:
    choices, class_name = shown
    own = [row for row in answer.rows if row.area_level == "school" and row.compared_with != "similar"]
    similar = [row for row in answer.rows if row.compared_with == "similar"]
    classes = [row for row in answer.rows if row.area_level == "class"] if class_name is not None else []
    chosen = [row for row in classes if row.class_name == class_name] if class_name else []
    about = chosen or own
    whose = f"Класс {class_name}" if chosen else school.name
    origin = f"Выпуск данных № {asked.facts.number}."
    tables = [_pupil_table(answer.pupil)] if answer.pupil and class_name else []
    tables += [
        _proposals(answer, about, _who_manages(asked, school, choices[0].chosen)),
        items_table("Задания", whose, about),
    ]
    tables += [items_table("Похожие школы", school.name, similar)] if similar and not chosen else []
    tables += [classes_table(classes)] if classes and not chosen else []
    pictures = [] if chosen else thirds_picture(answer, origin)  # the thirds are of everybody who wrote the paper
    tables += [thirds_table(answer)] if pictures else []
    return AnalysisReport(
        title=f"Дефициты. {school.name}",
        about=f"{answer.title}. {whose}",
        sentences=_sentences(answer, about, similar),
        tables=tuple(table for table in tables if table.rows),
        card=method_card("items", "similar-schools") if similar else method_card("items"),
        origin=(("Работа", answer.title), *asked.origin(*choices[1:])),
        pictures=tuple(pictures),
    )


def _sentences(answer: ItemsAnswer, own: list[ItemRow], similar: list[ItemRow]) -> tuple[str, ...]:
    told = [chance_sentence(own)]
    if similar:
        both = {row.item for row in own if row.is_gap} & {row.item for row in similar if row.is_gap}
        if both:
            names = [item_name(row) for row in own if row.item in both]
            told.append(f"И от похожих школ отстаёт: {', '.join(names)}. Условиями это не объяснить.")
        elif any(row.is_gap for row in own):
            told.append("От похожих школ по этим заданиям школа не отстаёт больше случайного.")
    absent = [item_name(row) for row in own if row.absent and row.pupils and row.absent > row.pupils / 2]
    if absent:
        told.append(f"О большинстве учеников нет данных: {', '.join(absent)}.")
    return (*told, *answer.notes)


def _who_manages(asked: Asked, school: SchoolFacts, paper: str) -> dict[str, list[str]]:
    """Return for each item the similar schools that master it, of those whose results the person may see."""
    found = asked.answer("items", paper)
    if isinstance(found, Counting) or found.refused:
        return {}
    near = [one.code for one in similar_to(asked.facts, school.code) if one.code in asked.schools]
    managing: dict[str, list[str]] = {}
    for row in found.answer.rows:
        if row.area_level == "school" and row.school in near and _is_managed(row):
            managing.setdefault(row.item, []).append(asked.schools[row.school].name)
    return managing


def _is_managed(row: ItemRow) -> bool:
    """Tell whether an item goes well: mastered as far as its error lets us say, and not behind the others."""
    return row.low is not None and row.low >= _MANAGED and not row.is_gap


def _proposals(answer: ItemsAnswer, rows: list[ItemRow], managing: dict[str, list[str]]) -> ReportTable:
    """Return for each gap what support it suggests, and whose lessons are worth seeing."""
    columns = (
        ReportColumn("Дефицит", 30),
        ReportColumn("Что проверяет", 34),
        ReportColumn("Отставание", 12, "points"),
        ReportColumn("С чего начать", 60),
        ReportColumn("Похожие школы, где получается", 40),
    )
    thirds = {one.item: one for one in answer.thirds}
    gaps = [row for row in by_significance(rows) if row.is_gap]
    told = tuple(
        (
            item_name(row),
            row.skill,
            row.difference,
            support_words(row, thirds.get(row.item)),
            ", ".join(managing.get(row.item, [])),
        )
        for row in gaps
    )
    return ReportTable("Поддержка", "Предложения к поддержке: их взвешивает методист вместе с учителем.", columns, told)


def _pupil_table(items: list[PupilItem]) -> ReportTable:
    columns = (
        ReportColumn("Задание или умение", 30),
        ReportColumn("Что проверяет", 40),
        ReportColumn("Ученик", 20, "tag", _PUPIL_TONES),
        ReportColumn("Остальные берут", 14, "percent"),
    )
    rows = tuple(
        (one.item if one.kind != "item" else f"Задание {one.item}", one.skill, _PUPIL_STATES[one.state], one.others)
        for one in items
    )
    caption = "Участник: что взято и что нет. Одно задание – ещё не пробел: посмотрите работу."
    return ReportTable("Участник", caption, columns, rows)
