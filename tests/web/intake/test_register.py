"""The register on the site: a row is amended by a release, a code is joined by one click, events are remembered."""

from collections.abc import Callable
from typing import Any

import pytest

from opora.sources.forms.template_columns import REGISTER_COLUMNS
from opora_web.accounts.actions import appoint
from opora_web.accounts.models import Organisation, PostKind
from opora_web.facts import current_facts, results_store
from opora_web.intake.models import SchoolEvent, Sending, SendingState
from opora_web.intake.register.queries import schools_kept_by, unexplained_lines
from opora_web.intake.register.rules import differences, fingerprint, read, row_from, with_code, written
from opora_web.intake.sendings.queries import organisations_to_send_for
from tests.web.intake.conftest import Sent, results_book, upload
from tests.web.personas import SINCE, People, SignedIn

Press = Callable[..., Any]
COLUMNS = {column.name: column for column in REGISTER_COLUMNS}


def code_of(people: People) -> str:
    return str(people.schools[0].code)


def form_of(code: str, **changes: str) -> dict[str, str]:
    """Return the edit form of a school as the page shows it, with changes."""
    row = row_from(current_facts().schools[code].register)
    fields = {column.name: written(column, row[column.name]) for column in REGISTER_COLUMNS}
    return fields | {"opened": fingerprint(row), "why": "приказ № 5"} | changes


def edit(press: Press, code: str, /, who: str = "coordinator", **changes: str) -> Any:
    return press(who, f"/intake/register/school/{code}/", **form_of(code, **changes))


@pytest.mark.parametrize("value", [0.255, 1.0, 0.0, 0.07])
def test_a_share_is_written_in_percent_and_read_back(value: float):
    column = COLUMNS["share_category"]
    assert read(column, written(column, value)) == value


def test_a_text_that_does_not_fit_says_what_is_expected():
    with pytest.raises(ValueError, match=r"Найдено «много», ожидается целое число\."):
        read(COLUMNS["pupils"], "много")
    with pytest.raises(ValueError, match="НОШ, ООШ"):
        read(COLUMNS["kind"], "колледж")


def test_a_code_goes_to_the_free_column_of_its_system_else_among_the_others():
    row = {"school": "s1", "ris_code": None, "fisoko_login": "edu100101", "other_codes": "77"}
    assert with_code(row, "111002")["ris_code"] == "111002"
    assert with_code(row, "edu100109")["other_codes"] == "77, edu100109"
    assert with_code(row, "77")["other_codes"] == "77"


def test_an_amended_row_is_a_new_release_with_a_source_of_its_own(people: People, press: Press, release: int):
    code = code_of(people)
    before = current_facts().schools[code]
    answer = edit(press, code, name="Гимназия имени Пушкина", pupils="1234")
    sending = Sending.objects.get()
    assert answer.url == f"/intake/{sending.pk}/"
    assert (sending.state, sending.is_amendment) == (SendingState.ACCEPTED, True), sending.receipt.body
    after = current_facts().schools[code]
    assert (after.name, after.register["pupils"]) == ("Гимназия имени Пушкина", 1234)
    changed = differences(row_from(before.register), row_from(after.register))
    assert [heading for heading, _, _ in changed] == ["Краткое наименование", "Обучающихся"]
    sources = results_store().current().relation("files").filter(f"release = {sending.release}").project("file, source")
    assert sources.fetchall() == [(f"Правка реестра на сайте, {code}.xlsx", "school-register")]
    assert Organisation.objects.get(code=code).name == "Гимназия имени Пушкина"
    assert "приказ № 5" in sending.comment
    assert f"Краткое наименование: {before.name} → Гимназия имени Пушкина" in sending.comment


def test_an_amendment_there_and_back_is_two_releases(people: People, press: Press):
    code, name = code_of(people), current_facts().schools[code_of(people)].name
    edit(press, code, name="Другое имя")
    edit(press, code, name=name)
    assert current_facts().schools[code].name == name
    assert [one.state for one in Sending.objects.all()] == [SendingState.ACCEPTED] * 2


def test_an_amendment_is_undone_like_any_intake(people: People, press: Press, release: int):
    code, name = code_of(people), current_facts().schools[code_of(people)].name
    edit(press, code, name="Другое имя")
    press("coordinator", f"/intake/{Sending.objects.get().pk}/undo/", why="по ошибке")
    assert current_facts().schools[code].name == name
    assert results_store().current().number == release


def test_a_school_that_only_an_undone_intake_knew_is_not_offered_to_send_for(people: People, press: Press):
    home = people.municipalities["Речной"].name
    row = {"school": "S-77", "name": "Новая школа", "municipality": home, "rural": "да", "why": "открыта"}
    press("coordinator", "/intake/register/new/", **row)
    school = Organisation.objects.get(code="s-77")
    assert school in organisations_to_send_for(people["coordinator"])
    press("coordinator", f"/intake/{Sending.objects.get().pk}/undo/", why="по ошибке")
    assert school not in organisations_to_send_for(people["coordinator"])
    appoint(people["outsider"], PostKind.HEAD, school, SINCE)
    assert school in organisations_to_send_for(people["coordinator"]), "у школы есть директор: за неё отправляют"


def test_nothing_changed_makes_no_release(people: People, press: Press):
    edit(press, code_of(people))
    assert not Sending.objects.exists()


def test_fields_that_do_not_fit_are_said_and_nothing_is_saved(people: People, press: Press):
    answer = edit(press, code_of(people), pupils="много", name="")
    text = answer.content.decode()
    assert "Найдено «много», ожидается целое число." in text
    assert not Sending.objects.exists()


def test_a_code_of_another_school_is_not_taken(people: People, press: Press):
    other = current_facts().schools[str(people.schools[1].code)]
    answer = edit(press, code_of(people), other_codes=f"777, {other.register['ris_code']}")
    assert "уже записан за школой" in answer.content.decode()
    assert not Sending.objects.exists()


def test_whoever_wrote_meanwhile_is_told_and_neither_text_is_lost(people: People, press: Press):
    code = code_of(people)
    opened = form_of(code, name="Моё имя")
    edit(press, code, name="Чужое имя")
    answer = press("coordinator", f"/intake/register/school/{code}/", **opened)
    text = answer.content.decode()
    assert answer.status_code == 409
    assert "Чужое имя" in text
    assert "Моё имя" in text
    assert current_facts().schools[code].name == "Чужое имя"


def test_a_coordinator_does_not_move_a_school_into_another_district(people: People, press: Press):
    foreign = people.municipalities["Лесной"].name
    assert "ожидается ваш" in edit(press, code_of(people), municipality=foreign).content.decode()
    edit(press, code_of(people), who="analyst", municipality=foreign)
    assert Organisation.objects.get(code=code_of(people)).parent == people.municipalities["Лесной"]


@pytest.mark.parametrize("who", ["head", "methodologist", "observer", "curator", "outsider"])
def test_who_does_not_keep_the_register_does_not_see_it(people: People, signed_in: SignedIn, who: str):
    for address in ("/intake/register/", f"/intake/register/school/{code_of(people)}/", "/intake/register/codes/"):
        assert signed_in(who).get(address).status_code == 403


def test_a_coordinator_of_another_district_finds_no_such_school(people: People, signed_in: SignedIn, press: Press):
    code = code_of(people)
    assert signed_in("stranger").get(f"/intake/register/school/{code}/").status_code == 404
    assert edit(press, code, who="stranger", name="Взлом").status_code == 404
    assert press("stranger", f"/intake/register/school/{code}/event/", kind="closed").status_code == 404
    assert not Sending.objects.exists()


def test_a_new_school_is_entered_and_stands_in_the_tree(people: People, press: Press, signed_in: SignedIn):
    assert signed_in("coordinator").get("/intake/register/new/").status_code == 200
    home = people.municipalities["Речной"].name
    row = {"school": "S-77", "name": "Новая школа", "municipality": home, "rural": "да", "why": "открыта"}
    press("coordinator", "/intake/register/new/", **row)
    assert Sending.objects.get().state == SendingState.ACCEPTED
    assert Organisation.objects.get(code="s-77").parent == people.municipalities["Речной"]
    assert current_facts().schools["s-77"].register["rural"] is True
    answer = press("coordinator", "/intake/register/new/", **row)
    assert "уже записан за школой" in answer.content.decode()


def test_an_unexplained_code_is_suggested_and_joined_by_one_click_and_undone(
    people: People, send: Sent, press: Press, signed_in: SignedIn
):
    school = people.schools[0]
    near = f"{school.code}а"  # nearly the school's login
    home = people.municipalities["Речной"]
    sending = send("analyst", people.region, upload("5Я.xlsx", results_book(near, 3, 4)))
    press("analyst", f"/intake/{sending.pk}/accept/")
    assert near in current_facts().schools
    assert near in [line.school.code for line in unexplained_lines(schools_kept_by(people["analyst"]))]
    page = signed_in("analyst").get("/intake/register/codes/").content.decode()
    assert f'name="school" value="{school.code}"' in page
    assert press("coordinator", "/intake/register/codes/join/", code=near, school=school.code).status_code == 404
    press("analyst", "/intake/register/codes/join/", code=near, school=school.code)
    assert near not in current_facts().schools
    assert near in current_facts().schools[str(school.code)].codes
    assert ("mdr", 2024) in current_facts().arrived[str(school.code)]
    press("analyst", f"/intake/{Sending.objects.latest('pk').pk}/undo/", why="не та школа")
    assert near in current_facts().schools
    assert home.children.filter(code=school.code).exists()


def test_events_are_remembered_put_away_and_brought_back(people: People, press: Press, signed_in: SignedIn):
    code = code_of(people)
    address = f"/intake/register/school/{code}/"
    event = {
        "kind": "renamed",
        "happened_on": "2024-08-01",
        "document_number": "12-п",
        "note": "<b>бывшая</b> школа № 3",
    }
    press("coordinator", f"{address}event/", **event)
    page = signed_in("coordinator").get(address).content.decode()
    assert "переименована" in page
    assert "&lt;b&gt;бывшая" in page
    made = SchoolEvent.objects.get()
    for is_there in (False, True):
        press("coordinator", f"/intake/register/event/{made.pk}/put-away/")
        made.refresh_from_db()
        assert (made.trashed_at is None) is is_there
    assert press("stranger", f"/intake/register/event/{made.pk}/put-away/").status_code == 404


def test_a_merger_asks_for_the_other_school(people: People, press: Press):
    address = f"/intake/register/school/{code_of(people)}/event/"
    answer = press("coordinator", address, kind="merged", happened_on="2024-08-01")
    assert "Назовите школу" in answer.content.decode()
    assert not SchoolEvent.objects.exists()
    other = people.schools[1]
    press("coordinator", address, kind="merged", happened_on="2024-08-01", other=str(other.pk))
    assert SchoolEvent.objects.get().other == other


def test_the_list_is_filtered_sorted_and_asks_the_same_number_of_queries(
    people: People, signed_in: SignedIn, django_assert_max_num_queries: Any
):
    browser = signed_in("coordinator")
    one = browser.get(f"/intake/register/?q={code_of(people)}").content.decode()
    assert "1 школа" in one
    assert "школ</caption>" in browser.get("/intake/register/?sort=-pupils").content.decode()
    assert "По этому отбору школ нет" in browser.get("/intake/register/?q=%00нет такой").content.decode()
    with django_assert_max_num_queries(12):
        browser.get("/intake/register/")
