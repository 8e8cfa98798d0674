"""What later rooms add to the page of a school: places on lists, the case, tasks of plans, the self-diagnosis."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from opora_web.accounts.models import Organisation
from opora_web.accounts.rules import Verb
from opora_web.programme.case.queries import cases_visible_to, helpers_of
from opora_web.programme.diagnosis.queries import diagnoses_where
from opora_web.programme.execution.school_section import execution_at
from opora_web.programme.identification.queries import entries_visible_to


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
    return None if found is None else {"case": found, "helpers": helpers_of([school.pk]).get(school.pk, [])}


def _entries(person: Any, school: Organisation, _today: dt.date) -> dict[str, Any] | None:
    found = list(entries_visible_to(person).filter(school=school).order_by("-school_list__year"))
    return {"entries": found} if found else None


def _diagnosis(person: Any, school: Organisation, _today: dt.date) -> dict[str, Any] | None:
    found = diagnoses_where(person, Verb.SEE_CASES).filter(school=school).first()
    return None if found is None else {"diagnosis": found}


#: Sections in the order of the page.
SCHOOL_SECTIONS: tuple[SchoolSection, ...] = (
    SchoolSection("Сопровождение", "programme/case/section.html", Verb.SEE_CASES, _case),
    SchoolSection("Выполнение планов", "programme/execution/section.html", Verb.SEE_PLANS, execution_at),
    SchoolSection("В списках", "programme/identification/section.html", Verb.SEE_SCHOOLS, _entries),
    SchoolSection("Самодиагностика", "programme/diagnosis/section.html", Verb.SEE_CASES, _diagnosis),
)
