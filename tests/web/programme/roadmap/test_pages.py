"""Pages of plans: who may not, junk and hostile files, long plans."""

import html
import io
import re
import time
import zipfile
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from docx import Document

from opora_web.programme.roadmap.actions import Order, approve_plan, begin_amendment, send_to_review
from opora_web.programme.roadmap.models import (
    IndicatorTarget,
    PlanArrival,
    PlanKind,
    PlanState,
    Roadmap,
    RoadmapMeasure,
)
from tests.plans.written import HEADING, docx, plan, row
from tests.web.personas import People, SignedIn
from tests.web.programme.roadmap.conftest import MOMENT, measure_form, roadmap_of, said

ORDER = Order("15-о", MOMENT.date())
XSS = "<script>alert(1)</script>"


# --- who may not --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("name", "status"),
    [("neighbour-head", 404), ("stranger", 404), ("teacher", 403), ("observer", 403), ("outsider", 403)],
)
def test_others_do_not_see_a_schools_plan_nor_its_files(
    school_plan: Roadmap, signed_in: SignedIn, name: str, status: int
) -> None:
    browser = signed_in(name)
    measure = RoadmapMeasure.objects.filter(roadmap=school_plan)[0]
    for address in ("", "plan.docx", "plan.xlsx", "plan.ics", "remarks/", "tree/", "indicators/", "order.docx"):
        assert browser.get(f"/plans/{school_plan.pk}/{address}").status_code == status, address
    assert browser.get(f"/plans/measures/{measure.pk}/").status_code == status


def test_who_has_not_signed_in_is_asked_to(school_plan: Roadmap) -> None:
    assert Client().get(f"/plans/{school_plan.pk}/").url.startswith("/accounts/login/")  # type: ignore[attr-defined]


@pytest.mark.parametrize("name", ["curator", "mentor", "authority-head", "neighbour-head", "stranger"])
def test_only_editors_change_rows(school_plan: Roadmap, signed_in: SignedIn, name: str) -> None:
    measure = RoadmapMeasure.objects.filter(roadmap=school_plan)[0]
    browser = signed_in(name)
    browser.post(f"/plans/measures/{measure.pk}/", measure_form(measure, name="Иначе"))
    for deed in ("trash", "move", "link"):
        assert browser.post(f"/plans/measures/{measure.pk}/{deed}/").status_code in {403, 404}
    measure.refresh_from_db()
    assert measure.name != "Иначе"
    assert measure.trashed_at is None


def test_a_head_does_not_change_the_districts_plan_nor_see_its_amendment(
    district_plan: Roadmap, people: People, signed_in: SignedIn
) -> None:
    coordinator = people["coordinator"]
    send_to_review(district_plan, coordinator)
    approve_plan(district_plan, ORDER, coordinator, MOMENT)
    head = signed_in("head")
    assert "Утвердить перечень школ" in said(head.get(f"/plans/{district_plan.pk}/"))
    begin_amendment(district_plan, "проба", coordinator)
    RoadmapMeasure.objects.filter(roadmap=district_plan).update(name="Тайное")
    Roadmap.objects.filter(pk=district_plan.pk).update(title="Тайное название")
    for address in (f"/plans/{district_plan.pk}/", "/plans/"):
        page = said(head.get(address))
        assert "План мероприятий по поддержке школ" in page
        assert "Тайное" not in page, address
    for address in ("tree/", "indicators/", "differences/", "remarks/", "for-school/", "copy/"):
        assert head.get(f"/plans/{district_plan.pk}/{address}").status_code == 404, address
    document = Document(io.BytesIO(b"".join(head.get(f"/plans/{district_plan.pk}/plan.docx"))))
    assert "Тайное" not in " ".join(cell.text for one in document.tables[0].rows for cell in one.cells)
    assert head.post(f"/plans/{district_plan.pk}/drop/", {"why": "так"}).status_code == 404


def test_a_head_does_not_approve(school_plan: Roadmap, people: People, signed_in: SignedIn) -> None:
    send_to_review(school_plan, people["head"])
    reply = signed_in("head").post(f"/plans/{school_plan.pk}/approve/", {"number": "1", "date": "2024-09-01"})
    assert reply.status_code == 403
    school_plan.refresh_from_db()
    assert school_plan.state == PlanState.REVIEW


def test_whoever_approves_plans_ends_them_from_their_page(
    district_plan: Roadmap, people: People, signed_in: SignedIn
) -> None:
    send_to_review(district_plan, people["coordinator"])
    approve_plan(district_plan, ORDER, people["coordinator"], MOMENT)
    assert "Завершить план" in said(signed_in("authority-head").get(f"/plans/{district_plan.pk}/"))


def test_a_plan_in_force_is_changed_only_by_an_amendment(
    district_plan: Roadmap, people: People, signed_in: SignedIn
) -> None:
    send_to_review(district_plan, people["coordinator"])
    approve_plan(district_plan, ORDER, people["coordinator"], MOMENT)
    measure = RoadmapMeasure.objects.filter(roadmap=district_plan)[0]
    browser = signed_in("coordinator")
    browser.post(f"/plans/measures/{measure.pk}/", measure_form(measure, name="Иначе"))
    reply = browser.post(f"/plans/measures/{measure.pk}/trash/", follow=True)
    assert "Его меняют только изменением" in said(reply)
    measure.refresh_from_db()
    assert (measure.name, measure.trashed_at) == ("Утвердить перечень школ", None)


def test_two_people_at_one_row_lose_nothing(school_plan: Roadmap, signed_in: SignedIn) -> None:
    measure = RoadmapMeasure.objects.filter(roadmap=school_plan)[0]
    first, second = signed_in("head"), signed_in("deputy")
    opened = measure_form(measure)
    first.post(f"/plans/measures/{measure.pk}/", opened | {"name": "Первый текст"})
    reply = second.post(f"/plans/measures/{measure.pk}/", opened | {"name": "Второй текст"})
    assert reply.status_code == 200
    assert "Первый текст" in said(reply)
    assert "Второй текст" in said(reply)
    measure.refresh_from_db()
    assert measure.name == "Первый текст"
    again = opened | {"name": "Второй текст", "version": measure.version}
    assert second.post(f"/plans/measures/{measure.pk}/", again).status_code == 302


def test_a_measure_leaves_comes_back_and_moves_over_headings(school_plan: Roadmap, signed_in: SignedIn) -> None:
    browser = signed_in("head")
    first, second, _ = RoadmapMeasure.objects.filter(roadmap=school_plan)
    browser.post(f"/plans/measures/{first.pk}/trash/")
    assert "Убранные мероприятия: 1" in said(browser.get(f"/plans/{school_plan.pk}/"))
    browser.post(f"/plans/measures/{first.pk}/restore/")
    browser.post(f"/plans/measures/{second.pk}/move/", {"way": "up"})
    second.refresh_from_db()
    assert second.section is not None
    assert second.section.title == "Нормативная база"
    reply = browser.post(f"/plans/measures/{first.pk}/move/", {"way": "up"}, follow=True)
    first.refresh_from_db()
    assert first.section is None
    assert reply.status_code == 200


# --- junk and hostile files ---------------------------------------------------------------------------------------


def _bomb() -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as book:
        book.writestr("[Content_Types].xml", "<Types/>")
        book.writestr("word/document.xml", b"<w>" + b" " * 200_000_000)
    return stream.getvalue()


def _entities() -> bytes:
    xml = '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><x>&a;</x>'
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as book:
        book.writestr("word/document.xml", xml)
    return stream.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("план.docx", b"PK\x03\x04" + b"\xff" * 500), ("план.docx", docx([HEADING, row(1)])[:2000]),
        ("план.docx", b""), ("план.exe", b"MZ" + b"\0" * 100), ("план.txt", b"\xff\xfe\x00\x01" * 50),
        ("план.html", b"<table>" * 5000), ("план.docx", _entities()), ("../../../etc/passwd", b"root"),
    ],
    ids=["noise", "torn", "empty", "program", "bytes", "nested", "entities", "traversal"],
)  # fmt: skip
def test_what_is_no_plan_is_refused_in_words(people: People, signed_in: SignedIn, name: str, content: bytes) -> None:
    form = {
        "organisation": people.schools[0].pk,
        "kind": PlanKind.SCHOOL_PLAN,
        "file": SimpleUploadedFile(name, content),
    }
    reply = signed_in("head").post("/plans/upload/", form)
    assert reply.status_code == 200
    assert "fault" in said(reply) or "note--bad" in said(reply)
    assert not PlanArrival.objects.exists()


def test_a_word_file_that_unpacks_without_end_is_refused(people: People, signed_in: SignedIn) -> None:
    began = time.monotonic()
    form = {"organisation": people.schools[0].pk, "kind": "school-plan", "file": SimpleUploadedFile("п.docx", _bomb())}
    reply = signed_in("head").post("/plans/upload/", form)
    assert reply.status_code == 200
    assert time.monotonic() - began < 20
    assert not PlanArrival.objects.exists()


def test_words_of_a_file_are_words_on_every_page_and_in_excel(people: People, signed_in: SignedIn) -> None:
    content = docx([HEADING, (XSS,), row("1.", XSS, XSS, expected="=cmd()", responsible=XSS), row("2.", "=1+1", "Май")])
    browser = signed_in("head")
    form = {
        "organisation": people.schools[0].pk,
        "kind": "school-plan",
        "file": SimpleUploadedFile(f"{XSS}.docx", content),
    }
    assert browser.post("/plans/upload/", form).status_code == 302
    arrival = PlanArrival.objects.get()
    pages = [f"/plans/arrivals/{arrival.pk}/", f"/plans/arrivals/{arrival.pk}/parties/", "/plans/"]
    seen = "".join(said(browser.get(page)) for page in pages)
    browser.post(f"/plans/arrivals/{arrival.pk}/decide/", {"many": "all"})
    browser.post(f"/plans/arrivals/{arrival.pk}/settle/")
    made = Roadmap.objects.get()
    for page in ("", "remarks/", "tree/", "parties/", "history/"):
        seen += said(browser.get(f"/plans/{made.pk}/{page}"))
    assert XSS not in seen
    assert "&lt;script&gt;" in seen
    for name in ("plan.xlsx", "plan.docx", "plan.ics", "order.docx"):
        assert browser.get(f"/plans/{made.pk}/{name}").status_code == 200


@pytest.mark.parametrize(
    "form",
    [
        {}, {"take": "9-9"}, {"take": "'; drop table"}, {"many": "everything"}, {"leave": "\0"},
        {"take": "1-2", "back": "//evil.example"}, {"take": "1-2", "back": "https://evil.example"},
    ],
)  # fmt: skip
def test_junk_decisions_change_nothing_and_lead_nowhere_else(
    people: People, signed_in: SignedIn, form: dict[str, str]
) -> None:
    browser = signed_in("head")
    sent = {"organisation": people.schools[0].pk, "kind": "school-plan"}
    browser.post("/plans/upload/", sent | {"file": SimpleUploadedFile("п.docx", docx([HEADING, row(1), row(2)]))})
    arrival = PlanArrival.objects.get()
    reply = browser.post(f"/plans/arrivals/{arrival.pk}/decide/", form)
    assert reply.url.startswith(f"/plans/arrivals/{arrival.pk}/")  # type: ignore[attr-defined]
    assert browser.get(f"/plans/arrivals/{arrival.pk}/").status_code == 200


@pytest.mark.parametrize(
    ("address", "form"),
    [
        ("head/", {"title": "", "starts_on": "завтра", "ends_on": "0000-00-00", "version": "x"}),
        ("head/", {"title": "П", "starts_on": "2024-05-01", "ends_on": "2023-05-01", "version": "1"}),
        ("indicators/new/", {"name": "Доля", "is_share": "on", "targets": "2024: 1e999; x"}),
        ("indicators/new/", {"name": "Доля", "is_share": "on", "targets": "2024: 133"}),
        ("sections/new/", {"title": ""}), ("remark/", {"text": "", "measure": "9" * 50}),
        ("draft/", {"why": ""}), ("measures/new/", {"name": "", "section": "999999999999"}),
        ("upload/", {}), ("parties/", {"words-0": "УО", "party-0": "org-999999"}), ("copy/", {"years": "-5"}),
        ("for-school/", {"measures": ["x", "999"], "organisation": "1"}), ("approve/", {"number": "", "date": "x"}),
    ],
)  # fmt: skip
def test_junk_in_forms_is_answered_in_words(
    district_plan: Roadmap, signed_in: SignedIn, address: str, form: dict[str, Any]
) -> None:
    before = RoadmapMeasure.objects.count()
    reply = signed_in("coordinator").post(f"/plans/{district_plan.pk}/{address}", form, follow=True)
    assert reply.status_code in {200, 404}
    assert RoadmapMeasure.objects.count() == before


@pytest.mark.parametrize(
    "query", ["q=%00", "section=x", "with=y", "page=-1", "page=999999999", "year=٢٠٢٢", "sort=-zz"]
)
def test_junk_in_addresses_is_no_fault(district_plan: Roadmap, signed_in: SignedIn, query: str) -> None:
    browser = signed_in("coordinator")
    for address in ("/plans/", f"/plans/{district_plan.pk}/", f"/plans/{district_plan.pk}/tree/"):
        assert browser.get(f"{address}?{query}").status_code == 200


def test_a_target_says_what_was_reached_and_how_it_is_known(
    district_plan: Roadmap, signed_in: SignedIn, people: People
) -> None:
    browser = signed_in("coordinator")
    target = IndicatorTarget.objects.filter(indicator__roadmap=district_plan).order_by("position")[0]
    form = {"reached": "25", "reached_note": "", "version": target.version}
    where = f"/plans/targets/{target.pk}/"
    assert "Назовите, откуда это известно" in said(browser.post(f"{where}reached/", form))
    browser.post(f"{where}reached/", form | {"reached_note": "справка"})
    target.refresh_from_db()
    browser.post(where, {"value": "33,3", "schools": people.schools[0].pk, "version": target.version})
    target.refresh_from_db()
    assert (target.value, target.reached) == (0.333, 0.25)
    page = said(browser.get(f"/plans/{district_plan.pk}/indicators/"))
    assert "75&nbsp;% цели" in page
    assert people.schools[0].name in page
    link = re.search(r'href="(/analysis/target/[^"]+)"', page)
    assert link is not None
    judged = said(browser.get(html.unescape(link[1])))
    assert 'name="shares" value="33,3' in judged


# --- long plans ---------------------------------------------------------------------------------------------------


def _long(count: int) -> Any:
    return plan(
        *(
            row(f"{n}.", f"Провести семинар № {n} для учителей", "Ежемесячно", responsible="УО")
            for n in range(1, count + 1)
        )
    )


def _asked(browser: Client, address: str) -> int:
    browser.get(address)
    with CaptureQueriesContext(connection) as asked:
        assert browser.get(address).status_code == 200
    return len(asked)


@pytest.mark.parametrize("address", ["", "remarks/", "tree/", "indicators/", "parties/", "plan.docx"])
def test_the_number_of_statements_does_not_grow_with_the_plan(
    people: People, signed_in: SignedIn, address: str
) -> None:
    browser = signed_in("head")
    short, long = (roadmap_of(people.schools[0], people["head"], _long(count)) for count in (2, 60))
    assert _asked(browser, f"/plans/{short.pk}/{address}") == _asked(browser, f"/plans/{long.pk}/{address}")


def test_the_number_of_statements_of_the_list_does_not_grow(people: People, signed_in: SignedIn) -> None:
    browser = signed_in("head")
    roadmap_of(people.schools[0], people["head"])
    few = _asked(browser, "/plans/")
    for _ in range(5):
        roadmap_of(people.schools[0], people["head"])
    assert _asked(browser, "/plans/") == few


def test_a_plan_of_500_measures_opens_comfortably(people: People, signed_in: SignedIn) -> None:
    kept = roadmap_of(people.schools[0], people["head"], _long(500))
    browser = signed_in("head")
    browser.get(f"/plans/{kept.pk}/")
    began = time.monotonic()
    page = said(browser.get(f"/plans/{kept.pk}/"))
    assert time.monotonic() - began < 3
    assert page.count("<tr id=") == 100
    assert "500 мероприятий" in page
