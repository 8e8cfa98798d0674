"""«Почему эта школа?» in words for a terminal: sections of plain lines."""

from dataclasses import dataclass

from opora.reports.letter_document import evidence_rows
from opora.reports.list_document import rule_sentences
from opora.reports.wording import (
    counts_text,
    interval_text,
    listed_words,
    printable,
    result_name,
    share_text,
    verdict_words,
)
from opora.tables.identification import ON_THE_LIST, STATUS_IN_RUSSIAN, Explanation, ProcedureResult
from opora.vocabulary.availability import Availability
from opora.vocabulary.spelling import counted


@dataclass(frozen=True)
class Section:
    """A heading and its lines, without any markup."""

    heading: str
    lines: tuple[str, ...]


def explanation_sections(explanation: Explanation) -> list[Section]:
    """Return the answer of `opora why`, section by section; a section without lines is left out."""
    school = explanation.identified
    sections = [
        Section(_title(explanation), _standing(explanation)),
        Section("Почему", tuple(school.reasons)),
        Section("Что посчитано", tuple(_procedure_line(result, explanation.year) for result in school.procedures)),
        Section("Насколько это надёжно", tuple(school.certainty)),
        Section("Что изменило бы вывод", tuple(school.would_change)),
        Section("Как менялись результаты", explanation.over_years),
        Section("Откуда взяты числа", _evidence_lines(explanation)),
        Section("Правило", tuple(rule_sentences(explanation))),
    ]
    return [_printed(section) for section in sections if section.lines]


def explanation_lines(explanation: Explanation) -> list[str]:
    """Return the sections as lines: headings at the edge, lines indented, an empty line between sections."""
    lines = []
    for section in explanation_sections(explanation):
        lines += [section.heading, *(f"  {line}" for line in section.lines), ""]
    return lines[:-1]


def _printed(section: Section) -> Section:
    return Section(printable(section.heading), tuple(printable(line) for line in section.lines))


def _title(explanation: Explanation) -> str:
    school = explanation.identified
    place = f", {school.municipality}" if school.municipality else ""
    return f"{school.name}{place} ({school.shown_code})"


def _standing(explanation: Explanation) -> tuple[str, ...]:
    school = explanation.identified
    on_list = f"в перечне, {listed_words(school)}" if school.status in ON_THE_LIST else "не в перечне"
    return (
        f"{explanation.year} год, выпуск {explanation.release}, набор правил {explanation.rules}",
        f"{STATUS_IN_RUSSIAN[school.status]}; {on_list}",
    )


def _procedure_line(result: ProcedureResult, year: int) -> str:
    name = result_name(result, with_year=result.year != year)
    if result.share_below is None:
        return f"{name}: {verdict_words(result)}"
    line = (
        f"{name}: {share_text(result.share_below)} ({counts_text(result)}), интервал {interval_text(result.interval)}"
    )
    return f"{line}, {'мало участников' if result.availability is Availability.TOO_FEW else verdict_words(result)}"


def _evidence_lines(explanation: Explanation) -> tuple[str, ...]:
    return tuple(
        f"{row['procedure']}: {row['file']} › {row['sheet']} › строки {row['rows']} "
        f"({counted(row['count'], 'строка', 'строки', 'строк')})"
        for row in evidence_rows(explanation.evidence, explanation.year)
    )
