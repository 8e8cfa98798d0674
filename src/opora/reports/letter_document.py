"""The explanation letter to the head of one school: what was counted, why, how sure, and how to answer."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from opora.reports.list_document import rule_sentences
from opora.reports.templates import filled
from opora.reports.wording import (
    DASH,
    interval_text,
    numbered_name,
    result_name,
    row_ranges,
    share_text,
    typeset,
    verdict_words,
)
from opora.tables.identification import ON_THE_LIST, STATUS_IN_RUSSIAN, Evidence, Explanation, IdentifiedSchool
from opora.vocabulary.authority import BUILT_IN, authority_file

TEMPLATE = "templates/letter.docx"

#: More ranges of rows than this are counted instead of printed.
MOST_RANGES = 12

_NAMELESS = "[наименование органа управления образованием]"

#: What a template of the letter may use: field → meaning in Russian.
LETTER_FIELDS = {
    "sender": "чьё письмо, или место для названия",
    "school_name": "название школы",
    "municipality": "муниципалитет",
    "year": "год данных",
    "release": "выпуск хранилища",
    "rules_title": "название правила",
    "rules_edition": "редакция правила",
    "rules_source": "источник правила",
    "opening_sentences": "о чём письмо, по предложению",
    "rule_sentences": "правило, по предложению",
    "procedures": "процедуры",
    "procedures.procedure": "процедура",
    "procedures.pupils": "писали работу",
    "procedures.below": "не преодолели порог",
    "below_heading": "заголовок столбца: ниже порога или в нижней части баллов",
    "procedures.share": "доля",
    "procedures.interval": "интервал 95 %",
    "procedures.verdict": "вывод словами",
    "interval_note": "что такое интервал",
    "decision_heading": "заголовок: почему школа в перечне или не в перечне",
    "reasons": "почему, по предложению",
    "certainty_sentences": "насколько надёжно, с вопросами о результатах и ответами школы, по предложению",
    "would_change": "что изменило бы вывод, по предложению",
    "over_years": "как менялись результаты по годам, по предложению",
    "evidence": "откуда числа",
    "evidence.procedure": "процедура",
    "evidence.file": "файл",
    "evidence.sheet": "лист",
    "evidence.rows": "номера строк",
    "evidence.count": "сколько строк",
    "answer_sentences": "как ответить, по предложению",
}


def letter_document(
    explanation: Explanation, where: Sequence[Path] = (BUILT_IN,), doubts: Sequence[str] = (), sender: str = ""
) -> bytes:
    """Return the letter as a .docx file, from the authority's own template where it has one.

    Args:
        explanation: the answer of `opora why` for one school.
        where: folders to look for templates/letter.docx in, the authority's own first.
        doubts: what was asked of the school's results and what it answered, by sentences.
        sender: in whose name the letter goes out; a place for the name where nobody knows.

    Raises:
        TemplateUnusableError: the template has problems, said in Russian.
    """
    return filled(authority_file(TEMPLATE, where), letter_fields(explanation, doubts, sender), LETTER_FIELDS)


def letter_fields(explanation: Explanation, doubts: Sequence[str] = (), sender: str = "") -> dict[str, Any]:
    """Return the fields of the template: LETTER_FIELDS names each. Pupils' codes stay out of letters."""
    school = explanation.identified
    is_listed = school.status in ON_THE_LIST
    return {
        "sender": sender or _NAMELESS,
        "school_name": numbered_name(school.name),
        "municipality": school.municipality or "",
        "year": explanation.year,
        "release": explanation.release,
        "rules_title": explanation.rules_title,
        "rules_edition": explanation.rules_edition,
        "rules_source": explanation.rules_source,
        "opening_sentences": _opening(explanation),
        "rule_sentences": rule_sentences(explanation),
        "procedures": procedure_rows(school, explanation.year),
        "below_heading": explanation.below_words.capitalize(),
        "interval_note": typeset(
            "Интервал 95 % показывает, какие значения доли согласуются с результатами, если учесть случай. "
            "Чем меньше участников, тем он шире."
        ),
        "decision_heading": f"Почему школа {'включена' if is_listed else 'не включена'} в перечень",
        "reasons": [typeset(sentence) for sentence in school.reasons],
        "certainty_sentences": [typeset(sentence) for sentence in (*doubts, *school.certainty)],
        "would_change": [typeset(sentence) for sentence in school.would_change]
        or ["Близких к порогу результатов нет: вывод не зависит от одного-двух участников."],
        "over_years": [typeset(sentence) for sentence in explanation.over_years]
        or ["Результаты есть только за один год: сравнивать не с чем."],
        "evidence": evidence_rows(explanation.evidence, explanation.year),
        "answer_sentences": _answer(explanation),
    }


def _opening(explanation: Explanation) -> list[str]:
    status = STATUS_IN_RUSSIAN[explanation.identified.status]
    return [
        typeset(
            f"Сообщаем, как результаты Вашей школы за {explanation.year} год соотносятся с правилом, по которому "
            f"определяют школы для адресной поддержки. Вывод по правилу: {status}."
        ),
        (
            "Этот вывод описывает результаты работ, а не труд учителей, и нужен для одного: понять, "
            "какая поддержка будет школе полезна."
        ),
    ]


def procedure_rows(school: IdentifiedSchool, year: int) -> list[dict[str, Any]]:
    """Return the procedures of a school as rows of words; what was not measured says why; another year is named."""
    return [
        {
            "procedure": typeset(result_name(result, with_year=result.year != year)),
            "pupils": DASH if result.pupils is None else result.pupils,
            "below": DASH if result.below is None else result.below,
            "share": share_text(result.share_below),
            "interval": interval_text(result.interval),
            "verdict": verdict_words(result),
        }
        for result in school.procedures
    ]


def evidence_rows(evidence: Sequence[Evidence], year: int) -> list[dict[str, Any]]:
    """Return where the numbers come from. Grain: one procedure, file and sheet, its rows as ranges.

    The year of a procedure is named where it is not the year of the letter.
    """
    found: dict[tuple[str, str, str], list[int | None]] = {}
    for one in evidence:
        label = typeset(result_name(one, with_year=one.year != year))
        for row in one.rows:
            found.setdefault((label, row.file, row.sheet or DASH), []).append(row.row)
    return [
        {
            "procedure": label,
            "file": file,
            "sheet": sheet,
            "rows": row_ranges((row for row in rows if row is not None), MOST_RANGES) or DASH,
            "count": len(rows),
        }
        for (label, file, sheet), rows in found.items()
    ]


def _answer(explanation: Explanation) -> list[str]:
    return [
        (
            "Числа можно проверить по файлам и строкам, указанным в разделе 8. Если какое-то из них не совпадает с "
            "данными школы, напишите нам в свободной форме: процедура, файл, строка, что стоит и что должно стоять."
        ),
        (
            "Если числа верны, но Вы видите обстоятельства, которые правило не учитывает, сообщите о них: ответ школы "
            "хранится вместе с выводом."
        ),
        typeset(
            f"Исправленный файл принимается как новый выпуск данных; выпуск {explanation.release} не меняется, "
            "и оба вывода можно сравнить."
        ),
    ]
