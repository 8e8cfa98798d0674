"""«Why is this school on the list?»: the explanation as the page shows it, and whether computing again agrees."""

from dataclasses import dataclass

from django.http import Http404

from opora.analysis.cells import YearMissingError
from opora.reports.wording import counts_text, result_name
from opora.tables.identification import Evidence, Explanation, SourceRow
from opora.vocabulary.authority import AuthorityFileMissingError
from opora_web.facts import Facts


@dataclass(frozen=True)
class FileRows:
    """The rows of one file behind one procedure. Grain: one procedure, one file."""

    procedure: str
    file: str
    rows: tuple[SourceRow, ...]

    @property
    def are_counts(self) -> bool:
        """Whether the file gives ready-made counts instead of pupils."""
        return all(row.pupil is None and row.pupils is not None for row in self.rows)


@dataclass(frozen=True)
class Difference:
    """One thing that came out differently when it was computed again."""

    what: str
    shown: str
    again: str


def explanation_asked(facts: Facts, school: str, year: int, rules: str) -> Explanation:
    """Return why a school is on the list or is not.

    Raises:
        Http404: the release has no such school or year, or there is no such rule set.
    """
    try:
        return facts.explanation(school, year, rules)
    except (KeyError, YearMissingError, AuthorityFileMissingError):
        raise Http404 from None


def without_rows(explained: Explanation) -> Explanation:
    """Return the explanation for somebody who may not see the rows of files."""
    return explained.model_copy(update={"evidence": []})


def rows_of_files(explained: Explanation) -> list[FileRows]:
    """Return the very rows behind the numbers, procedure by procedure and file by file."""
    found: dict[tuple[str, str], list[SourceRow]] = {}
    for one in explained.evidence:
        for row in one.rows:
            found.setdefault((_named(one, explained.year), row.file), []).append(row)
    return [FileRows(procedure, file, tuple(rows)) for (procedure, file), rows in found.items()]


def counted_rows(explained: Explanation) -> list[tuple[str, int, int]]:
    """Return for each procedure how many rows in how many files stand behind it."""
    return [
        (_named(one, explained.year), len(one.rows), len({row.file for row in one.rows}))
        for one in explained.evidence
    ]  # fmt: skip


def _named(one: Evidence, year: int) -> str:
    return result_name(one, with_year=one.year != year)


def differences(shown: Explanation, again: Explanation) -> list[Difference]:
    """Return what differs between what a page shows and what came out when it was computed again."""
    found = [
        Difference(words, str(getattr(shown.identified, name)), str(getattr(again.identified, name)))
        for name, words in _COMPARED.items()
        if getattr(shown.identified, name) != getattr(again.identified, name)
    ]
    earlier = {(one.label, one.year): one for one in shown.identified.procedures}
    for one in again.identified.procedures:
        before = earlier.get((one.label, one.year))
        if before != one:
            found.append(Difference(one.label, counts_text(before) if before else "–", counts_text(one)))
    if not found and shown != again:
        found.append(Difference("формулировки или строки", "прежние", "новые"))
    return found


_COMPARED = {
    "status": "вывод по правилу",
    "listed": "впервые или нет",
    "low_procedures": "низких процедур",
    "probability_low": "вероятность",
    "list_stability": "устойчивость",
}
