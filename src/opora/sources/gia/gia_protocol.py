"""РИС ГИА protocols, 9 and 11 grades alike: results, items and schools of a whole book.

Both protocols have one build and differ in a column or two, and one book may hold both. So they are read here in one
way, each section as the exam it is; the readers `gia9` and `gia11` only tell whose book it is.
"""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from opora.sources.book import Book
from opora.sources.gia.answer_masks import Answer
from opora.sources.gia.appeal_changes import add_changes, changed_results, changes_in
from opora.sources.gia.exam_papers import measured_by
from opora.sources.gia.protocol_layout import layout_at
from opora.sources.gia.protocol_results import Result, SectionResults, final_column, section_grade, section_results
from opora.sources.gia.protocol_sections import sections
from opora.sources.taken import Circumstances, Taken
from opora.tables.results import ITEM_COLUMNS
from opora.vocabulary.papers import Paper
from opora.vocabulary.problems import Place, Problem

_DEPTH = 40  # rows from the top of a sheet among which its first heading row stands


def protocol_grade(book: Book) -> int | None:
    """Return 9 or 11 for a book with protocols, 0 for one that does not tell which, None for any other book.

    The first section that tells decides: it only names the book, each section is read as the exam it is.
    """
    if not any(_has_protocol(sheet.rows) for sheet in book.sheets):
        return None
    found = (section for sheet in book.sheets for section in sections(sheet) if section.layout.is_protocol)
    return next((grade for grade in map(section_grade, found) if grade), 0)


def _has_protocol(rows: Sequence[Any]) -> bool:
    layouts = (layout_at(rows, index) for index in range(min(_DEPTH, len(rows))))
    return any(layout is not None and layout.is_protocol for layout in layouts)


def read_protocols(book: Book, circumstances: Circumstances) -> Taken:
    """Return results, items and school codes of all protocols of a book; its appeal sheets change the results.

    Grain: one row per participant and exam. Names and documents stay in memory (see `pseudonym`).
    Source: domain reference §6.7, §6.8.
    """
    read = [
        part
        for sheet in book.sheets
        for section in sections(sheet)
        if section.layout.is_protocol
        for part in section_results(book, section, circumstances)
    ]
    taken = Taken(problems=[problem for part in read for problem in part.problems])
    if not any(part.section.rows for part in read):
        taken.problems.append(Problem("nothing-inside", Place(book.file)))
    changes, problems = changes_in(book, circumstances)
    taken.problems += problems
    add_changes(taken, changed_results(read, changes))
    for part in read:
        _add_results(taken, part)
    _add_items(taken, read)
    _add_schools(taken, read)
    taken.year = max((part.paper.year for part in read if part.paper), default=None)
    return taken


def _add_results(taken: Taken, part: SectionResults) -> None:
    paper = part.paper
    if paper is None:
        return
    width = max((len(_flat(result.items)) for result in part.results), default=0)
    taken.add_rows("results", [_row(part, paper, result, width) for result in part.results])


def _row(part: SectionResults, paper: Paper, result: Result, width: int) -> dict[str, Any]:
    who, final = result.participant, result.final.get(final_column(part.section, paper))
    items = _flat(result.items)
    row: dict[str, Any] = {
        **paper.columns,
        "school_code": who.school,
        "class_name": who.class_name,
        "pupil_grade": who.grade,
        "pupil": who.pupil,
        "held_on": part.held_on,
        "form": _form(result.items),
        "primary_score": result.primary_score,
        "test_score": final if measured_by(paper) == "test_score" else None,
        "mark": final if measured_by(paper) == "mark" else None,
        "source_sheet": part.section.sheet,
        "source_row": result.number,
    }
    for position, name in enumerate(ITEM_COLUMNS[:width]):
        row[name] = items[position].score if position < len(items) else None
    return row


def _flat(items: tuple[tuple[Answer, ...], ...] | None) -> list[Answer]:
    """Items are numbered over the short answers, then the long ones, then the oral part."""
    return [answer for mask in items or () for answer in mask]


def _form(items: tuple[tuple[Answer, ...], ...] | None) -> str | None:
    """Return the fingerprint of a paper's items: how many in each part, and the maxima the masks tell."""
    if not _flat(items):
        return None
    parts = (",".join(str(answer.most or "?") for answer in mask) for mask in items or ())
    return hashlib.blake2b("|".join(parts).encode(), digest_size=4).hexdigest()


@dataclass
class _Form:
    """One form of a paper as all its participants in the book show it."""

    sheet: str
    row: int
    maxima: list[int | None]
    only_signs: list[bool]


def _add_items(taken: Taken, read: Sequence[SectionResults]) -> None:
    """Add the items of each form once. A short answer's maximum is 1 where all wrote it as «+» or «-», else unknown."""
    forms: dict[tuple[Paper, str], _Form] = {}
    for part in read:
        for result in part.results:
            form, items = _form(result.items), _flat(result.items)
            if part.paper and form:
                first = _Form(part.section.sheet, part.section.layout.row, [a.most for a in items], [True] * len(items))
                known = forms.setdefault((part.paper, form), first)
                signs = zip(known.only_signs, items, strict=True)
                known.only_signs = [so_far and answer.is_sign for so_far, answer in signs]
    for (paper, form), known in forms.items():
        taken.add("items", len(known.maxima), _item_columns(paper, form, known))


def _item_columns(paper: Paper, form: str, known: _Form) -> dict[str, Any]:
    positions = list(range(1, len(known.maxima) + 1))
    return {
        **paper.columns,
        "form": form,
        "position": positions,
        "item": [str(position) for position in positions],
        "max_score": [1 if sign else most for most, sign in zip(known.maxima, known.only_signs, strict=True)],
        "source_sheet": known.sheet,
        "source_row": known.row,
    }


def _add_schools(taken: Taken, read: Sequence[SectionResults]) -> None:
    """Add each school code once. Protocols give no names; a municipality is known by its code."""
    schools: dict[str, str | None] = {}
    for part in read:
        for result in part.results:
            who = result.participant
            schools[who.school] = schools.get(who.school) or who.municipality
    rows = [
        {"school_code": school, "name": None, "municipality": municipality} for school, municipality in schools.items()
    ]
    taken.add_rows("school_names", rows)
