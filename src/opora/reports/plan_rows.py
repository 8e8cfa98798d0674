"""Columns a plan has beyond the usual ones: the same in Word and Excel."""

from collections.abc import Sequence

from opora.tables.plan import Measure

_NOTE, _DONE = "Примечание", "Отметка о выполнении"


def extra_headings(measures: Sequence[Measure]) -> list[str]:
    """Return the headings of columns beyond the usual ones that any measure fills: other columns, note, execution."""
    others = list(dict.fromkeys(heading for measure in measures for heading in measure.other))
    if any(measure.note for measure in measures):
        others.append(_NOTE)
    if any(measure.done for measure in measures):
        others.append(_DONE)
    return others


def extra_words(measure: Measure, headings: Sequence[str]) -> list[str]:
    """Return what a measure says in those columns."""
    known = {_NOTE: measure.note, _DONE: measure.done}
    return [measure.other.get(heading) or known.get(heading, "") for heading in headings]
