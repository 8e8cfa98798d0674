"""All an authority wrote for itself, looked through at once: what cannot be used is told before somebody needs it."""

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path

from opora.vocabulary.authority_reading import AuthorityFileUnreadableError
from opora.vocabulary.calendar import results_due
from opora.vocabulary.help_kinds import help_kinds
from opora.vocabulary.meeting_norms import meeting_norms
from opora.vocabulary.papers import Paper
from opora.vocabulary.phases import phase_plan
from opora.vocabulary.procedures import procedure_named
from opora.vocabulary.programme_sections import programme_sections
from opora.vocabulary.questionnaire import questionnaire
from opora.vocabulary.rules import rule_set, rule_set_names
from opora.vocabulary.scales import minimum_scores, scale_of
from opora.vocabulary.subjects import subject_named

#: To ask for anything is to read everything.
_ANY = Paper(2024, "vpr", "mathematics", 5)


def own_file_problems(where: Sequence[Path]) -> list[str]:
    """Return a line for every key of an authority's files that cannot be used; each once, whoever meets it.

    Args:
        where: its folders, as `authority.folders` returns them; the process works for them (`in_force.work_for`).
    """
    found = (problem for reading in _readings(tuple(where)) for problem in _problems(reading))
    return list(dict.fromkeys(found))


def _readings(where: tuple[Path, ...]) -> Iterator[Callable[[], object]]:
    yield partial(procedure_named, _ANY.procedure)
    yield partial(subject_named, _ANY.subject)
    yield partial(results_due, _ANY.procedure, _ANY.year)
    yield partial(scale_of, _ANY, where=where)
    yield partial(phase_plan, where=where)
    for read in (minimum_scores, programme_sections, help_kinds, questionnaire, meeting_norms):
        yield partial(read, where)
    for name in rule_set_names(where):
        yield partial(rule_set, name, where)


def _problems(reading: Callable[[], object]) -> list[str]:
    try:
        reading()
    except AuthorityFileUnreadableError as unreadable:
        return str(unreadable).splitlines()
    return []
