"""Schools that may help one with its deficits: proposed with reasons, only of those the person may see."""

from opora.reports.analysis_report import ReportColumn, ReportTable
from opora_web.accounts.queries import may
from opora_web.accounts.rules import Verb
from opora_web.facts import SchoolFacts
from opora_web.programme.analysis.measured import Counting
from opora_web.programme.analysis.page import Asked
from opora_web.programme.analysis.papers import HeldPaper

_SHOWN = 5
_COUNTING = "Наставники подбираются; обновите страницу через минуту."
_NOBODY_SEEN = "Среди школ, которые открывает должность, предложить в наставники некого."


def proposed_mentors(asked: Asked, school: SchoolFacts, held: HeldPaper) -> tuple[tuple[str, ...], ReportTable | None]:
    """Return what is to be said of mentors, and their table; nothing to those who see no other school."""
    if len(asked.schools) == 1:
        return (), None
    found = asked.answer("mentors", held.code, school.code)
    if isinstance(found, Counting):
        return (_COUNTING,), None
    if found.refused:
        return (), None
    answer = found.answer
    seen = [one for one in answer.mentors if one.mentor in asked.schools][:_SHOWN]
    if not seen:
        return (_NOBODY_SEEN,) if answer.deficits else (), None
    rows = tuple((one.name, asked.schools[one.mentor].municipality, " ".join(one.reasons)) for one in seen)
    columns = (ReportColumn("Школа", 36), ReportColumn("Муниципалитет", 22), ReportColumn("Почему она", 80))
    caption = "Кто в похожих условиях справляется с тем же лучше: порядок – о пользе для этой школы, не о местах."
    notes = tuple(answer.notes) if may(asked.person, Verb.SEE_OBJECTIVITY) else ()
    return notes, ReportTable("Наставники", caption, columns, rows)
