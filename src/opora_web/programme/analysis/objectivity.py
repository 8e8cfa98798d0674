"""Objectivity: whom to ask what explains the signs; nobody is accused by a number."""

from collections import Counter

from opora.findings.reliability import NOT_RELIABLE
from opora.measuring.objectivity import Objectivity, SchoolSigns, with_answers
from opora.reports.analysis_report import AnalysisReport, ReportColumn, ReportTable
from opora.reports.wording import DASH
from opora_web.programme.analysis.measured import Counting
from opora_web.programme.analysis.page import Asked, Page, method_card, without_answer
from opora_web.programme.analysis.papers import papers_with_scores
from opora_web.programme.objectivity.models import ObjectivityQuestion
from opora_web.programme.objectivity.queries import questions_about, schools_to_ask
from opora_web.programme.objectivity.rules import answer_in, signs_in_words
from opora_web.programme.schools.listing import Choice

NEEDED = (
    "Первичных баллов учеников в выпуске нет, признаки смотреть не по чему. Пришлите «Индивидуальные результаты» ВПР "
    "из ФИС ОКО: в них есть баллы, отметки и отметки по журналу."
)
STATUSES = {
    "needs-explanation": "спросить объяснение",
    "no-signs": "признаков нет",
    "cannot-tell": "нельзя сказать",
}
_TONES = {STATUSES["needs-explanation"]: "warn", STATUSES["cannot-tell"]: "info"}


def objectivity_page(asked: Asked) -> Page:
    """Return the page of signs, for the schools whose signs the person may see."""
    papers = papers_with_scores(asked.facts)
    if not papers:
        return Page(asked.place_choices, refused=NEEDED)
    paper = asked.choice(
        "paper", "Работа", [(code, one.paper.label) for code, one in papers.items()], default=next(iter(papers))
    )
    choices: tuple[Choice, ...] = (paper, *asked.place_choices)
    found = asked.answer("objectivity", paper.chosen)
    missing = without_answer(choices, found)
    if missing is not None or isinstance(found, Counting):
        return missing or Page(choices)
    status = asked.choice("status", "Вывод", [("", "любой"), *STATUSES.items()])
    choices = choices if asked.school else (*choices, status)
    questions = questions_about(asked.person, paper.chosen, asked.shown)
    answer = with_answers(found.answer, {school: answer_in(one) for school, one in questions.items()})
    rows = _rows(asked, answer, "" if asked.school else status.chosen)
    return Page(
        choices,
        report=_report(asked, answer, rows, (choices, questions)),
        extra="programme/analysis/objectivity_more.html",
        words=_asking(asked, rows, questions, paper.chosen),
    )


def _rows(asked: Asked, answer: Objectivity, status: str) -> list[SchoolSigns]:
    rows = [one for one in answer.schools if one.school in asked.shown and status in {"", one.status}]
    return sorted(rows, key=lambda one: asked.places[one.school])


def _asking(
    asked: Asked, rows: list[SchoolSigns], questions: dict[str, ObjectivityQuestion], paper: str
) -> dict[str, object]:
    """Return who may be asked: schools whose signs need an explanation, and what has been asked already."""
    may_ask = set(schools_to_ask(asked.person).values_list("code", flat=True))
    notable = [one for one in rows if one.status == "needs-explanation" or one.school in questions]
    return {
        "paper": paper,
        "signs": [
            {
                "school": asked.schools[one.school],
                "sentences": one.sentences,
                "explanations": one.explanations,
                "question": questions.get(one.school),
                "may_ask": one.school in may_ask and one.status == "needs-explanation",
            }
            for one in notable
        ],
        "not_reliable": NOT_RELIABLE,
        "may_ask_any": bool(may_ask),
    }


def _report(
    asked: Asked,
    answer: Objectivity,
    rows: list[SchoolSigns],
    about: tuple[tuple[Choice, ...], dict[str, ObjectivityQuestion]],
) -> AnalysisReport:
    choices, questions = about
    return AnalysisReport(
        title="Объективность" if asked.school is None else f"Объективность. {asked.school.name}",
        about=answer.title,
        sentences=_sentences(answer, rows),
        tables=(_table(asked, rows, questions),),
        card=method_card("objectivity"),
        origin=(("Работа", answer.title), *asked.origin(*choices[1:])),
    )


def _sentences(answer: Objectivity, rows: list[SchoolSigns]) -> tuple[str, ...]:
    found = Counter(one.status for one in rows)
    told = [f"{words} – {found[code]}" for code, words in STATUSES.items() if found[code]]
    return (
        f"Школы: {', '.join(told) or 'эту работу не писали'}.",
        (
            "Признак – вопрос школе, а не вывод о ней: сначала смотрят невинные объяснения, ответ школы хранят вместе "
            "с вопросом. Результаты ВПР не используют для оценки учителей."
        ),
        *answer.notes,
    )


def _table(asked: Asked, rows: list[SchoolSigns], questions: dict[str, ObjectivityQuestion]) -> ReportTable:
    columns = (
        ReportColumn("Школа", 36),
        ReportColumn("Муниципалитет", 22),
        ReportColumn("Писали", 9, "whole"),
        ReportColumn("Вывод", 22, "tag", _TONES),
        ReportColumn("Признаки", 40),
        ReportColumn("Случайно было бы", 16),
        ReportColumn("Вопрос школе", 24),
        ReportColumn("Ответ школы", 44),
    )
    caption = (
        "Школы по муниципалитетам и названиям. Меньше 20 писавших – нельзя сказать. Среди названных напрасно "
        "спрошенных ожидается не больше 5\u00a0%."
    )
    told = tuple(_row(asked, one, questions.get(one.school)) for one in rows)
    return ReportTable("Школы", caption, columns, told, tuple(one.school for one in rows))


def _row(asked: Asked, one: SchoolSigns, question: ObjectivityQuestion | None) -> tuple[object, ...]:
    school = asked.schools[one.school]
    return (
        school.name, school.municipality, one.pupils, STATUSES[one.status],
        ", ".join(signs_in_words(one.markers)), chance_of(one.chance),
        question.get_state_display() if question else "", question.answer if question else "",
    )  # fmt: skip


def chance_of(chance: float | None) -> str:
    """Return how often chance would bring such results: «1 раз из 250»."""
    if chance is None:
        return DASH
    if chance >= 0.05:  # noqa: PLR2004 - what happens so often needs no words
        return "часто"
    return f"реже 1 раза из {min(round(1 / max(chance, 1e-6)), 10_000)}"
