"""What later rooms add to the page of a school: lists, the case, plans with their tasks, the self-diagnosis."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from opora_web.accounts.models import Organisation
from opora_web.accounts.queries import may, organisations_contacted_by
from opora_web.accounts.rules import Verb
from opora_web.programme.analysis.sections import context_words, deficit_words, growth_words, objectivity_words
from opora_web.programme.case.models import Case
from opora_web.programme.case.queries import cases_visible_to, helpers_of, may_open_case
from opora_web.programme.diagnosis.models import Diagnosis
from opora_web.programme.diagnosis.queries import diagnoses_where
from opora_web.programme.execution.models import Occurrence
from opora_web.programme.execution.school_section import execution_at
from opora_web.programme.identification.models import ListEntry
from opora_web.programme.identification.queries import entries_visible_to
from opora_web.programme.meetings.models import MeetingDecision
from opora_web.programme.meetings.school_section import meetings_at
from opora_web.programme.objectivity.models import ObjectivityQuestion
from opora_web.programme.roadmap.models import Roadmap
from opora_web.programme.roadmap.queries import roadmaps_visible_to
from opora_web.programme.schools.recorded import SchoolField, fields_naming

Words = Callable[[Any, Organisation, dt.date], dict[str, Any] | None]


def _nothing(_person: Any, _school: Organisation, _today: dt.date) -> None:
    """Show nothing."""


@dataclass(frozen=True)
class SchoolSection:
    """What a room adds to the page of a school.

    Attributes:
        title: the section's heading.
        template: a template that draws its inside; it gets the words.
        verb: the verb a person needs at that school to see it.
        words: of the person, the school and today: the template's words; None – nothing to show.
        about: by what the room's records name a school; without any, `unrecorded` is shown instead of `words`.
        unrecorded: the template's words where no record names the school; nothing to show, unless a room says more.
    """

    title: str
    template: str
    verb: Verb
    words: Words
    about: SchoolField | None = None
    unrecorded: Words = _nothing


# A section asks for its own columns only: who is behind a row (select_related of the rooms' lists) it does not show,
# and putting such a question together costs more than asking it.


def _case(person: Any, school: Organisation, _today: dt.date) -> dict[str, Any] | None:
    found = cases_visible_to(person).select_related(None).filter(school=school).order_by("-opened_at").first()
    if found is None:
        return _no_case(person, school, _today)
    helpers = helpers_of([school.pk]).get(school.pk, [])
    return {"case": found, "helpers": helpers, "may_open": may_open_case(person, school, found), "school": school}


def _no_case(person: Any, school: Organisation, _today: dt.date) -> dict[str, Any] | None:
    return {"may_open": True, "school": school} if may_open_case(person, school, None) else None


def _contacts(person: Any, school: Organisation, _today: dt.date) -> dict[str, Any] | None:
    keeps = organisations_contacted_by(person).filter(pk=school.pk).exists()
    return {"school": school, "keeps": keeps} if school.contacts or keeps else None


def _entries(person: Any, school: Organisation, _today: dt.date) -> dict[str, Any] | None:
    entries = entries_visible_to(person).select_related(None).select_related("school_list")
    found = list(entries.filter(school=school).order_by("-school_list__year"))
    return {"entries": found} if found else None


def _plans(person: Any, school: Organisation, _today: dt.date) -> dict[str, Any] | None:
    plans = roadmaps_visible_to(person).select_related(None)
    found = list(plans.filter(organisation=school, is_template=False)[:10])
    return {"plans": found} if found else None


def _diagnosis(person: Any, school: Organisation, _today: dt.date) -> dict[str, Any] | None:
    found = diagnoses_where(person, Verb.SEE_CASES).select_related(None).filter(school=school).first()
    return None if found is None else {"diagnosis": found}


#: Sections in the order of the page.
SCHOOL_SECTIONS: tuple[SchoolSection, ...] = (
    SchoolSection(
        "Надёжность результатов",
        "programme/analysis/objectivity_section.html",
        Verb.SEE_OBJECTIVITY,
        objectivity_words,
        ObjectivityQuestion.school.field,
    ),
    SchoolSection("Сопровождение", "programme/case/section.html", Verb.SEE_CASES, _case, Case.school.field, _no_case),
    SchoolSection("Как связаться", "programme/school_contacts.html", Verb.SEE_SCHOOLS, _contacts),
    SchoolSection("Планы", "programme/roadmap/section.html", Verb.SEE_PLANS, _plans, Roadmap.organisation.field),
    SchoolSection(
        "Выполнение планов", "programme/execution/section.html", Verb.SEE_PLANS, execution_at, Occurrence.school.field
    ),
    SchoolSection(
        "Совещания",
        "programme/meetings/section.html",
        Verb.SEE_PLANS,
        meetings_at,
        MeetingDecision.organisation.field,
        lambda _person, school, _today: {"school": school},
    ),
    SchoolSection(
        "В списках", "programme/identification/section.html", Verb.SEE_SCHOOLS, _entries, ListEntry.school.field
    ),
    SchoolSection(
        "Самодиагностика", "programme/diagnosis/section.html", Verb.SEE_CASES, _diagnosis, Diagnosis.school.field
    ),
    SchoolSection("Дефициты", "programme/analysis/deficits_section.html", Verb.SEE_SCHOOLS, deficit_words),
    SchoolSection("Прирост", "programme/analysis/section.html", Verb.SEE_SCHOOLS, growth_words),
    SchoolSection("Результат в своих условиях", "programme/analysis/section.html", Verb.SEE_SCHOOLS, context_words),
)


def sections_of(person: Any, school: Organisation, today: dt.date) -> list[dict[str, Any]]:
    """Return the sections a person may see on a school's page, each with its title, template and words."""
    recorded = fields_naming(school, [one.about for one in SCHOOL_SECTIONS if one.about is not None])
    found = []
    for section in SCHOOL_SECTIONS:
        if not may(person, section.verb, school):
            continue
        is_told = section.about is None or section.about in recorded
        words = (section.words if is_told else section.unrecorded)(person, school, today)
        if words is not None:
            found.append({"title": section.title, "template": section.template, "words": words})
    return found
