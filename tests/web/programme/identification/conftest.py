"""A list of the story's district, in each of its states."""

import datetime as dt

import pytest

from opora_web.facts import DEFAULT_RULES, current_facts
from opora_web.programme.identification.actions import (
    approve_list,
    decide_entry,
    discuss_list,
    make_list,
    put_school_on,
)
from opora_web.programme.identification.models import ListEntry, SchoolList
from opora_web.programme.identification.preview import Run
from tests.web.personas import People

MADE_AT = dt.datetime(2024, 9, 2, 9, tzinfo=dt.UTC)
ORDER = ("15-о", dt.date(2024, 9, 20))


@pytest.fixture
def run(people: People) -> Run:
    return Run(current_facts(), people.municipalities["Речной"], 2024, DEFAULT_RULES)


@pytest.fixture
def draft(run: Run, people: People) -> SchoolList:
    """A draft with the first school of the district on it: by the rule, or put on by the coordinator."""
    made = make_list(run, people["coordinator"], MADE_AT)
    first = people.schools[0]
    entry = ListEntry.objects.filter(school_list=made, school=first).first()
    if entry is None:
        put_school_on(made, first, "Просьба школы", people["coordinator"], current_facts())
    elif not entry.is_included:
        decide_entry(entry, "Просьба школы", people["coordinator"], is_included=True)
    return made


@pytest.fixture
def discussed(draft: SchoolList, people: People) -> SchoolList:
    """The list while schools may answer: the last day is far ahead of any day the tests run on."""
    discuss_list(draft, dt.date(2100, 1, 1), people["coordinator"], MADE_AT.date())
    return draft


@pytest.fixture
def approved(discussed: SchoolList, people: People) -> SchoolList:
    approve_list(discussed, ORDER, people["coordinator"], MADE_AT)
    return discussed


@pytest.fixture
def own_entry(draft: SchoolList, people: People) -> ListEntry:
    """The place of the first school."""
    return ListEntry.objects.get(school_list=draft, school=people.schools[0])
