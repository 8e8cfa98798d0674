"""A case of the first school, opened on an approved list."""

import datetime as dt

import pytest

from opora_web.programme.case.actions import open_cases
from opora_web.programme.case.models import Case
from opora_web.programme.case.queries import entries_to_open
from opora_web.programme.identification.models import SchoolList
from tests.web.personas import People
from tests.web.programme.identification.conftest import approved, discussed, draft, run

__all__ = ["approved", "discussed", "draft", "run"]

OPENED = dt.datetime(2024, 9, 25, 9, tzinfo=dt.UTC)
TODAY = OPENED.date()


@pytest.fixture
def case(approved: SchoolList, people: People) -> Case:
    open_cases(entries_to_open(people["coordinator"], approved), people["coordinator"], OPENED)
    return Case.objects.get(school=people.schools[0])
