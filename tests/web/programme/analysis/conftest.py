"""Schools that have been taken on, so that there is something to ask about support."""

import datetime as dt

import pytest

from opora_web.facts import DEFAULT_RULES, current_facts
from opora_web.programme.case.models import Case
from tests.web.personas import People

OPENED = dt.datetime(2023, 9, 20, 9, tzinfo=dt.UTC)


@pytest.fixture
def accompanied(people: People) -> list[Case]:
    """Cases of six schools, opened in the autumn of 2023 on the results of that year."""
    return [
        Case.objects.create(
            school=school, finding={}, year=2023, rules=DEFAULT_RULES, rules_title="правила",
            release=current_facts().number, opened_by=people["coordinator"], opened_at=OPENED,
            phase_since=OPENED.date(),
        )
        for school in people.schools[:6]
    ]  # fmt: skip
