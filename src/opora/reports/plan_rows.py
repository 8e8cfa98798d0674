"""What plans say the same way in Word and Excel: columns beyond the usual ones, targets with their schools."""

from collections.abc import Sequence

from opora.tables.plan import Measure, Target

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


def target_words(target: Target, unit: str) -> str:
    """Return a target with the schools whose turn it is on a line of their own, so that it can be read back."""
    schools = f"школы: {'; '.join(target.schools)}" if target.schools else ""
    return "\n".join(filter(None, (target.words(unit), schools)))
