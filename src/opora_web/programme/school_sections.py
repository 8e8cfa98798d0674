"""What later rooms add to the page of a school: lists, the case, plans with their tasks, the self-diagnosis."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.db import connection, models

from opora_web.accounts.models import Organisation
from opora_web.accounts.queries import may, organisations_contacted_by
from opora_web.accounts.rules import Verb
from opora_web.programme.analysis.sections import context_words, deficit_words, growth_words, objectivity_words
from opora_web.programme.case.queries import cases_visible_to, helpers_of, may_open_case
from opora_web.programme.diagnosis.models import Diagnosis
from opora_web.programme.diagnosis.queries import diagnoses_where
from opora_web.programme.execution.models import Occurrence
from opora_web.programme.execution.school_section import execution_at
from opora_web.programme.identification.models import ListEntry
from opora_web.programme.identification.queries import entries_visible_to
from opora_web.programme.meetings.school_section import meetings_at
from opora_web.programme.objectivity.models import ObjectivityQuestion
from opora_web.programme.roadmap.models import Roadmap
from opora_web.programme.roadmap.queries import roadmaps_visible_to


@dataclass(frozen=True)
class SchoolSection:
    """What a room adds to the page of a school.

    Attributes:
        title: the section's heading.
        template: a template that draws its inside; it gets the words.
        verb: the verb a person needs at that school to see it.
        words: of the person, the school and today: the template's words; None – nothing to show.
        about: by what the room's records name a school, where without any record there is nothing to show.
    """

    title: str
    template: str
    verb: Verb
    words: Callable[[Any, Organisation, dt.date], dict[str, Any] | None]
    about: models.ForeignKey[Any, Any] | None = None


# A section asks for its own columns only: who is behind a row (select_related of the rooms' lists) it does not show,
# and putting such a question together costs more than asking it.


def _case(person: Any, school: Organisation, _today: dt.date) -> dict[str, Any] | None:
    found = cases_visible_to(person).select_related(None).filter(school=school).order_by("-opened_at").first()
    may_open = may_open_case(person, school, found)
    if found is None and not may_open:
        return None
    helpers = helpers_of([school.pk]).get(school.pk, []) if found else []
    return {"case": found, "helpers": helpers, "may_open": may_open, "school": school}


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
    SchoolSection("Сопровождение", "programme/case/section.html", Verb.SEE_CASES, _case),
    SchoolSection("Как связаться", "programme/school_contacts.html", Verb.SEE_SCHOOLS, _contacts),
    SchoolSection("Планы", "programme/roadmap/section.html", Verb.SEE_PLANS, _plans, Roadmap.organisation.field),
    SchoolSection(
        "Выполнение планов", "programme/execution/section.html", Verb.SEE_PLANS, execution_at, Occurrence.school.field
    ),
    SchoolSection("Совещания", "programme/meetings/section.html", Verb.SEE_PLANS, meetings_at),
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
    recorded, found = _recorded(school), []
    for section in SCHOOL_SECTIONS:
        is_asked = may(person, section.verb, school) and (section.about is None or section.about in recorded)
        words = section.words(person, school, today) if is_asked else None
        if words is not None:
            found.append({"title": section.title, "template": section.template, "words": words})
    return found


def _recorded(school: Organisation) -> set[models.ForeignKey[Any, Any]]:
    """Return by which fields any record names a school, whoever may see the record.

    Most schools have no records in most rooms. Written out, the question costs nothing beside those it spares: a room's
    own carries who may see what, and Django puts it together anew each time.
    """
    fields = [section.about for section in SCHOOL_SECTIONS if section.about is not None]
    each = (f"EXISTS (SELECT 1 FROM {_table(field)} WHERE {_quoted(field.column)} = %s)" for field in fields)  # noqa: S608 - names of the models' own tables
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(each)}", [school.pk] * len(fields))
        return {field for field, is_there in zip(fields, cursor.fetchone(), strict=True) if is_there}


def _table(field: models.ForeignKey[Any, Any]) -> str:
    return _quoted(field.model._meta.db_table)  # noqa: SLF001 - Django's documented way to a model's table


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
