"""Pages that everybody meets."""

import pytest
from django.test import Client

from tests.web.personas import PASSWORD, People, SignedIn


@pytest.mark.django_db
def test_an_outsider_is_asked_to_sign_in():
    answer = Client().get("/")
    assert answer.status_code == 302
    assert answer.url.startswith("/accounts/login/")


def test_one_signs_in_by_name_and_by_address(people: People):
    for login in ("coordinator", "coordinator@example.org"):
        answer = Client().post("/accounts/login/", {"login": login, "password": PASSWORD})
        assert (answer.status_code, answer.url) == (302, "/")


def test_a_wrong_password_is_said_in_russian_without_naming_which_part_is_wrong(people: People):
    answer = Client().post("/accounts/login/", {"login": "coordinator", "password": "не тот"})
    assert answer.status_code == 200
    assert "Войти" in answer.content.decode()


def test_nobody_signs_up_by_themselves(db: None):
    answer = Client().get("/accounts/signup/")
    assert "password1" not in answer.content.decode()


def test_pages_forbid_foreign_and_inline_scripts(signed_in: SignedIn):
    policy = signed_in("coordinator").get("/")["Content-Security-Policy"]
    assert "script-src 'self'" in policy
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
