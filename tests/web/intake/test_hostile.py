"""Hostile sendings: bombs, disguises, endless names, formulas, and people who try other people's addresses."""

import io
import json
import zipfile
from collections.abc import Callable
from typing import Any

import pytest
from django.conf import settings
from django.test import Client
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st
from openpyxl import load_workbook

from opora_web.intake.models import Sending, SendingState
from opora_web.intake.sendings.rules import LONGEST_NAME, cleaned_name, told_apart
from tests.web.intake.conftest import Sent, results_book, upload
from tests.web.personas import People, SignedIn
from tests.workbooks import xlsx

Press = Callable[..., Any]


def zipped(members: dict[str, bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("sent", "kept"),
    [
        ("../../etc/passwd", "etc/passwd"),
        ("..\\..\\windows\\system32\\a.xlsx", "windows/system32/a.xlsx"),
        ("C:\\Отчёты\\5а.xlsx", "Отчёты/5а.xlsx"),
        ("/etc/5а.xlsx", "etc/5а.xlsx"),
        ("отчёт\x00\r\n.xlsx", "отчёт.xlsx"),
        ("отчёт\u202excod.xlsx", "отчётxcod.xlsx"),
        ("\ud800битое.xlsx", "битое.xlsx"),
        ("...", "без имени"),
        ("", "без имени"),
        ("папка/./../5а.xlsx", "папка/5а.xlsx"),
        ("и\u0306.xlsx", "й.xlsx"),
    ],
)
def test_a_name_leads_nowhere_and_hides_nothing(sent: str, kept: str):
    assert cleaned_name(sent) == kept


def test_an_endless_name_keeps_its_ending():
    name = cleaned_name("я" * 10_000 + ".xlsx")
    assert len(name) == LONGEST_NAME
    assert name.endswith("….xlsx")


@hypothesis_settings(max_examples=50, deadline=None)
@given(st.text(max_size=300))
def test_any_name_becomes_one_that_can_be_kept(name: str):
    kept = cleaned_name(name)
    assert 0 < len(kept) <= LONGEST_NAME
    assert kept == cleaned_name(kept)
    assert not {"..", "."} & set(kept.split("/"))
    kept.encode()


@hypothesis_settings(max_examples=50, deadline=None)
@given(st.lists(st.sampled_from(["а.xlsx", "а (2).xlsx", "п/а.xlsx", "без имени"]), max_size=9))
def test_names_of_one_sending_are_told_apart(names: list[str]):
    assert len(set(told_apart(names))) == len(names)


def test_hostile_files_are_refused_by_name_and_the_good_one_goes_in(people: People, send: Sent):
    school = people.schools[0]
    book = results_book(str(school.code), 3, 4)
    evil = zipped(
        {
            "[Content_Types].xml": b'<?xml version="1.0"?><!DOCTYPE t [<!ENTITY x SYSTEM "file:///etc/passwd">]><t>&x;</t>',
            "xl/workbook.xml": b'<?xml version="1.0"?><!DOCTYPE w [<!ENTITY x SYSTEM "file:///etc/passwd">]><w>&x;</w>',
        }
    )
    sending = send(
        "head",
        school,
        upload("бомба.zip", zipped({"нули.xlsx": b"\0" * (210 * 2**20)})),
        upload("сущности.xlsx", evil),
        upload("картинка.xlsx", b"\x89PNG\r\n\x1a\n" + b"\0" * 100),
        upload("книга.pdf", book),
        upload("пусто.xlsx", b""),
        upload("страница.xls", b"<html><script>alert(1)</script></html>"),
    )
    files = {file["file"]: file for file in sending.receipt.body["files"]}
    assert files["книга.pdf"]["status"] == "accepted"
    refused = {name: file["problems"][0]["code"] for name, file in files.items() if name != "книга.pdf"}
    assert refused == {
        "бомба.zip/нули.xlsx": "file-too-large",
        "сущности.xlsx": "file-damaged",
        "картинка.xlsx": "not-recognised",
        "пусто.xlsx": "file-empty",
        "страница.xls": "file-is-web-page",
    }
    assert "root:" not in json.dumps(sending.receipt.body)
    assert sending.state == SendingState.ACCEPTED


def test_a_name_of_a_script_is_shown_as_text(people: People, send: Sent, signed_in: SignedIn):
    script = "<script>alert(1)</script>.txt"
    sending = send("head", people.schools[0], upload("файл.txt", b"x"), paths=script, comment="<img src=x onerror=1>")
    for address in ("/intake/", f"/intake/{sending.pk}/", f"/intake/{sending.pk}/history/"):
        page = signed_in("head").get(address).content.decode()
        assert "<script>alert" not in page
        assert "<img src=x" not in page
    assert "script&gt;" in signed_in("head").get(f"/intake/{sending.pk}/").content.decode()


def test_names_with_folders_come_from_the_browser_and_lead_nowhere(people: People, send: Sent):
    school = people.schools[0]
    files = [upload("5.xlsx", results_book(str(school.code), 3)), upload("5.xlsx", b"")]
    sending = send("head", school, *files, paths="../Речной/5.xlsx\nЛесной/5.xlsx")
    assert [file.name for file in sending.files.all()] == ["Речной/5.xlsx", "Лесной/5.xlsx"]
    for file in sending.files.all():
        assert (settings.UPLOADS / file.stored_as).resolve().is_relative_to(settings.UPLOADS.resolve())


def test_two_files_of_one_name_are_told_apart(people: People, send: Sent):
    school = people.schools[0]
    files = [upload("5.xlsx", results_book(str(school.code), 3)), upload("5.xlsx", b"")]
    assert [file.name for file in send("head", school, *files).files.all()] == ["5.xlsx", "5 (2).xlsx"]


def test_names_in_an_archive_of_an_old_windows_are_legible(people: People, send: Sent):
    """Browsers send names in UTF-8; archives may hold them in cp866 without saying so."""
    name = "отчёт 5А.txt"
    archive = zipped({"x" * len(name): b"x"}).replace(b"x" * len(name), name.encode("cp866"))
    sending = send("head", people.schools[0], upload("архив.zip", archive))
    assert [file["file"] for file in sending.receipt.body["files"]] == ["архив.zip/отчёт 5А.txt"]


def test_a_file_whose_name_is_no_text_is_not_lost_in_silence(people: People, signed_in: SignedIn):
    body = (
        b'--b\r\nContent-Disposition: form-data; name="organisation"\r\n\r\n'
        + str(people.schools[0].pk).encode()
        + b'\r\n--b\r\nContent-Disposition: form-data; name="files"; filename="\xef\xf0\xee\xf2.txt"\r\n'
        + b"Content-Type: text/plain\r\n\r\nx\r\n--b--\r\n"
    )
    answer = signed_in("head").post("/intake/send/", body, content_type="multipart/form-data; boundary=b")
    assert (answer.status_code, Sending.objects.count()) == (400, 0)
    assert "Файлы не выбраны" in answer.content.decode()


def test_a_sending_beyond_the_limit_is_not_kept_and_the_limit_is_said(
    people: People, signed_in: SignedIn, settings: Any
):
    settings.UPLOAD_LIMIT = 2**20
    before = set(settings.UPLOADS.rglob("*")) if settings.UPLOADS.exists() else set()
    form = {
        "organisation": people.schools[0].pk,
        "files": [upload("a.bin", b"x" * 700_000), upload("b.bin", b"x" * 700_000)],
    }
    answer = signed_in("head").post("/intake/send/", form)
    assert answer.status_code == 400
    assert "Файлы вместе больше 1 МБ" in answer.content.decode()
    assert not Sending.objects.exists()
    assert (set(settings.UPLOADS.rglob("*")) if settings.UPLOADS.exists() else set()) == before


def test_more_files_than_a_page_takes_are_refused_with_a_way_out(people: People, signed_in: SignedIn, settings: Any):
    settings.DATA_UPLOAD_MAX_NUMBER_FILES = 3
    form = {"organisation": people.schools[0].pk, "files": [upload(f"{number}.txt", b"x") for number in range(4)]}
    answer = signed_in("head").post("/intake/send/", form)
    assert answer.status_code == 400
    assert "Сложите их в архив .zip" in answer.content.decode()


def test_hundreds_of_files_at_once_are_taken(people: People, send: Sent):
    files = [upload(f"{number}.txt", f"письмо {number}".encode()) for number in range(300)]
    sending = send("head", people.schools[0], *files)
    assert sending.files.count() == len(sending.receipt.body["files"]) == 300


def test_a_form_without_files_says_what_to_do(people: People, signed_in: SignedIn):
    answer = signed_in("head").post("/intake/send/", {"organisation": people.schools[0].pk})
    assert "Файлы не выбраны" in answer.content.decode()


def test_formulas_in_names_and_cells_stay_text_in_exports(people: People, send: Sent, signed_in: SignedIn):
    school = people.schools[0]
    heading = ["Процедура", "Год", "Предмет", "Класс работы", "Код школы", "Класс", "Код участника", "Отметка"]
    row = ["МДР", 2024, "Русский язык", 5, str(school.code), "5Я", "Я1", "=HYPERLINK(1)"]
    stream = xlsx({"Результаты": [heading, row[:-1]]})
    book = load_workbook(io.BytesIO(stream))
    cell = book["Результаты"]["H2"]
    cell.value, cell.data_type = "=cmd|' /C calc'!A0", "s"
    changed = io.BytesIO()
    book.save(changed)
    sending = send("head", school, upload("=1+1.xlsx", changed.getvalue()))
    browser = signed_in("head")
    for address in (f"/intake/{sending.pk}/receipt.xlsx", f"/intake/{sending.pk}/files/0/"):
        answer = browser.get(address)
        assert answer.status_code == 200, address
        sheets = load_workbook(io.BytesIO(answer.content)).worksheets
        cells = [cell for sheet in sheets for line in sheet.iter_rows() for cell in line]
        assert any(str(cell.value).startswith("=") for cell in cells)
        assert all(cell.data_type != "f" for cell in cells)


def test_a_thousand_problems_stay_readable(people: People, send: Sent, signed_in: SignedIn):
    school = people.schools[0]
    heading = ["Процедура", "Год", "Предмет", "Класс работы", "Код школы", "Класс", "Код участника", "Отметка"]
    rows = [["МДР", 2024, "Русский язык", 5, str(school.code), "5Я", f"Я{n}", "плохо"] for n in range(1_200)]
    sending = send("head", school, upload("плохая.xlsx", xlsx({"Результаты": [heading, *rows]})))
    browser = signed_in("head")
    first = browser.get(f"/intake/{sending.pk}/").content.decode()
    assert "1200 замечаний" in first
    assert first.count("mark-unknown</code>") == 100
    assert "строка 1201" in browser.get(f"/intake/{sending.pk}/?page=12").content.decode()
    for junk in ("?page=zzz", "?page=99999999999999999999", "?file=77", "?file=-1", "?severity=%27", "?code=%00"):
        assert browser.get(f"/intake/{sending.pk}/{junk}").status_code == 200
    answer = json.loads(browser.get(f"/intake/{sending.pk}/receipt.json").content)
    assert len(answer["files"][0]["problems"]) == 1200


ADDRESSES = ("", "progress/", "history/", "receipt.xlsx", "receipt.json", "files/0/")
DEEDS = ("accept/", "withdraw/", "restore/", "resume/", "again/", "undo/")


@pytest.mark.parametrize("who", ["stranger", "neighbour-head"])
def test_another_districts_and_another_schools_sending_is_not_there(
    people: People, send: Sent, signed_in: SignedIn, who: str
):
    sending = send("head", people.schools[0], upload("письмо.txt", b"x"))
    browser = signed_in(who)
    for address in ADDRESSES:
        assert browser.get(f"/intake/{sending.pk}/{address}").status_code == 404, address
    for deed in DEEDS:
        assert browser.post(f"/intake/{sending.pk}/{deed}", {"why": "x"}).status_code in {403, 404}, deed
    assert f"/intake/{sending.pk}/" not in browser.get("/intake/").content.decode()
    sending.refresh_from_db()
    assert sending.state == SendingState.REFUSED


@pytest.mark.parametrize("who", ["observer", "teacher", "curator", "mentor", "administrator", "outsider"])
def test_who_sends_no_files_sees_no_sendings(people: People, send: Sent, signed_in: SignedIn, who: str):
    sending = send("head", people.schools[0], upload("письмо.txt", b"x"))
    browser = signed_in(who)
    for address in ("", "send/", *(f"{sending.pk}/{one}" for one in ADDRESSES)):
        assert browser.get(f"/intake/{address}").status_code == 403, address


def test_a_stranger_to_the_site_is_asked_to_sign_in(people: People, send: Sent):
    sending = send("head", people.schools[0], upload("письмо.txt", b"x"))
    for address in ("", "send/", "expected/", "register/", *(f"{sending.pk}/{one}" for one in ADDRESSES)):
        answer = Client().get(f"/intake/{address}")
        assert (answer.status_code, answer.url.startswith("/accounts/login/")) == (302, True)


def test_one_cannot_send_for_somebody_else(people: People, signed_in: SignedIn):
    for foreign in (people.schools[1], people.municipalities["Речной"], people.region):
        form = {"organisation": foreign.pk, "files": [upload("письмо.txt", b"x")]}
        assert signed_in("head").post("/intake/send/", form).status_code == 400
    assert not Sending.objects.exists()


def test_a_methodologist_does_not_settle_what_others_sent(people: People, send: Sent, press: Press):
    school = people.schools[0]
    send("head", school, upload("первый.xlsx", results_book(str(school.code), 3)))
    sending = send("head", school, upload("второй.xlsx", results_book(str(school.code), 4)))
    for deed in DEEDS:
        assert press("methodologist", f"/intake/{sending.pk}/{deed}", why="x").status_code in {403, 404}
    sending.refresh_from_db()
    assert sending.state == SendingState.WAITS


def test_deeds_are_not_done_by_following_a_link(people: People, send: Sent, signed_in: SignedIn):
    sending = send("head", people.schools[0], upload("письмо.txt", b"x"))
    for deed in DEEDS:
        assert signed_in("coordinator").get(f"/intake/{sending.pk}/{deed}").status_code == 405


def test_the_list_asks_the_same_number_of_queries_for_one_and_for_many(
    people: People, send: Sent, signed_in: SignedIn, django_assert_max_num_queries: Any
):
    browser = signed_in("coordinator")
    for number in range(12):
        send("head", people.schools[0], upload("письмо.txt", f"{number}".encode()), comment=f"Письмо {number}")
        if number in {0, 11}:
            with django_assert_max_num_queries(9):
                browser.get("/intake/")
    assert browser.get("/intake/?q=ПИСЬМО 7").content.decode().count('scope="row"') == 1
    assert browser.get("/intake/?state=refused&sort=by").status_code == 200
    assert "По этому отбору ничего нет" in browser.get("/intake/?q=%27%3B--").content.decode()
    for junk in ("?sender=abc", "?organisation=99999999999", "?sort=password", "?page=-1", "?state=zzz"):
        assert browser.get(f"/intake/{junk}").status_code == 200
