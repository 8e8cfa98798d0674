"""A school leaves the register by a dated event with a reason, and comes back by putting the event away."""

import datetime as dt
from typing import Any

from django.utils import timezone

from opora_web.accounts.models import Organisation
from opora_web.facts import DEFAULT_RULES, current_facts
from opora_web.intake.models import SchoolEvent
from opora_web.intake.sendings.actions import follow_release
from opora_web.programme.identification.preview import Run
from tests.web.personas import MOMENT, People, SignedIn
from tests.web.shown import shown

FORM = {"kind": "closed", "happened_on": "2024-08-01", "note": "Постановление № 5", "document_number": "5"}


def drop(signed_in: SignedIn, people: People, who: str = "coordinator", **more: Any) -> Any:
    return signed_in(who).post(f"/intake/register/school/{people.schools[0].code}/drop/", FORM | more, follow=True)


def school(people: People) -> Organisation:
    return Organisation.objects.get(pk=people.schools[0].pk)


def test_a_dropped_school_is_closed_on_its_day_and_the_reason_stays(people: People, signed_in: SignedIn):
    page = drop(signed_in, people).content.decode()
    closed = school(people)
    assert closed.closed_at is not None
    assert (timezone.localdate(closed.closed_at), closed.is_dropped) == (dt.date(2024, 8, 1), True)
    assert "Постановление № 5" in page
    assert "Вернуть в реестр" in page
    record = closed.history.latest()
    assert record.history_user.username == "coordinator"
    assert record.history_change_reason == "исключена из реестра: закрыта. Постановление № 5."


def test_it_is_in_no_list_of_schools_at_work_and_its_past_stays(people: People, signed_in: SignedIn):
    name, code = people.schools[0].name, people.schools[0].code
    run = Run(current_facts(), people.municipalities["Речной"], 2024, DEFAULT_RULES)
    assert code in {one.school for one in run.answer().schools}
    drop(signed_in, people)
    assert code not in {one.school for one in run.answer().schools}
    browser = signed_in("coordinator")
    for address in ("/schools/", "/intake/register/", "/intake/expected/"):
        assert f"/{code}/" not in browser.get(address).content.decode(), address
    assert name in browser.get("/intake/register/?standing=closed").content.decode()
    page = browser.get(f"/schools/{code}/").content.decode()
    assert "исключена из реестра с 01.08.2024" in page
    assert "Вывод по правилу" in page


def test_a_release_that_still_has_the_school_does_not_open_it_again(people: People, signed_in: SignedIn):
    drop(signed_in, people)
    follow_release(MOMENT)
    assert school(people).is_dropped
    assert school(people).closed_at is not None


def test_putting_the_event_away_undoes_it_and_the_trash_closes_it_once_more(people: People, signed_in: SignedIn):
    drop(signed_in, people)
    event, browser = SchoolEvent.objects.get(), signed_in("coordinator")
    browser.post(f"/intake/register/event/{event.pk}/put-away/")
    assert (school(people).is_dropped, school(people).closed_at) == (False, None)
    assert f"/{people.schools[0].code}/" in browser.get("/intake/register/").content.decode()
    browser.post(f"/trash/events/{event.pk}/restore/")
    assert school(people).is_dropped


def test_a_merger_names_the_other_school_and_a_closing_its_reason(people: People, signed_in: SignedIn):
    assert "Назовите школу" in drop(signed_in, people, kind="merged").content.decode()
    assert "Обязательное поле" in drop(signed_in, people, note="").content.decode()
    tomorrow = (timezone.localdate() + dt.timedelta(days=1)).isoformat()
    assert "ещё не наступил" in drop(signed_in, people, happened_on=tomorrow).content.decode()
    assert "Выберите корректный вариант" in drop(signed_in, people, kind="renamed").content.decode()
    assert not school(people).is_dropped
    drop(signed_in, people, kind="merged", other=str(people.schools[1].pk))
    assert SchoolEvent.objects.get().other == people.schools[1]
    assert school(people).is_dropped


def test_only_who_keeps_the_register_drops_a_school(people: People, signed_in: SignedIn):
    for name in ("methodologist", "head", "stranger", "authority-head", "outsider"):
        assert drop(signed_in, people, name).status_code in {403, 404}
    assert not school(people).is_dropped


def test_contacts_are_kept_by_the_school_and_the_office_and_seen_by_who_sees_the_school(
    people: People, signed_in: SignedIn
):
    one = people.schools[0]
    address = f"/people/places/{one.pk}/contacts/"
    version = school(people).version
    answer = signed_in("head").post(address, {"contacts": "тел. 2-15-40 <b>", "version": version})
    assert (answer.status_code, answer.url) == (302, f"/schools/{one.code}/")
    late = signed_in("coordinator").post(address, {"contacts": "другой", "version": version})
    assert late.status_code == 409
    assert "2-15-40" in late.content.decode()
    assert "другой" in late.content.decode()
    for name in ("observer", "teacher", "analyst"):
        page = signed_in(name).get(f"/schools/{one.code}/").content.decode()
        assert "тел. 2-15-40 &lt;b&gt;" in page
        assert signed_in(name).get(address).status_code == 404
    told = signed_in("coordinator").get(f"/intake/register/school/{one.code}/").content.decode()
    assert "как связаться" in told.casefold()
    assert "<ins>тел. 2-15-40 &lt;b&gt;</ins>" in told


def test_a_merger_is_told_at_both_schools_and_the_past_is_not_added_up(people: People, signed_in: SignedIn):
    joined, other = people.schools[:2]
    drop(signed_in, people, kind="merged", other=str(other.pk))
    browser = signed_in("coordinator")
    own = shown(browser.get(f"/schools/{joined.code}/"))
    assert f"01.08.2024 – присоединена к другой школе: {other.name} (документ № 5)" in own
    for address in (f"/schools/{other.code}/", f"/schools/{other.code}/results/"):
        page = shown(browser.get(address))
        assert f"присоединила к себе {joined.name}" in page
        assert "сюда они не прибавлены" in page
    register = browser.get(f"/intake/register/school/{other.code}/").content.decode()
    assert f"присоединила к себе {joined.name}" in register
    assert "Вернуть в реестр" not in register
    assert "Исключить из реестра" in register
    browser.post(f"/intake/register/event/{SchoolEvent.objects.get().pk}/put-away/")
    assert "присоединила" not in browser.get(f"/schools/{other.code}/").content.decode()


def test_a_dropped_school_is_still_found_by_its_name(people: People, signed_in: SignedIn):
    joined = people.schools[0]
    drop(signed_in, people)
    answer = signed_in("coordinator").get("/schools/find/", {"q": joined.name})
    assert (answer.status_code, answer.url) == (302, f"/schools/{joined.code}/")
    assert signed_in("stranger").get("/schools/find/", {"q": joined.name}).url.startswith("/schools/?q=")
