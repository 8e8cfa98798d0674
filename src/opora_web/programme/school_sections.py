"""What later rooms add to the page of a school: lists, the case, plans with their tasks, the self-diagnosis."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from opora_web.accounts.models import Organisation
from opora_web.accounts.queries import organisations_contacted_by
from opora_web.accounts.rules import Verb
from opora_web.programme.analysis.sections import context_words, deficit_words, growth_words, objectivity_words
from opora_web.programme.case.queries import cases_visible_to, helpers_of, may_open_case
from opora_web.programme.diagnosis.queries import diagnoses_where
from opora_web.programme.execution.school_section import execution_at
from opora_web.programme.identification.queries import entries_visible_to
from opora_web.programme.meetings.school_section import meetings_at
from opora_web.programme.roadmap.queries import roadmaps_visible_to


@dataclass(frozen=True)
class SchoolSection:
    """What a room adds to the page of a school.

    Attributes:
        title: the section's heading.
        template: a template that draws its inside; it gets the words.
        verb: the verb a person needs at that school to see it.
        words: of the person, the school and today: the template's words; None – nothing to show.
    """

    title: str
    template: str
    verb: Verb
    words: Callable[[Any, Organisation, dt.date], dict[str, Any] | None]


def _case(person: Any, school: Organisation, _today: dt.date) -> dict[str, Any] | None:
    found = cases_visible_to(person).filter(school=school).order_by("-opened_at").first()
    may_open = may_open_case(person, school, found)
    if found is None and not may_open:
        return None
    helpers = helpers_of([school.pk]).get(school.pk, []) if found else []
    return {"case": found, "helpers": helpers, "may_open": may_open, "school": school}


def _contacts(person: Any, school: Organisation, _today: dt.date) -> dict[str, Any] | None:
    keeps = organisations_contacted_by(person).filter(pk=school.pk).exists()
    return {"school": school, "keeps": keeps} if school.contacts or keeps else None


def _entries(person: Any, school: Organisation, _today: dt.date) -> dict[str, Any] | None:
    found = list(entries_visible_to(person).filter(school=school).order_by("-school_list__year"))
    return {"entries": found} if found else None


def _plans(person: Any, school: Organisation, _today: dt.date) -> dict[str, Any] | None:
    found = list(roadmaps_visible_to(person).filter(organisation=school, is_template=False)[:10])
    return {"plans": found} if found else None


def _diagnosis(person: Any, school: Organisation, _today: dt.date) -> dict[str, Any] | None:
    found = diagnoses_where(person, Verb.SEE_CASES).filter(school=school).first()
    return None if found is None else {"diagnosis": found}


#: Sections in the order of the page.
SCHOOL_SECTIONS: tuple[SchoolSection, ...] = (
    SchoolSection(
        "Надёжность результатов", "programme/analysis/objectivity_section.html", Verb.SEE_OBJECTIVITY, objectivity_words
    ),
    SchoolSection("Сопровождение", "programme/case/section.html", Verb.SEE_CASES, _case),
    SchoolSection("Как связаться", "programme/school_contacts.html", Verb.SEE_SCHOOLS, _contacts),
    SchoolSection("Планы", "programme/roadmap/section.html", Verb.SEE_PLANS, _plans),
    SchoolSection("Выполнение планов", "programme/execution/section.html", Verb.SEE_PLANS, execution_at),
    SchoolSection("Совещания", "programme/meetings/section.html", Verb.SEE_PLANS, meetings_at),
    SchoolSection("В списках", "programme/identification/section.html", Verb.SEE_SCHOOLS, _entries),
    SchoolSection("Самодиагностика", "programme/diagnosis/section.html", Verb.SEE_CASES, _diagnosis),
    SchoolSection("Дефициты", "programme/analysis/deficits_section.html", Verb.SEE_SCHOOLS, deficit_words),
    SchoolSection("Прирост", "programme/analysis/section.html", Verb.SEE_SCHOOLS, growth_words),
    SchoolSection("Результат в своих условиях", "programme/analysis/section.html", Verb.SEE_SCHOOLS, context_words),
)
