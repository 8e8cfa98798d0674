"""A draft between the pages: its days and deadlines, its indicators, the remarks that hold its approval up."""

import re
from html import unescape

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from opora.plans import plan_in
from opora_web.programme.identification.rules import RefusedError
from opora_web.programme.roadmap.actions import Order, approve_plan
from opora_web.programme.roadmap.models import (
    PlanEdition,
    PlanRemark,
    PlanState,
    Roadmap,
    RoadmapMeasure,
)
from tests.web.personas import People, SignedIn
from tests.web.programme.roadmap.conftest import MOMENT, roadmap_of, said

# --- the plan's days ------------------------------------------------------------------------------------------------


def test_other_days_of_a_plan_show_what_its_deadlines_become_before_they_are_written(
    draft: Roadmap, signed_in: SignedIn
) -> None:
    editor = signed_in("methodologist")
    form = {"title": draft.title, "starts_on": "2023-09-01", "ends_on": "2024-08-31", "version": draft.version}
    page = said(editor.post(f"/plans/{draft.pk}/head/", form))
    assert "Сроки, которые прочитаются иначе" in page
    assert "01.03.2022 – 31.03.2022" in page
    assert "01.03.2024 – 31.03.2024" in page
    draft.refresh_from_db()
    assert draft.starts_on.year == 2022, "nothing is written before it was seen"
    (seen_for,) = re.findall(r'name="seen_for" value="([^"]+)"', page)
    editor.post(f"/plans/{draft.pk}/head/", form | {"seen_for": unescape(seen_for)})
    march = RoadmapMeasure.objects.get(roadmap=draft, name="Утвердить перечень школ")
    assert (march.deadline_text, march.deadline["starts_on"]) == ("Март", "2024-03-01")
    assert march.history.first().history_change_reason == "срок прочитан заново: план теперь с 01.09.2023 по 31.08.2024"


def test_a_deadline_that_new_days_leave_partly_outside_the_plan_is_marked(draft: Roadmap, signed_in: SignedIn) -> None:
    RoadmapMeasure.objects.filter(roadmap=draft, number="1.").update(deadline_text="Апрель-декабрь", deadline=None)
    form = {"title": draft.title, "starts_on": "2023-09-01", "ends_on": "2024-08-31", "version": draft.version}
    assert "не всё внутри плана" in said(signed_in("methodologist").post(f"/plans/{draft.pk}/head/", form))


def test_days_seen_for_one_period_are_shown_again_for_another(draft: Roadmap, signed_in: SignedIn) -> None:
    editor = signed_in("methodologist")
    form = {"title": draft.title, "starts_on": "2023-01-01", "ends_on": "2023-12-31", "version": draft.version}
    (seen_for,) = re.findall(r'name="seen_for" value="([^"]+)"', said(editor.post(f"/plans/{draft.pk}/head/", form)))
    other = form | {"starts_on": "2024-01-01", "ends_on": "2024-12-31", "seen_for": unescape(seen_for)}
    assert "Сроки, которые прочитаются иначе" in said(editor.post(f"/plans/{draft.pk}/head/", other))


def test_a_new_title_alone_asks_nothing(draft: Roadmap, signed_in: SignedIn) -> None:
    form = {"title": "Новое", "starts_on": draft.starts_on, "ends_on": draft.ends_on, "version": draft.version}
    assert signed_in("methodologist").post(f"/plans/{draft.pk}/head/", form).status_code == 302
    draft.refresh_from_db()
    assert draft.title == "Новое"


# --- an indicator of a measure ----------------------------------------------------------------------------------------


def test_an_indicator_made_by_hand_belongs_to_a_measure_on_every_page_and_file(
    draft: Roadmap, signed_in: SignedIn
) -> None:
    editor, measure = signed_in("methodologist"), draft.measures.get(number="4.")
    form = {"name": "Доля учителей", "measure": measure.pk, "is_share": "on", "unit": "", "targets": "2024: 40"}
    editor.post(f"/plans/{draft.pk}/indicators/new/", form)
    assert "Доля учителей" in said(editor.get(f"/plans/measures/{measure.pk}/"))
    assert f"/plans/measures/{measure.pk}/" in said(editor.get(f"/plans/{draft.pk}/indicators/"))
    for name in ("plan.docx", "plan.xlsx"):
        (one,) = plan_in(name, b"".join(editor.get(f"/plans/{draft.pk}/{name}"))).indicators
        assert (one.name, one.measure, one.targets[0].value) == ("Доля учителей", "4.", 0.4)


def test_an_indicator_is_tied_to_another_measure_of_its_plan_and_of_no_other(
    draft: Roadmap, people: People, signed_in: SignedIn
) -> None:
    editor = signed_in("methodologist")
    editor.post(f"/plans/{draft.pk}/indicators/new/", {"name": "Доля", "is_share": "on", "targets": "2024: 40"})
    indicator = draft.indicators.get()
    first, other = draft.measures.get(number="1."), roadmap_of(people.schools[0], people["head"]).measures.first()
    form = {"name": "Доля школ", "measure": first.pk, "version": indicator.version}
    assert editor.post(f"/plans/indicators/{indicator.pk}/", form | {"measure": other.pk}).status_code == 200
    assert editor.post(f"/plans/indicators/{indicator.pk}/", form).status_code == 302
    indicator.refresh_from_db()
    assert (indicator.name, indicator.measure) == ("Доля школ", first)
    assert signed_in("neighbour-head").get(f"/plans/indicators/{indicator.pk}/").status_code in {403, 404}


# --- remarks without an answer ----------------------------------------------------------------------------------------


def test_a_plan_with_remarks_nobody_answered_wants_a_reason_and_keeps_it_in_the_journal(
    draft: Roadmap, people: People, signed_in: SignedIn
) -> None:
    Roadmap.objects.filter(pk=draft.pk).update(state=PlanState.REVIEW)
    PlanRemark.objects.create(roadmap=draft, author=people["coordinator"], written_at=MOMENT, text="Нет измеримого")
    boss, order = signed_in("authority-head"), {"number": "12", "date": "2024-09-02", "why": ""}
    page = said(boss.post(f"/plans/{draft.pk}/approve/", order))
    assert "Замечаний экспертов без ответа – 1" in page
    assert "Нет измеримого" in page
    assert not PlanEdition.objects.exists()
    reply = boss.post(f"/plans/{draft.pk}/approve/", order | {"despite": "исправим изменением"})
    assert reply.status_code == 302
    draft.refresh_from_db()
    reason = draft.history.first().history_change_reason
    assert reason.endswith("утверждён с замечаниями без ответа (1): исправим изменением")


def test_no_way_around_the_form_approves_in_silence(draft: Roadmap, people: People) -> None:
    Roadmap.objects.filter(pk=draft.pk).update(state=PlanState.REVIEW)
    draft.refresh_from_db()
    PlanRemark.objects.create(roadmap=draft, author=people["coordinator"], written_at=MOMENT, text="Нет измеримого")
    with pytest.raises(RefusedError, match="без ответа – 1"):
        approve_plan(draft, Order("12", MOMENT.date()), people["authority-head"], MOMENT)


def test_answered_remarks_hold_nothing_up(draft: Roadmap, people: People, signed_in: SignedIn) -> None:
    Roadmap.objects.filter(pk=draft.pk).update(state=PlanState.REVIEW)
    PlanRemark.objects.create(
        roadmap=draft, author=people["coordinator"], written_at=MOMENT, text="Нет измеримого", reply="Добавили долю"
    )
    order = {"number": "12", "date": "2024-09-02", "why": ""}
    assert signed_in("authority-head").post(f"/plans/{draft.pk}/approve/", order).status_code == 302


# --- the files of an order --------------------------------------------------------------------------------------------


def test_a_file_of_an_order_that_another_took_the_place_of_can_still_be_read(
    draft: Roadmap, people: People, signed_in: SignedIn
) -> None:
    Roadmap.objects.filter(pk=draft.pk).update(state=PlanState.REVIEW)
    boss, where = signed_in("authority-head"), f"/plans/{draft.pk}/editions/0/"
    boss.post(f"/plans/{draft.pk}/approve/", {"number": "12", "date": "2024-09-02", "why": ""})
    for name in ("первый", "второй"):
        file = SimpleUploadedFile(f"{name}.pdf", f"%PDF-1.7 {name}".encode())
        assert boss.post(f"{where}attach/", {"scan": file}).status_code == 302
    page = said(boss.get(where))
    assert "Прежние файлы приказа: 1" in page
    assert b"".join(boss.get(f"{where}scan/")).endswith("второй".encode())
    assert b"".join(boss.get(f"{where}scan/?earlier=0")).endswith("первый".encode())
    assert boss.get(f"{where}scan/?earlier=1").status_code == 404
    assert b"".join(boss.get(f"{where}scan/?earlier=ы")).endswith("второй".encode())
