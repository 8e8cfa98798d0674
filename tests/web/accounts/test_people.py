"""People are invited, appointed, let go and erased – only by those who may."""

import re

import pytest
from allauth.mfa.models import Authenticator
from axes.models import AccessAttempt, AccessLog
from django.core import mail
from django.core.cache import cache
from django.test import Client, override_settings
from django.utils import timezone

from opora_web.accounts.joining import last_record
from opora_web.accounts.links import one_time_link
from opora_web.accounts.lockout import locked_until
from opora_web.accounts.models import Person, Post, PostKind
from opora_web.accounts.queries import people_manageable_by, people_visible_to
from tests.web.personas import PASSWORD, People, SignedIn
from tests.web.shown import shown

NEWCOMER = {"full_name": "Новикова Надежда Наумовна", "username": "novikova", "email": "novikova@example.org"}


def test_an_invited_person_chooses_a_password_by_the_link_and_comes_in(people: People, signed_in: SignedIn):
    where = people.schools[1]
    page = signed_in("coordinator").post(f"/people/places/{where.pk}/invite/", NEWCOMER | {"kind": "head-of-school"})
    link = re.search(r"http://testserver(/accounts/password/reset/key/[^<\s]+)", page.content.decode())
    assert link is not None
    assert link[1] in mail.outbox[0].body

    browser = Client()
    form = browser.get(link[1], follow=True)
    assert "ваше имя для входа – <strong>novikova</strong>" in form.content.decode()
    secret = "камыш-над-озером-7"
    chosen = browser.post(form.redirect_chain[-1][0], {"password1": secret, "password2": secret}, follow=True)
    assert chosen.request["PATH_INFO"] == "/"
    assert "Новикова Н. Н." in chosen.content.decode()
    came_in = Client().post("/accounts/login/", {"login": "novikova", "password": secret})
    assert (came_in.status_code, came_in.url) == (302, "/")
    assert "password1" not in Client().get(link[1], follow=True).content.decode()


@pytest.mark.parametrize("kind", ["administrator", "regional-analyst", "municipal-coordinator", "authority-head"])
def test_a_coordinator_cannot_give_what_stands_above(people: People, signed_in: SignedIn, kind: str):
    where = people.municipalities["Речной"]
    answer = signed_in("coordinator").post(f"/people/places/{where.pk}/invite/", NEWCOMER | {"kind": kind})
    assert answer.status_code == 200
    assert not Person.objects.filter(username="novikova").exists()


def test_a_coordinator_cannot_invite_into_the_neighbours_district(people: People, signed_in: SignedIn):
    where = people.municipalities["Лесной"]
    answer = signed_in("coordinator").post(f"/people/places/{where.pk}/invite/", NEWCOMER | {"kind": "methodologist"})
    assert answer.status_code == 404


def test_one_more_post_is_given_by_the_school_code(people: People, signed_in: SignedIn):
    curator, second = people["curator"], people.schools[1]
    signed_in("coordinator").post(f"/people/{curator.pk}/post/", {"kind": "curator", "organisation": second.code})
    assert Post.objects.filter(person=curator, organisation=second, kind=PostKind.CURATOR, until=None).exists()


def test_nobody_switches_off_who_also_works_elsewhere(people: People, signed_in: SignedIn):
    """The head of school 1 who is an analyst of the region is not the coordinator's to switch off."""
    head = people["head"]
    assert people_manageable_by(people["coordinator"]).filter(pk=head.pk).exists()
    Post.objects.create(person=head, organisation=people.region, kind=PostKind.ANALYST, since="2024-09-01")
    answer = signed_in("coordinator").post(f"/people/{head.pk}/switch/", {"why": "ушла"})
    assert answer.status_code == 404
    assert people["head"].is_active


def test_who_is_switched_off_is_out_at_once(people: People, signed_in: SignedIn):
    head = signed_in("head")
    assert head.get("/").status_code == 200
    signed_in("coordinator").post(f"/people/{people['head'].pk}/switch/", {"why": "ушла из школы"})
    assert head.get("/").status_code == 302
    assert people["head"].history.first().history_change_reason == "ушла из школы"


def test_switching_off_asks_why(people: People, signed_in: SignedIn):
    signed_in("coordinator").post(f"/people/{people['head'].pk}/switch/", {"why": " "})
    assert people["head"].is_active


def test_erasing_leaves_no_name_anywhere_not_even_in_the_journal(people: People, signed_in: SignedIn):
    head = people["head"]
    name, address = head.full_name, head.email
    signed_in("coordinator").post(f"/people/{head.pk}/erase/", {"why": "просьба человека"})
    erased = Person.objects.get(pk=head.pk)
    assert (erased.full_name, erased.email, erased.is_active) == (f"Человек № {head.pk}", "", False)
    assert not erased.posts.filter(until=None).exists()
    kept = [value for row in Person.history.values_list("full_name", "email", "username") for value in row]
    assert name not in kept
    assert address not in kept


def test_erasing_clears_what_the_door_remembers_of_a_person(people: People, signed_in: SignedIn):
    Client().post("/accounts/login/", {"login": "head", "password": "не тот"})
    Client().post("/accounts/login/", {"login": "neighbour-head", "password": "не тот"})
    Client().post("/accounts/login/", {"login": "head", "password": PASSWORD})
    assert AccessLog.objects.filter(username="head").exists()
    signed_in("coordinator").post(f"/people/{people['head'].pk}/erase/", {"why": "просьба человека"})
    remembered = {one.username for kind in (AccessLog, AccessAttempt) for one in kind.objects.all()}
    assert remembered == {"neighbour-head", "coordinator"} & remembered
    assert "neighbour-head" in remembered


def test_coming_in_is_no_change_of_a_person(people: People):
    records = people["head"].history.count()
    Client().post("/accounts/login/", {"login": "head", "password": PASSWORD})
    assert people["head"].last_login is not None
    assert people["head"].history.count() == records


def test_a_name_and_an_address_are_changed_with_a_reason_and_the_page_shows_both_texts(
    people: People, signed_in: SignedIn
):
    head, browser = people["head"], signed_in("coordinator")
    address = f"/people/{head.pk}/change/"
    said = {"full_name": "Озёрская Дарья Дмитриевна", "email": "ozerskaya@example.org", "why": "сменила фамилию"}
    browser.post(address, said | {"opened": last_record(head)})
    assert (people["head"].full_name, people["head"].email) == (said["full_name"], said["email"])
    page = browser.get(f"/people/{head.pk}/").content.decode()
    assert f"<del>{head.full_name}</del> → <ins>Озёрская Дарья Дмитриевна</ins>" in page
    assert "сменила фамилию" in page
    assert "назначение" in page


def test_two_people_who_change_one_person_are_told_and_neither_loses_text(people: People, signed_in: SignedIn):
    head, browser = people["head"], signed_in("coordinator")
    address, opened = f"/people/{head.pk}/change/", last_record(head)
    first = {"full_name": "Озёрская Дарья", "email": "", "why": "сменила фамилию", "opened": opened}
    browser.post(address, first)
    page = browser.post(address, first | {"full_name": "Речная Дарья"}).content.decode()
    assert "Сейчас записано: Озёрская Дарья" in page
    assert 'value="Речная Дарья"' in page
    assert people["head"].full_name == "Озёрская Дарья"
    again = first | {"full_name": "Речная Дарья", "opened": last_record(people["head"])}
    assert browser.post(address, again).status_code == 302
    assert people["head"].full_name == "Речная Дарья"


def test_names_are_changed_only_by_who_manages_the_person_and_no_address_is_taken_twice(
    people: People, signed_in: SignedIn
):
    head = people["head"]
    address, said = f"/people/{head.pk}/change/", {"full_name": "Икс", "why": "так", "opened": last_record(head)}
    assert signed_in("head").post(address, said).status_code == 403
    assert signed_in("stranger").post(address, said).status_code in {403, 404}
    taken = said | {"email": people["curator"].email.upper()}
    assert "уже есть другой человек" in signed_in("coordinator").post(address, taken).content.decode()
    assert people["head"].full_name == head.full_name


def test_a_head_sees_only_the_own_page(people: People, signed_in: SignedIn):
    assert list(people_visible_to(people["head"])) == [people["head"]]
    assert signed_in("head").get("/people/").status_code == 403
    assert signed_in("head").get(f"/people/{people['coordinator'].pk}/").status_code == 404


def test_people_are_found_whatever_the_letter_case(people: People, signed_in: SignedIn):
    page = signed_in("coordinator").get("/people/", {"q": "директорова"}).content.decode()
    assert people["head"].full_name in page
    assert people["stranger"].full_name not in page


def test_names_are_never_read_as_markup(people: People, signed_in: SignedIn):
    hostile = people["head"]
    hostile.full_name = "<script>alert(1)</script>"
    hostile.save()
    page = signed_in("coordinator").get("/people/").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page


def test_after_seven_wrong_passwords_the_right_one_does_not_open(people: People):
    browser = Client()
    for _ in range(7):
        answer = browser.post("/accounts/login/", {"login": "head", "password": "не тот"})
    assert answer.status_code == 429
    assert "временно закрыт" in answer.content.decode()
    for login in ("head", "HEAD", "head@example.org"):
        assert browser.post("/accounts/login/", {"login": login, "password": PASSWORD}).status_code == 429
    assert browser.post("/accounts/login/", {"login": "coordinator", "password": PASSWORD}).status_code == 302


def test_a_new_password_by_the_link_opens_the_door_that_wrong_ones_have_locked(people: People):
    for _ in range(7):
        locked = Client().post("/accounts/login/", {"login": "head", "password": "не тот"})
    assert "откроется сам не позже чем через 30 минут" in shown(locked)
    browser, secret = Client(), "камыш-над-озером-7"
    form = browser.get(one_time_link(people["head"]), follow=True)
    browser.post(form.redirect_chain[-1][0], {"password1": secret, "password2": secret})
    came_in = Client().post("/accounts/login/", {"login": "head", "password": secret})
    assert (came_in.status_code, came_in.url) == (302, "/")
    record = people["head"].history.first()
    assert (record.history_change_reason, record.history_user) == ("новый пароль", people["head"])


def test_whoever_manages_a_person_sees_the_locked_door_and_opens_it(people: People, signed_in: SignedIn):
    head, page = people["head"], f"/people/{people['head'].pk}/"
    coordinator = signed_in("coordinator")
    for _ in range(6):
        Client().post("/accounts/login/", {"login": "HEAD", "password": "не тот"})
    assert "Открыть сейчас" not in coordinator.get(page).content.decode()
    Client().post("/accounts/login/", {"login": head.email, "password": "не тот"})
    assert "после неудачных попыток" in coordinator.get(page).content.decode()
    for other, status in (("head", 403), ("stranger", 404)):
        assert signed_in(other).post(f"{page}unlock/").status_code == status
    assert Client().post("/accounts/login/", {"login": "head", "password": PASSWORD}).status_code == 429
    coordinator.post(f"{page}unlock/")
    assert "Открыть сейчас" not in coordinator.get(page).content.decode()
    assert Client().post("/accounts/login/", {"login": "head", "password": PASSWORD}).status_code == 302
    assert people["head"].history.first().history_user == people["coordinator"]


def test_further_tries_do_not_put_off_the_hour_when_the_door_opens(people: People):
    def try_wrong() -> None:
        Client().post("/accounts/login/", {"login": "head", "password": "не тот"})

    for _ in range(7):
        try_wrong()
    said = locked_until(people["head"], timezone.now())
    try_wrong()
    assert said == locked_until(people["head"], timezone.now()) is not None


def test_an_office_behind_one_address_comes_in_and_haste_is_answered_in_words(people: People, signed_in: SignedIn):
    cache.clear()
    for _ in range(60):
        answer = Client().post("/accounts/login/", {"login": "", "password": "?"})
    assert answer.status_code == 200
    for _ in range(250):
        answer = Client().post("/accounts/login/", {"login": "", "password": "?"})
    cache.clear()
    assert answer.status_code == 429
    assert "Подождите минуту" in answer.content.decode()


def test_a_person_ends_one_session_and_nobody_elses(people: People):
    at_work, at_home, other = Client(), Client(), Client()
    for browser, name in ((at_work, "head"), (at_home, "head"), (other, "curator")):
        browser.post("/accounts/login/", {"login": name, "password": PASSWORD})
    ends = re.findall(r"/people/sessions/\d+/end/", at_work.get("/accounts/sessions/").content.decode())
    assert len(ends) == 1
    assert other.post(ends[0]).status_code == 404
    assert at_work.post(ends[0]).status_code == 302
    assert at_home.get("/").status_code == 302
    assert at_work.get("/").status_code == 200


def test_a_lost_second_factor_is_taken_off_with_a_reason_by_who_manages_the_person(people: People, signed_in: SignedIn):
    head = people["head"]
    Authenticator.objects.create(user=head, type=Authenticator.Type.TOTP, data={})
    address, said = f"/people/{head.pk}/second-factor/", {"why": "потерян телефон"}
    assert "Снять вход с кодом" in signed_in("coordinator").get(f"/people/{head.pk}/").content.decode()
    assert signed_in("head").post(address, said).status_code == 403
    assert signed_in("stranger").post(address, said).status_code == 404
    signed_in("coordinator").post(address, {"why": ""})
    assert head.authenticator_set.exists()
    signed_in("coordinator").post(address, said)
    assert not head.authenticator_set.exists()
    page = signed_in("coordinator").get(f"/people/{head.pk}/").content.decode()
    assert "снят вход с кодом: потерян телефон" in page
    assert "Снять вход с кодом" not in page


def test_a_forgotten_password_is_chosen_anew_by_a_letter_in_our_words(people: People):
    page = Client().post("/accounts/password/reset/", {"email": people["head"].email}, follow=True).content.decode()
    assert "Проверьте почту" in page
    (letter,) = mail.outbox
    assert letter.subject == "Новый пароль в «Опоре»"
    assert "Имя для входа: head" in letter.body
    link = re.search(r"http://testserver(/accounts/password/reset/key/\S+)", letter.body)
    assert link is not None
    assert "Выберите пароль" in Client().get(link[1], follow=True).content.decode()


def test_no_letter_goes_to_an_address_that_nobody_here_has(people: People):
    page = Client().post("/accounts/password/reset/", {"email": "nobody@example.org"}, follow=True).content.decode()
    assert "Проверьте почту" in page
    assert mail.outbox == []


@override_settings(SENDS_MAIL=False)
def test_a_site_that_sends_no_letters_promises_none(people: People, signed_in: SignedIn):
    for address in ("/accounts/login/", "/accounts/password/reset/"):
        page = Client().get(address).content.decode()
        assert "по почте" not in page
        assert "ссылк" in page
    given = signed_in("coordinator").post(f"/people/{people['head'].pk}/link/").content.decode()
    assert "Письмо со ссылкой отправлено" not in given
    assert "/accounts/password/reset/key/" in given


@override_settings(SECOND_FACTOR_REQUIRED=True)
def test_where_a_second_factor_is_required_one_is_led_to_it(people: People, signed_in: SignedIn):
    answer = signed_in("head").get("/")
    assert (answer.status_code, answer.url) == (302, "/accounts/2fa/totp/activate/")


@pytest.mark.parametrize(
    "address", ["/accounts/2fa/", "/accounts/sessions/", "/accounts/password/change/", "/accounts/password/reset/"]
)
def test_pages_of_signing_in_are_in_the_sites_own_look(signed_in: SignedIn, address: str):
    page = signed_in("head").get(address, follow=True).content.decode()
    assert "opora.css" in page
    assert 'lang="ru"' in page
