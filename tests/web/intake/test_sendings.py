"""A sending from the form to its release: checked, decided, taken in, undone, sent again."""

import io
from collections.abc import Callable
from typing import Any

import openpyxl
from django.conf import settings

from opora.sources.forms.templates import TEMPLATES
from opora_web.accounts.models import Organisation, sort_key
from opora_web.facts import current_facts, results_store
from opora_web.intake.models import SendingState
from opora_web.intake.sendings.queries import organisations_to_send_for
from tests.web.intake.conftest import Sent, receipt_files, register_book, results_book, upload
from tests.web.personas import People, SignedIn

Press = Callable[..., Any]


def own_school(people: People) -> Organisation:
    return people.schools[0]


def test_files_without_warnings_become_a_release_at_once(people: People, send: Sent, release: int):
    school = own_school(people)
    sending = send("head", school, upload("5Я.xlsx", results_book(str(school.code), 3, 4, 5)), comment="пробная работа")
    assert sending.state == SendingState.ACCEPTED, sending.doing
    assert (sending.previous_release, sending.release) == (release, results_store().current().number)
    assert sending.receipt.files_in == 1
    manifest = results_store().current().manifest
    assert manifest is not None
    assert manifest.recipe.added.keys() == {"5Я.xlsx"}
    assert manifest.recipe.errand == f"sending-{sending.pk}"
    assert ("mdr", 2024) in current_facts().arrived[str(school.code)]


def test_files_are_kept_under_their_hash_and_only_the_owner_reads_them(people: People, send: Sent):
    school = own_school(people)
    sending = send("head", school, upload("5Я.xlsx", results_book(str(school.code), 2)))
    (file,) = sending.files.all()
    kept = settings.UPLOADS / file.stored_as
    assert kept.name == file.sha256
    assert kept.stat().st_mode & 0o777 == 0o600
    assert not list(settings.UPLOADS.glob("coming-*"))


def test_the_same_content_twice_is_taken_once_and_said(people: People, send: Sent, signed_in: SignedIn):
    school = own_school(people)
    book = results_book(str(school.code), 3, 3)
    sending = send("head", school, upload("5Я.xlsx", book), upload("копия.xlsx", book))
    assert [file.repeats and file.repeats.name for file in sending.files.all()] == [None, "5Я.xlsx"]
    assert [one["file"] for one in receipt_files(sending)] == ["5Я.xlsx"]
    page = signed_in("head").get(f"/intake/{sending.pk}/").content.decode()
    assert "«копия.xlsx» повторяет «5Я.xlsx»" in page


def test_a_file_with_warnings_waits_and_changes_nothing_until_somebody_accepts(
    people: People, send: Sent, press: Press, release: int
):
    school = own_school(people)
    send("head", school, upload("первый.xlsx", results_book(str(school.code), 3, 4)))
    before = results_store().current().number
    sending = send("head", school, upload("исправленный.xlsx", results_book(str(school.code), 5, 5)))
    assert sending.state == SendingState.WAITS
    assert results_store().current().number == before
    assert "replaces-older" in [one["code"] for one in receipt_files(sending)[0]["problems"]]
    press("head", f"/intake/{sending.pk}/accept/", why="это исправление")
    sending.refresh_from_db()
    assert sending.state == SendingState.ACCEPTED
    assert sending.previous_release == before
    reasons = sending.history.values_list("history_change_reason", "history_user__username")
    assert ("это исправление", "head") in reasons


def test_a_file_is_called_taken_in_only_while_it_is(people: People, send: Sent, press: Press, signed_in: SignedIn):
    school, head = own_school(people), signed_in("head")
    send("head", school, upload("первый.xlsx", results_book(str(school.code), 3, 4)))
    sending = send("head", school, upload("исправленный.xlsx", results_book(str(school.code), 5, 5)))

    def words() -> str:
        page = head.get(f"/intake/{sending.pk}/").content.decode()
        return page[page.index("Что с ним") :]

    assert "можно принять, заменит прежний" in words()
    press("head", f"/intake/{sending.pk}/withdraw/")
    assert ">отозван<" in words()
    press("head", f"/intake/{sending.pk}/restore/")
    press("head", f"/intake/{sending.pk}/accept/")
    assert ">принят, заменил прежний<" in words()
    press("coordinator", f"/intake/{sending.pk}/undo/", why="ошиблись")
    assert ">приём отменён<" in words()


def test_files_with_nothing_acceptable_are_refused_with_every_problem(people: People, send: Sent, release: int):
    sending = send("head", own_school(people), upload("письмо.txt", "просьба".encode()), upload("пусто.xlsx", b""))
    assert sending.state == SendingState.REFUSED
    assert results_store().current().number == release
    codes = [one["problems"][0]["code"] for one in receipt_files(sending)]
    assert codes == ["not-recognised", "file-empty"]


def test_what_was_taken_in_before_is_said_to_be_known(people: People, send: Sent, signed_in: SignedIn):
    school = own_school(people)
    book = results_book(str(school.code), 3, 4)
    first = send("head", school, upload("5Я.xlsx", book))
    again = send("head", school, upload("5Я.xlsx", book))
    assert again.state == SendingState.KNOWN
    page = signed_in("head").get(f"/intake/{again.pk}/").content.decode()
    assert "Всё это уже принято раньше" in page
    assert "не принято" not in page
    assert f'<a href="/intake/{first.pk}/">отправка № {first.pk}</a>' in page
    assert "Отправить эти файлы ещё раз" not in page
    assert "уже принято раньше" in signed_in("head").get("/intake/?state=known").content.decode()
    assert results_store().current().number == first.release


def test_known_files_of_a_sending_one_may_not_see_are_not_named(
    people: People, send: Sent, press: Press, signed_in: SignedIn
):
    school = own_school(people)
    book = results_book(str(school.code), 3, 4)
    first = send("coordinator", people.municipalities["Речной"], upload("5Я.xlsx", book))
    again = send("head", school, upload("своё.xlsx", book))
    assert again.state == SendingState.KNOWN
    page = signed_in("head").get(f"/intake/{again.pk}/").content.decode()
    assert f"отправка № {first.pk}" not in page
    assert "среди видных вам нет" in page
    press("coordinator", f"/intake/{first.pk}/undo/", why="ошиблись районом")
    press("head", f"/intake/{again.pk}/again/")
    anew = type(again).objects.latest("pk")
    assert (anew.again_of, anew.state) == (again, SendingState.ACCEPTED)


def test_known_and_spoilt_files_together_are_not_called_known(people: People, send: Sent):
    school = own_school(people)
    book = results_book(str(school.code), 3, 4)
    send("head", school, upload("5Я.xlsx", book))
    assert send("head", school, upload("5Я.xlsx", book), upload("пусто.xlsx", b"")).state == SendingState.REFUSED


def test_withdrawn_files_lie_in_the_trash_and_come_back(people: People, send: Sent, press: Press, signed_in: SignedIn):
    school = own_school(people)
    send("head", school, upload("первый.xlsx", results_book(str(school.code), 3)))
    sending = send("head", school, upload("второй.xlsx", results_book(str(school.code), 4)))
    assert sending.state == SendingState.WAITS
    press("head", f"/intake/{sending.pk}/withdraw/")
    sending.refresh_from_db()
    assert (sending.state, sending.trashed_at is not None) == (SendingState.WITHDRAWN, True)
    browser = signed_in("head")
    assert f"/intake/{sending.pk}/" not in browser.get("/intake/").content.decode()
    assert f"/intake/{sending.pk}/" in browser.get("/intake/?state=withdrawn").content.decode()
    press("head", f"/intake/{sending.pk}/restore/")
    sending.refresh_from_db()
    assert (sending.state, sending.trashed_at) == (SendingState.WAITS, None)


def test_a_whole_intake_is_undone_and_may_be_sent_again(people: People, send: Sent, press: Press, release: int):
    school = own_school(people)
    sending = send("head", school, upload("5Я.xlsx", results_book(str(school.code), 3, 4)))
    press("coordinator", f"/intake/{sending.pk}/undo/", why="не тот класс")
    sending.refresh_from_db()
    assert sending.state == SendingState.UNDONE
    assert results_store().current().number == release
    assert ("mdr", 2024) not in current_facts().arrived[str(school.code)]
    press("coordinator", f"/intake/{sending.pk}/again/")
    again = type(sending).objects.latest("pk")
    assert (again.again_of, again.state) == (sending, SendingState.ACCEPTED)
    assert results_store().current().number == again.release != sending.release


def test_an_intake_with_later_ones_on_it_is_not_undone_and_names_them(
    people: People, send: Sent, press: Press, signed_in: SignedIn
):
    school = own_school(people)
    first = send("head", school, upload("5Я.xlsx", results_book(str(school.code), 3, 4)))
    later = send("head", school, upload("5Ю.xlsx", results_book(str(school.code), 3, 4, letter="Ю")))
    page = signed_in("coordinator").get(f"/intake/{first.pk}/").content.decode()
    assert f"отправка № {later.pk}" in page
    press("coordinator", f"/intake/{first.pk}/undo/", why="не тот класс")
    first.refresh_from_db()
    assert first.state == SendingState.ACCEPTED
    assert results_store().current().number == later.release
    for one in (later, first):
        press("coordinator", f"/intake/{one.pk}/undo/", why="не тот класс")
        one.refresh_from_db()
        assert one.state == SendingState.UNDONE


def test_an_undo_without_a_reason_is_not_done(people: People, send: Sent, press: Press):
    school = own_school(people)
    sending = send("head", school, upload("5Я.xlsx", results_book(str(school.code), 3)))
    press("coordinator", f"/intake/{sending.pk}/undo/", why="  ")
    sending.refresh_from_db()
    assert sending.state == SendingState.ACCEPTED


def test_a_head_does_not_change_another_schools_results_alone(people: People, send: Sent, press: Press, release: int):
    """A file names its schools itself: the part of the tree a post gives must hold for what is inside, too."""
    foreign = people.schools[1]
    sending = send("head", own_school(people), upload("чужой.xlsx", results_book(str(foreign.code), 2, 2)))
    assert sending.state == SendingState.WAITS
    assert press("head", f"/intake/{sending.pk}/accept/").status_code == 404
    sending.refresh_from_db()
    assert (sending.state, results_store().current().number) == (SendingState.WAITS, release)
    press("coordinator", f"/intake/{sending.pk}/accept/")
    sending.refresh_from_db()
    assert sending.state == SendingState.ACCEPTED


def test_a_coordinator_does_not_change_another_districts_results_alone(people: People, send: Sent, press: Press):
    foreign = people.municipalities["Лесной"].children.first()
    assert foreign is not None
    home = people.municipalities["Речной"]
    sending = send("coordinator", home, upload("чужой.xlsx", results_book(str(foreign.code), 2, 2)))
    assert sending.state == SendingState.WAITS
    assert press("coordinator", f"/intake/{sending.pk}/accept/").status_code == 404
    assert press("stranger", f"/intake/{sending.pk}/accept/").status_code == 404
    press("analyst", f"/intake/{sending.pk}/accept/")
    sending.refresh_from_db()
    assert sending.state == SendingState.ACCEPTED


def test_a_head_does_not_change_the_register_alone(people: People, send: Sent, press: Press):
    school = own_school(people)
    row = [school.code, "Лучшая школа", people.municipalities["Речной"].name]
    sending = send("head", school, upload("реестр.xlsx", register_book(row)))
    assert sending.state == SendingState.WAITS
    assert press("head", f"/intake/{sending.pk}/accept/").status_code == 404


def test_a_new_school_of_a_register_appears_in_the_tree(people: People, send: Sent, press: Press):
    home = people.municipalities["Речной"]
    sending = send("coordinator", home, upload("реестр.xlsx", register_book(["s-новая", "Новая школа", home.name])))
    assert sending.state == SendingState.ACCEPTED, sending.receipt.body
    assert Organisation.objects.get(code="s-новая").parent == home
    press("coordinator", f"/intake/{sending.pk}/undo/", why="рано")
    assert Organisation.objects.get(code="s-новая").closed_at is not None


def test_templates_to_fill_in_lie_beside_the_sending_and_are_taken_in_by_their_headings(signed_in: SignedIn):
    head = signed_in("head")
    page = head.get("/intake/send/").content.decode()
    for kind, title in TEMPLATES.items():
        assert f'href="/intake/templates/{kind}.xlsx">{title}<' in page
        book = openpyxl.load_workbook(io.BytesIO(head.get(f"/intake/templates/{kind}.xlsx").content))
        assert book.sheetnames[0]
    assert head.get("/intake/templates/none.xlsx").status_code == 404
    assert signed_in("observer").get("/intake/templates/schools.xlsx").status_code == 403


def test_one_sends_for_an_office_first_and_for_schools_by_name_none_of_them_dropped(
    people: People, signed_in: SignedIn
):
    dropped = people.schools[0]
    dropped.is_dropped = True
    dropped.save()
    names = [one.name for one in organisations_to_send_for(people["coordinator"])]
    assert names[0] == people.municipalities["Речной"].name
    assert dropped.name not in names
    assert names[1:] == sorted(names[1:], key=sort_key)
    assert len(names) == len(people.schools)
