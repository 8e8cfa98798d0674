"""What every page of a school has on top: who it is, which release is read, where its tabs lead."""

from typing import Any

from opora_web.accounts.models import Organisation
from opora_web.facts import DEFAULT_RULES, Facts, SchoolFacts
from opora_web.intake.models import SchoolEvent
from opora_web.intake.register.queries import events_of
from opora_web.programme.schools.recorded import fields_naming
from opora_web.programme.schools.rows import codes_of, is_by_name, latest_identified

#: Tabs of a school: address name → title.
TABS = (("school", "Обзор"), ("school_results", "Результаты"), ("school_sources", "Откуда числа"))


def header_of(facts: Facts, organisation: Organisation, here: str) -> dict[str, Any]:
    """Return the words of a school's head for templates.

    Args:
        facts: the release read.
        organisation: the school, which the person may see.
        here: the name of the page's address.
    """
    school = facts.schools.get(organisation.code or "")
    return {
        "organisation": organisation,
        "code": organisation.code,
        "school": school,
        "said": latest_identified(facts).get(organisation.code or ""),
        "codes": [code for code in codes_of(school) if code != school.code and not is_by_name(code)] if school else [],
        "joinings": _joinings(organisation),
        "marks_of_school": _marks(school) if school else [],
        "facts": facts,
        "origin": origin_of(facts),
        "year": facts.years[0] if facts.years else None,
        "rules": DEFAULT_RULES,
        "tabs": [(name, title, name == here) for name, title in TABS],
    }


def _joinings(organisation: Organisation) -> list[tuple[SchoolEvent, str]]:
    """Return what a school was joined to and what joined it, in words."""
    if not fields_naming(organisation, (SchoolEvent.school.field, SchoolEvent.other.field)):
        return []
    return [(event, event.words_at(organisation)) for event in events_of(organisation) if event.other_id]


def _marks(school: SchoolFacts) -> list[str]:
    """Return what is said of a school in a line under its name."""
    rural = {True: "сельская", False: "городская", None: ""}[school.register.get("rural")]
    return [word for word in (school.kind, rural) if word]


def origin_of(facts: Facts) -> str:
    """Return in a sentence which data a page shows."""
    if not facts.number:
        return "Данных ещё нет."
    made = f" от {facts.made_at:%d.%m.%Y}" if facts.made_at else ""
    if not facts.years:
        return f"Выпуск данных № {facts.number}{made}; результатов в нём нет."
    rule = facts.identification(facts.years[0], DEFAULT_RULES)
    return (
        f"Выпуск данных № {facts.number}{made}, результаты {facts.years[0]} года. "
        f"Правило: {rule.rules_title}, {rule.rules_edition}."
    )
