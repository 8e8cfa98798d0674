"""How a deadline is understood, in words for whoever wrote it."""

from dataclasses import dataclass

from opora.deadlines import KIND_IN_RUSSIAN, Deadline, Kind, Period, occurrences, read_deadline, written
from opora.vocabulary.spelling import counted

_SHOWN = 4


@dataclass(frozen=True)
class Understood:
    """A deadline in words.

    Attributes:
        kind: what sort of time it is.
        words: it written back in good Russian.
        days: when it is inside the plan: «с 01.03.2022 по 31.03.2022», the first of several.
        doubts: what was assumed or is doubtful; «» where nothing is.
        is_read: whether it was read at all.
    """

    kind: str
    words: str
    days: str
    doubts: str
    is_read: bool
    is_ambiguous: bool


def understood(deadline: Deadline, period: Period | None) -> Understood:
    """Return a deadline in words."""
    return Understood(
        kind=KIND_IN_RUSSIAN[deadline.kind],
        words=written(deadline),
        days=_days(deadline, period),
        doubts=deadline.note or "",
        is_read=deadline.kind != Kind.UNPARSEABLE,
        is_ambiguous=deadline.is_ambiguous,
    )


def understood_text(text: str, period: Period | None) -> Understood | None:
    """Return the same of words; None for none."""
    return understood(read_deadline(text, period), period) if text.strip() else None


def _days(deadline: Deadline, period: Period | None) -> str:
    windows = list(occurrences(deadline, period)) if period is not None else []
    if not windows:
        return ""
    told = [
        f"{one.ends_on:%d.%m.%Y}"
        if one.starts_on == one.ends_on
        else f"{one.starts_on:%d.%m.%Y} – {one.ends_on:%d.%m.%Y}"
        for one in windows[:_SHOWN]
    ]
    if len(windows) == 1:
        return told[0]
    rest = ", …" if len(windows) > _SHOWN else ""
    return f"{counted(len(windows), 'раз', 'раза', 'раз')}: {', '.join(told)}{rest}"
