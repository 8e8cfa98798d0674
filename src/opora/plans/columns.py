"""Columns of a plan are known by the meaning of their headings, in any order and wording."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from opora.plans.documents.table_of_text import TableOfText, TextRow, one_line
from opora.vocabulary.spelling import tidy

#: Rows from the top of a table among which its heading stands.
TOP_ROWS = 12

#: What a column means → how its heading may be worded; the first that fits counts, in this order.
_MEANINGS = tuple(
    (meaning, re.compile(words))
    for meaning, words in (
        ("section", (r"^(?:наименование|название|номер)? ?(?:раздел|направлени)[а-я]*"
                     r"(?: (?:план|работ|деятельност)[а-я]*)?$")),
        ("number", r"^(?:№|n|номер|ном\.|#)(?: ?п ?[/.\\]? ?п\.?)?(?: пункта)?\.?$|^п ?[/.\\] ?п\.?$|^№"),
        ("done", r"^отметк|^статус|^факт(?!ор)|^выполнен(?:о|ие)$|^исполнение$|^исполнено|^ход (?:вы|ис)полнения"),
        ("starts", r"(?:дата|срок\w*)? ?начал[ао]"),
        ("ends", r"(?:дата|срок\w*)? ?(?:окончани|завершени)"),
        ("deadline", (r"срок|\bдат[аы]\b|период|^когда|\bврем[яе]|месяц|график|"
                      r"^(?:учебн\w+ )?(?:квартал|четверть|полугодие|неделя)$")),
        ("responsible", r"ответствен|^отв\b|исполнител|^кто\b|куратор|координатор"),
        ("target", r"целев(?:ое|ые) значени"),
        ("expected", (r"результат|показател|вид (?:итогового )?документ|итогов\w* документ|\bвыход|продукт|индикатор|"
                      r"форм\w отч[её]т|критери|подтвержд|документ\w*$|эффект|подведени\w+ итог|"
                      r"^где (?:слуша|рассм|заслуш|подвод|обсужд)")),
        ("note", r"примечани|комментари|замечани"),
        ("name", (r"мероприяти|содержание|наименование|действи|\bвиды? (?:работ|деятельности)|^меры|\bмеры\b|^шаги|"
                  r"^тем[аы]\b|^что |^работы?$|^мера$|^событи|^дел[ао]\b|^вопрос|^объект")),
        ("section", r"раздел|направлени|^блок|^этап|^задач"),
    )
)  # fmt: skip
_YEAR = re.compile(
    r"^(?:на |за )?(20\d\d)(?: ?[/-] ?(?:20)?\d\d)?(?: ?(?:г\.?|год|гг\.?|уч\.? ?г(?:од|\.)?|учебный год))?$"
)
_INDICATOR = re.compile(r"(?:наименование )?показател", re.IGNORECASE)
_MEASURE = re.compile(r"мероприяти|действи|\bмер[аы]\b|работ", re.IGNORECASE)
_LONGEST_HEADING = 120
_PARTED = re.compile(r"(?<=[а-я])-\s+(?=[а-я])")  # «ответ- ствен- ный»: a word parted in a narrow column


@dataclass(frozen=True)
class PlanColumns:
    """The heading of a plan's table.

    Attributes:
        last_row: position of the last row of the heading in the table; -1 where the table has none of its own.
        places: columns of each meaning, in their order.
        headings: heading of every column as the sender wrote it.
    """

    last_row: int
    places: dict[str, tuple[int, ...]]
    headings: tuple[str, ...]

    def first(self, meaning: str) -> int | None:
        """Return the first column of a meaning, None where the plan has no such column."""
        return self.places.get(meaning, (None,))[0]

    def has(self, *meanings: str) -> bool:
        """Tell whether the plan has a column of any of the meanings."""
        return any(meaning in self.places for meaning in meanings)

    def heading(self, meaning: str) -> str:
        """Return how the sender calls the column of a meaning, «» where there is none."""
        column = self.first(meaning)
        return "" if column is None else self.headings[column]


def meaning_of(heading: str) -> str | None:
    """Return what a column of that heading holds first of all, or None."""
    return next(iter(_meanings_of(heading)), None)


@lru_cache(maxsize=4096)
def _meanings_of(heading: str) -> tuple[str, ...]:
    """Return what a column of that heading holds; «Сроки, ответственные» are two things."""
    words = _PARTED.sub("", tidy(heading).casefold().replace("ё", "е"))
    if not words or len(words) > _LONGEST_HEADING:
        return ()
    found = tuple(meaning for meaning, known in _MEANINGS if known.search(words))
    return found[:2] if found[:2] == ("deadline", "responsible") else found[:1]


def year_of(heading: str) -> str | None:
    """Return the year a heading is: «2021 год» → «2021», «2020/2021 уч. год» as it stands, or None."""
    words = tidy(heading)
    return words if _YEAR.match(words.casefold()) else None


def plan_columns(table: TableOfText) -> PlanColumns | None:
    """Return the heading of a table of measures, or None: what is done and when or by whom must be there."""
    for index in range(min(TOP_ROWS, len(table.rows))):
        for found in _headings_at(table.rows, index):
            if _is_of_plan(found):
                return found
    return None


def indicator_columns(table: TableOfText) -> PlanColumns | None:
    """Return the heading of a table of indicators, or None: years stand above two columns, or one beside the names."""
    for index in range(min(TOP_ROWS, len(table.rows))):
        for found in _headings_at(table.rows, index):
            years = sum(year_of(heading) is not None for heading in found.headings)
            if years > 1 or (years == 1 and any(map(_INDICATOR.match, found.headings))):
                return found
    return None


def _headings_at(rows: Sequence[TextRow], index: int) -> Iterator[PlanColumns]:
    """Offer the row joined with the next one, where a cell of it is divided there, then the row alone."""
    upper = rows[index]
    lower = rows[index + 1] if index + 1 < len(rows) else None
    if lower is not None and _is_divided(upper, lower):
        yield _columns(index + 1, [_joined(*pair) for pair in zip(upper.cells, lower.cells, strict=True)])
    yield _columns(index, [one_line(cell) for cell in upper.cells])


def _is_divided(upper: TextRow, lower: TextRow) -> bool:
    """Tell whether the lower row belongs to the heading: it divides a wide cell, or hangs from a high one."""
    is_wide = any(upper.width_of(column) > 1 and upper.cells[column].strip() for column in range(len(upper.cells)))
    is_high = any(one == other for one, other in zip(upper.owners, lower.owners, strict=True))
    parts = [meaning_of(one_line(cell)) or year_of(one_line(cell)) for cell in lower.filled.values()]
    return (is_wide or is_high) and len(upper.filled) > 1 and any(parts)


def _joined(above: str, below: str) -> str:
    above, below = one_line(above), one_line(below)
    if above == below or not below:
        return above
    return f"{above} {below}" if meaning_of(below) is None and year_of(below) is None else below


def _columns(last_row: int, headings: Sequence[str]) -> PlanColumns:
    places: dict[str, tuple[int, ...]] = {}
    for column, heading in enumerate(headings):
        for meaning in _meanings_of(heading):
            places[meaning] = (*places.get(meaning, ()), column)
    return PlanColumns(last_row, _settled(places, headings), tuple(headings))


def _settled(places: dict[str, tuple[int, ...]], headings: Sequence[str]) -> dict[str, tuple[int, ...]]:
    """Give the name of a measure a column where only a direction, a task or a section is headed."""
    if "name" not in places and "section" in places:
        places["name"] = places.pop("section")[-1:]
    if "name" in places and len(set(map(tidy, (headings[column] for column in places["name"])))) > 1:
        places["other_names"] = places["name"][1:]
        places["name"] = places["name"][:1]
    return places


def _is_of_plan(found: PlanColumns) -> bool:
    """Tell whether these are the columns of measures: each its own, a name, and a day or somebody for it."""
    if "name" not in found.places or not found.has("deadline", "responsible", "starts", "ends"):
        return False
    years = sum(year_of(heading) is not None for heading in found.headings)
    are_deadlines = not found.has("deadline", "starts", "ends") and bool(_MEASURE.search(found.heading("name")))
    return years < 2 or are_deadlines  # noqa: PLR2004 - years side by side are targets, or deadlines by marks below
