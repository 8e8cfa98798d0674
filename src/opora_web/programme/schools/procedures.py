"""The procedures of a rule for one school in words: the same on the school's page and on «why is it on the list»."""

from dataclasses import dataclass

from opora.reports.wording import counts_text, interval_text, result_name, share_text, verdict_words
from opora.tables.identification import IdentifiedSchool

#: A result nobody can judge stays grey.
_TONES = {True: "bad", False: "info", None: ""}


@dataclass(frozen=True)
class ProcedureRow:
    """One procedure of the rule in words."""

    name: str
    counts: str
    share: str
    interval: str
    verdict: str
    tone: str


def procedure_rows(school: IdentifiedSchool, year: int, threshold: float | None) -> list[ProcedureRow]:
    """Return the procedures of the rule in words, in the rule's order; absent ones say why.

    Args:
        school: what the rule says of the school.
        year: the year asked for; a procedure of another year names it.
        threshold: of the rule, so that no share seems to stand on its other side.
    """
    return [
        ProcedureRow(
            name=result_name(one, with_year=one.year != year),
            counts=counts_text(one),
            share=share_text(one.share_below, threshold),
            interval=interval_text(one.interval),
            verdict=verdict_words(one),
            tone=_TONES[one.is_low],
        )
        for one in school.procedures
    ]
