"""The API answers programs what their person may see, and only that."""

import datetime as dt
from collections.abc import Callable, Iterator

import pytest
import schemathesis
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client
from hypothesis import HealthCheck, given, settings

from opora_web.accounts.queries import schools_visible_to
from opora_web.api.keys import make_key, person_of_key, revoke_key
from opora_web.api.models import ApiKey
from opora_web.facts import DEFAULT_RULES, current_facts
from opora_web.programme.case.actions import open_case
from opora_web.wsgi import application
from tests.web.personas import MOMENT, People


@pytest.fixture
def reading(people: People) -> Callable[[str], Client]:
    """A program that reads on somebody's behalf."""

    def as_(name: str) -> Client:
        return Client(headers={"Authorization": f"Bearer {make_key(people.persons[name], 'тест', MOMENT)}"})

    return as_


def test_a_program_sees_the_schools_of_its_person(people: People, reading: Callable[[str], Client]):
    for name in ("head", "coordinator", "analyst"):
        answer = reading(name).get("/api/v1/schools", {"limit": 500}).json()
        assert {one["school"] for one in answer["items"]} == set(
            schools_visible_to(people[name]).values_list("code", flat=True)
        )


def test_another_districts_school_is_not_found(people: People, reading: Callable[[str], Client]):
    foreign = schools_visible_to(people["stranger"]).first()
    answer = reading("coordinator").get(f"/api/v1/schools/{foreign.code}")
    assert answer.status_code == 404
    assert foreign.code in answer.json()["detail"]


def test_findings_are_those_of_the_library(people: People, reading: Callable[[str], Client]):
    answer = reading("head").get("/api/v1/findings", {"year": 2024}).json()
    (one,) = answer["items"]
    assert one["school"] == people.schools[0].code
    assert one["reasons"]
    assert answer["rules"] == "federal-2020"


def test_cases_are_those_the_person_may_see(people: People, reading: Callable[[str], Client]):
    run = (current_facts(), 2024, DEFAULT_RULES)
    open_case(people.schools[0], run, people.persons["coordinator"], MOMENT)
    (one,) = reading("curator").get("/api/v1/cases").json()["items"]
    assert (one["school"], one["phase"], one["is_paused"]) == (people.schools[0].code, "diagnosis", False)
    assert reading("neighbour-head").get("/api/v1/cases").json()["count"] == 0
    assert reading("observer").get("/api/v1/cases").status_code == 403


@pytest.mark.parametrize("asked", [{"offset": -1}, {"limit": 0}, {"limit": 501}, {"limit": "много"}])
def test_a_part_of_a_list_has_bounds(reading: Callable[[str], Client], asked: dict[str, object]):
    assert reading("analyst").get("/api/v1/schools", asked).status_code == 422


def test_a_year_without_results_is_said_not_broken(reading: Callable[[str], Client]):
    answer = reading("analyst").get("/api/v1/findings", {"year": 2031})
    assert answer.status_code == 404
    assert "2031" in answer.json()["detail"]


@pytest.mark.parametrize("key", ["", "opora_wrong", "Bearer"])
def test_without_a_known_key_nothing_is_read(db: None, key: str):
    assert Client(headers={"Authorization": f"Bearer {key}"}).get("/api/v1/schools").status_code == 401


def test_a_revoked_key_and_a_key_of_who_left_do_not_open(people: People):
    key = make_key(people.persons["head"], "тест", MOMENT)
    assert person_of_key(key, MOMENT) == people.persons["head"]
    people.persons["head"].is_active = False
    people.persons["head"].save()
    assert person_of_key(key, MOMENT) is None
    people.persons["head"].is_active = True
    people.persons["head"].save()
    revoke_key(ApiKey.objects.get(), MOMENT + dt.timedelta(days=1))
    assert person_of_key(key, MOMENT) is None


def test_a_key_is_kept_as_a_fingerprint_only(people: People):
    key = make_key(people.persons["head"], "тест", MOMENT)
    assert key not in str(list(ApiKey.objects.values()))


def test_nothing_can_be_written(reading: Callable[[str], Client]):
    program = reading("analyst")
    for verb in ("post", "put", "patch", "delete"):
        assert getattr(program, verb)("/api/v1/schools").status_code == 405


@pytest.fixture
def one_connection() -> Iterator[None]:
    """Keep the test's connection open over requests of a real server, as Django's own client does."""
    signals = (request_started, request_finished)
    for signal in signals:
        signal.disconnect(close_old_connections)
    yield
    for signal in signals:
        signal.connect(close_old_connections)


def test_whatever_is_asked_the_answer_is_as_described(people: People, one_connection: None):
    schema = schemathesis.openapi.from_wsgi("/api/v1/openapi.json", application)
    headers = {"Authorization": f"Bearer {make_key(people.persons['analyst'], 'тест', MOMENT)}"}

    asked = 0
    for operation in schema.get_all_operations():

        @settings(max_examples=20, deadline=None, suppress_health_check=list(HealthCheck), database=None)
        @given(case=operation.ok().as_strategy())
        def ask(case: schemathesis.Case) -> None:
            case.call_and_validate(headers=headers)

        ask()
        asked += 1
    assert asked == 5
