"""What stands above a plan's table: its title, the years it is for, the paper that approved it."""

import datetime as dt
import re
from collections.abc import Iterable, Sequence

from opora.deadlines import Period, PeriodError, period_of, read_deadline
from opora.deadlines.months_in_russian import NOMINATIVE
from opora.plans.columns import PlanColumns
from opora.plans.documents.table_of_text import TableOfText, one_line
from opora.tables.plan import Approval

_TITLE = re.compile(
    r"^\W*(?:[а-яё-]+(?:ый|ая|ий|ое|ой)\s+){0,3}"
    r"(?:план\b|план-|дорожн\w+ карт|программа\b|комплекс\b|циклограмма\b|график\b|мероприятия\b)",
    re.IGNORECASE,
)
_MOST_TITLE_LINES, _LONGEST_TITLE = 8, 600
_NEW_SENTENCE = re.compile(
    r"^(?:цель|цели|задач|проблема|срок|основани|пояснительн|примечани|общие|раздел|№|[ivx\d]+\.\s)", re.IGNORECASE
)
_ORDER = re.compile(
    r"(?:приказ|распоряжени|постановлени|решени)\w*(?P<whose>[^№\n]{0,200}?)"
    r"(?:от\s*[«\"]?(?P<day>\d{1,2})[»\"]?[.\s]\s*(?P<month>\d{1,2}|[а-яё]{3,9})[.\s]\s*(?P<year>20\d\d)\s*(?:г\.?|года)?)?"
    r"\s*№\s*(?P<number>[\w/–-]+)",
    re.IGNORECASE,
)
_MOST_LINES, _MOST_LETTERS = 200, 20_000  # above a table; what stands farther approves something else
_APPROVES = re.compile(r"утвержд|приложение", re.IGNORECASE)
_MONTHS = ("янв", "фев", "мар", "апр", "ма", "июн", "июл", "авг", "сен", "окт", "ноя", "дек")
_FOR = re.compile(r"\bна\s+(?=\S{0,12}\s?(?:\S{1,12}\s)?(?:\S{1,12}\s)?20\d\d)", re.IGNORECASE)
_SCHOOL_YEAR = re.compile(
    r"(?P<first>20\d\d)(?:\s?/\s?(?P<last>20\d\d|\d\d)(?!\d)"
    r"|\s?[-–—]\s?(?P<other>20\d\d|\d\d)(?=\s*(?:уч\b|уч\.|учебн)))",
    re.IGNORECASE,
)
_YEARS = re.compile(r"(20\d\d)\s*(?:г\.?|года?|гг\.?)?\s*(?:[-–—]|по|до)\s*(20\d\d)(?!\d)", re.IGNORECASE)
_ONE = re.compile(r"(?<!№)(?<!№ )(20\d\d)(?!\d)(?=\s*(?:г\b|г\.|год|календарн|\W*$|\())", re.IGNORECASE)
_MONTHS_OF_YEAR = re.compile(
    r"(?:(?:янв|фев|мар|апр|ма[йя]|июн|июл|авг|сен|окт|ноя|дек)\w*(?:\s*20\d\d\s*(?:г\.?|года)?)?"
    r"(?:\s*[-–—]\s*(?:янв|фев|мар|апр|ма[йя]|июн|июл|авг|сен|окт|ноя|дек)\w*)?"
    r"|(?:[1-4]|I{1,3}V?|IV)\s*-?\w{0,3}\s*(?:квартал|полугоди)\w*)\s*20\d\d\s*(?:г\.?|года?)?",
    re.IGNORECASE,
)
_TERM = re.compile(r"^(?:этап\w* и )?срок\w*(?: и этап\w*)?(?: \w+){0,3}$", re.IGNORECASE)
_FOR_YEARS = re.compile(r"\bна\s+(?:период\s+)?(?:с\s+)?[^.:;]{0,40}\b20\d\d", re.IGNORECASE)


def lines_of_heading(lines: Sequence[str], table: TableOfText, columns: PlanColumns) -> list[str]:
    """Return the lines above the table and the rows of one cell above its heading, where a sheet holds its title."""
    lines = [line for one in lines for line in one.split("\n")]
    for row in table.rows[: max(columns.last_row, 0)]:
        filled = list(row.filled.values())
        if len(filled) == 1:
            lines += filled[0].split("\n")
    return lines


def title_of(lines: Sequence[str]) -> str | None:
    """Return the title among the lines above a plan, with the lines it takes.

    The first that names its years; an order quotes the title of its appendix before the appendix itself says it.
    """
    starts = [index for index, line in enumerate(lines) if len(line) < _LONGEST_TITLE and _TITLE.match(line)]
    if not starts:
        return None
    start = max(starts, key=lambda index: (bool(_FOR_YEARS.search(_from(lines, index))), not _is_quoted(lines[index])))
    return _from(lines, start)


def _is_quoted(line: str) -> bool:
    return line.lstrip().startswith(("«", '"'))


def _from(lines: Sequence[str], start: int) -> str:
    taken: list[str] = []
    for line in lines[start : start + _MOST_TITLE_LINES]:
        words = one_line(line)
        is_over = not words or _NEW_SENTENCE.match(words) or words.casefold() in NOMINATIVE
        if taken and (is_over or taken[-1].endswith((":", "."))):
            break
        if len(" ".join(taken)) + len(words) > _LONGEST_TITLE:
            break
        taken.append(words)
    return " ".join(taken)


def stated_period(title: str | None, lines: Sequence[str]) -> Period | None:
    """Return the years a plan is for, as its title or a line above the table says («на 2020–2023 годы»), or None."""
    found = period_in(title) if title else None
    for line in lines:
        if found is not None:
            break
        if _FOR_YEARS.search(line):
            found = period_in(line)
    return found


def period_of_passport(tables: Iterable[TableOfText]) -> Period | None:
    """Return the years that the passport of a programme names: «Сроки реализации | 2025–2027 годы», or None."""
    for row in (row for table in tables for row in table.rows):
        match [one_line(cell) for cell in row.filled.values()]:
            case [label, value] if _TERM.match(label) and (found := period_in(value)) is not None:
                return found
    return None


def period_in(text: str) -> Period | None:
    """Return the period a sentence names, what follows «на» first; None where it names none, or an impossible one."""
    words = one_line(text)
    for piece in (*(words[found.end() :] for found in _FOR.finditer(words)), words):
        found = (
            _SCHOOL_YEAR.search(piece) or _YEARS.search(piece) or _MONTHS_OF_YEAR.search(piece) or _ONE.search(piece)
        )
        period = _period(found) if found else None
        if period is not None:
            return period
    return None


def _period(found: re.Match[str]) -> Period | None:
    """Return the period as the words found name it."""
    try:
        if found.re is _MONTHS_OF_YEAR:
            named = read_deadline(found[0], None)
            return Period(named.starts_on, named.ends_on) if named.starts_on and named.ends_on else None
        if found.re is _SCHOOL_YEAR:
            return period_of(f"{found['first']}/{(found['last'] or found['other'])[-2:]}")
        return period_of("-".join(found.groups()))
    except PeriodError:
        return None


def approval_of(lines: Sequence[str]) -> Approval | None:
    """Return the paper that approved the plan, where the lines above the table name it."""
    text = " ".join(one_line(line) for line in lines[-_MOST_LINES:])[-_MOST_LETTERS:]
    for found in _ORDER.finditer(text):
        if _APPROVES.search(text[max(0, found.start() - 200) : found.start()]):
            return Approval(text=one_line(found[0]), number=found["number"], on=_day(found))
    return None


def _day(found: re.Match[str]) -> dt.date | None:
    month = (found["month"] or "").casefold()
    number = (
        int(month)
        if month.isdigit()
        else next((place for place, start in enumerate(_MONTHS, start=1) if month.startswith(start)), 0)
    )
    try:
        return dt.date(int(found["year"] or 0), number, int(found["day"] or 0))
    except ValueError:
        return None
