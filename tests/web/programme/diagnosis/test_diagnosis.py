"""Self-diagnosis: the school answers, the curator verifies, nobody writes into the other's part."""

import datetime as dt

import pytest

from opora_web.programme.diagnosis.models import Diagnosis, DiagnosisState
from opora_web.programme.diagnosis.queries import school_year_of
from tests.web.personas import People, SignedIn

ANSWERS = {"vacancies": "12,5", "overload": "30", "specialists": "2"}


@pytest.fixture
def begun(people: People, signed_in: SignedIn) -> Diagnosis:
    """A self-diagnosis that the head has begun and answered in part."""
    head = signed_in("head")
    head.post(f"/diagnosis/begin/{people.schools[0].code}/")
    one = Diagnosis.objects.get()
    head.post(f"/diagnosis/{one.pk}/", ANSWERS | {"version": one.version})
    return Diagnosis.objects.get()


def test_answers_become_a_profile(begun: Diagnosis):
    assert begun.answers == {"vacancies": 12.5, "overload": 30.0, "specialists": 2.0}
    (staff,) = [one for one in begun.profile if one["code"] == "staff_shortage"]
    assert (staff["level"], staff["answered"]) == ("high", 3)


def test_the_whole_way_from_the_head_to_the_curator(begun: Diagnosis, signed_in: SignedIn):
    signed_in("head").post(f"/diagnosis/{begun.pk}/submit/")
    confirmed = {f"confirmed-{one['code']}": "on" for one in begun.profile}
    signed_in("curator").post(f"/diagnosis/{begun.pk}/verify/", confirmed)
    one = Diagnosis.objects.get()
    assert one.state == DiagnosisState.VERIFIED
    assert one.verification["staff_shortage"] == {"is_confirmed": True, "comment": ""}


def test_a_factor_that_is_not_confirmed_needs_a_word(begun: Diagnosis, signed_in: SignedIn):
    signed_in("head").post(f"/diagnosis/{begun.pk}/submit/")
    answer = signed_in("curator").post(f"/diagnosis/{begun.pk}/verify/", {}, follow=True)
    assert "Объясните, почему не подтверждено" in answer.content.decode()
    assert Diagnosis.objects.get().state == DiagnosisState.SUBMITTED


def test_what_is_sent_the_school_does_not_change_until_it_comes_back(begun: Diagnosis, signed_in: SignedIn):
    head = signed_in("head")
    head.post(f"/diagnosis/{begun.pk}/submit/")
    sent = Diagnosis.objects.get()
    head.post(f"/diagnosis/{begun.pk}/", {"vacancies": "0", "version": sent.version})
    assert Diagnosis.objects.get().answers == begun.answers
    signed_in("curator").post(f"/diagnosis/{begun.pk}/return/", {"comment": "уточните вакансии"})
    page = head.get(f"/diagnosis/{begun.pk}/").content.decode()
    assert "уточните вакансии" in page
    head.post(f"/diagnosis/{begun.pk}/", {"vacancies": "3", "version": Diagnosis.objects.get().version})
    assert Diagnosis.objects.get().answers == {"vacancies": 3.0}


def test_nothing_is_sent_while_nothing_can_be_told(people: People, signed_in: SignedIn):
    head = signed_in("head")
    head.post(f"/diagnosis/begin/{people.schools[0].code}/")
    answer = head.post(f"/diagnosis/{Diagnosis.objects.get().pk}/submit/", follow=True)
    assert Diagnosis.objects.get().state == DiagnosisState.DRAFT
    assert answer.status_code == 200


@pytest.mark.parametrize(("answer", "said"), [("140", "от 0 до 100"), ("много", "число"), ("-1", "от 0 до 100")])
def test_an_impossible_number_is_said_at_its_question(begun: Diagnosis, signed_in: SignedIn, answer: str, said: str):
    page = signed_in("head").post(f"/diagnosis/{begun.pk}/", {"vacancies": answer, "version": begun.version})
    assert said in page.content.decode()
    assert Diagnosis.objects.get().answers == begun.answers


def test_a_colleague_who_saved_meanwhile_is_not_overwritten(begun: Diagnosis, signed_in: SignedIn):
    address = f"/diagnosis/{begun.pk}/"
    signed_in("deputy").post(address, {"vacancies": "7", "version": begun.version})
    page = signed_in("head").post(address, {"vacancies": "9", "version": begun.version}).content.decode()
    assert "другой человек" in page
    assert 'value="9"' in page
    assert Diagnosis.objects.get().answers == {"vacancies": 7.0}


def test_the_neighbour_sees_nothing(begun: Diagnosis, signed_in: SignedIn):
    for name in ("neighbour-head", "stranger"):
        assert signed_in(name).get(f"/diagnosis/{begun.pk}/").status_code == 404
    assert signed_in("observer").get("/diagnosis/").status_code == 403


@pytest.mark.parametrize(
    ("day", "year"), [(dt.date(2024, 9, 1), 2024), (dt.date(2025, 5, 31), 2024), (dt.date(2025, 8, 20), 2025)]
)
def test_august_belongs_to_the_coming_school_year(day: dt.date, year: int):
    assert school_year_of(day) == year
