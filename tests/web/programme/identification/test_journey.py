"""From a run to an order: the way of one list, as people walk it."""

import io

from django.test import Client
from docx import Document
from openpyxl import load_workbook

from opora_web.facts import current_facts
from opora_web.programme.identification.actions import decide_entry, make_list, put_school_on
from opora_web.programme.identification.models import ListEntry, ListState, SchoolList
from opora_web.programme.identification.preview import Run
from tests.web.personas import People, SignedIn
from tests.web.programme.identification.conftest import MADE_AT
from tests.web.shown import shown

QUERY = "year=2024&rules=federal-2020"
PDF = b"%PDF-1.7\n%signed"


def body(answer: object) -> str:
    return answer.content.decode()  # type: ignore[attr-defined]


def run_and_make(client: Client, people: People) -> SchoolList:
    home = people.municipalities["Речной"].pk
    seen = client.get(f"/lists/new/?organisation={home}&{QUERY}&compare=decline-risk")
    assert "Составить список" in body(seen)
    assert "Какова роль случая" in body(seen)
    assert "Если взять другой набор правил" in body(seen)
    made = client.post("/lists/new/make/", {"organisation": home, "year": 2024, "rules": "federal-2020"})
    assert made.status_code == 302
    return SchoolList.objects.get()


def put_first_school_on(coordinator: Client, one: SchoolList, people: People) -> ListEntry:
    entry = ListEntry.objects.filter(school_list=one, school=people.schools[0]).first()
    if entry is None:
        coordinator.post(f"/lists/{one.pk}/put-on/", {"school": people.schools[0].pk, "why": "Просьба"})
        entry = ListEntry.objects.get(school_list=one, school=people.schools[0])
    elif not entry.is_included:
        decision = {"is_included": "yes", "why": "Просьба", "version": entry.version}
        coordinator.post(f"/lists/entries/{entry.pk}/decide/", decision)
    return ListEntry.objects.get(pk=entry.pk)


def test_a_run_becomes_a_list_is_discussed_answered_and_approved(people: People, signed_in: SignedIn):
    coordinator, head = signed_in("coordinator"), signed_in("head")
    one = run_and_make(coordinator, people)
    entry = put_first_school_on(coordinator, one, people)
    assert head.get(f"/lists/entries/{entry.pk}/").status_code == 404, "a draft is the office's own"

    coordinator.post(f"/lists/{one.pk}/discuss/", {"until": "2100-01-01"})
    assert "Ответить" in body(head.get(f"/lists/entries/{entry.pk}/"))
    assert str(people.schools[0]) in body(head.get("/lists/own/"))
    head.post(f"/lists/entries/{entry.pk}/answer/", {"agrees": "no", "text": "Перепроверьте <b>ОГЭ</b>"})
    entry.refresh_from_db()
    assert "Перепроверьте &lt;b&gt;ОГЭ" in body(coordinator.get(f"/lists/{one.pk}/answers/"))
    said = {"reply": "Перепроверили, всё так", "version": entry.answer.version}
    coordinator.post(f"/lists/entries/{entry.pk}/reply/", said)
    assert "Перепроверили, всё так" in body(head.get(f"/lists/entries/{entry.pk}/"))

    approve_with_scan(coordinator, one)


def approve_with_scan(coordinator: Client, one: SchoolList) -> None:
    assert "После утверждения состав не меняется" in body(coordinator.get(f"/lists/{one.pk}/approve/"))
    coordinator.post(f"/lists/{one.pk}/approve/", {"number": "15-о", "date": "2024-09-20"})
    one.refresh_from_db()
    assert one.state == ListState.APPROVED
    scan = io.BytesIO(PDF)
    scan.name = "../../Приказ <15>.exe"
    coordinator.post(f"/lists/{one.pk}/attach/", {"scan": scan})
    kept = coordinator.get(f"/lists/{one.pk}/scan/")
    assert b"".join(kept.streaming_content) == PDF
    assert kept["Content-Type"] == "application/pdf"
    assert "attachment" in kept["Content-Disposition"]
    assert "утверждён приказом от 20.09.2024 № 15-о" in body(coordinator.get(f"/lists/{one.pk}/history/"))


def test_downloads_say_what_was_copied(approved: SchoolList, signed_in: SignedIn, people: People):
    client = signed_in("coordinator")
    order = Document(io.BytesIO(client.get(f"/lists/{approved.pk}/order.docx").content))
    said = "\n".join(paragraph.text for paragraph in order.paragraphs)
    assert "20.09.2024 № 15-о" in said
    names = {row.cells[2].text.replace("\u00a0", " ") for row in order.tables[1].rows[1:]}
    included = ListEntry.objects.filter(school_list=approved, is_included=True)
    assert names == {one.school.name.replace("\u00a0", " ") for one in included}
    book = load_workbook(io.BytesIO(client.get(f"/lists/{approved.pk}/list.xlsx").content))
    assert book["Список"].max_row == 3 + included.count()
    assert client.get(f"/lists/{approved.pk}/list.docx").status_code == 200
    for chart in ("funnel", "caterpillar"):
        picture = client.get(f"/lists/{approved.pk}/{chart}.svg")
        assert picture["Content-Type"] == "image/svg+xml"
        assert picture.content.startswith(b"<svg")
    assert client.get(f"/lists/{approved.pk}/nothing.svg").status_code == 404


def test_a_list_from_trash_and_back(draft: SchoolList, signed_in: SignedIn):
    client = signed_in("coordinator")
    client.post(f"/lists/{draft.pk}/trash/")
    assert client.get(f"/lists/{draft.pk}/").status_code == 404
    assert "2024 год" in body(client.get("/trash/?kind=lists"))
    client.post(f"/trash/lists/{draft.pk}/restore/")
    assert client.get(f"/lists/{draft.pk}/").status_code == 200


def test_a_moved_threshold_is_a_trial_that_says_so(people: People, signed_in: SignedIn):
    home = people.municipalities["Речной"].pk
    seen = body(signed_in("coordinator").get(f"/lists/new/what-if/?organisation={home}&{QUERY}"))
    assert "Это проба" in seen
    assert "−10" in seen or "-10" in seen


def test_junk_in_addresses_and_forms_is_answered_calmly(draft: SchoolList, signed_in: SignedIn, people: People):
    client = signed_in("coordinator")
    for query in ("organisation=x&year=1&rules=..%2F..%2Fetc", "year=99999999999", "rules=%00", "compare=nothing"):
        assert client.get(f"/lists/new/?{query}").status_code == 200
    assert client.get("/lists/?state=nothing&year=abc&page=-3").status_code == 200
    assert client.get(f"/lists/{draft.pk}/?q=%00%ff&track=x&on=x&answer=x&page=x").status_code == 200
    assert client.post("/lists/new/make/", {"organisation": "x"}).status_code == 302
    assert client.post(f"/lists/{draft.pk}/discuss/", {"until": "вчера"}).status_code == 302
    other = people.municipalities["Лесной"].children.first()
    assert other is not None
    client.post(f"/lists/{draft.pk}/put-on/", {"school": other.pk, "why": "Чужая"})
    assert not ListEntry.objects.filter(school=other).exists()


def test_a_file_that_only_calls_itself_a_scan_is_not_kept(approved: SchoolList, signed_in: SignedIn):
    scan = io.BytesIO(b"<html><script>alert(1)</script>")
    scan.name = "приказ.pdf"
    said = signed_in("coordinator").post(f"/lists/{approved.pk}/attach/", {"scan": scan}, follow=True)
    assert "По содержимому это не PDF" in body(said)
    approved.refresh_from_db()
    assert approved.order_scan == ""


def test_a_new_list_names_who_entered_and_who_left_since_the_order(
    approved: SchoolList, run: Run, people: People, signed_in: SignedIn
) -> None:
    kept = {entry.school for entry in approved.entries.filter(is_included=True)}
    newcomer = next(school for school in people.schools if school not in kept and school.parent == run.organisation)
    made = make_list(run, people["coordinator"], MADE_AT)
    for entry in made.entries.filter(is_included=True):
        decide_entry(entry, "Результаты выросли", people["coordinator"], is_included=False)
    found = made.entries.filter(school=newcomer).first()
    if found is None:
        put_school_on(made, newcomer, "Просьба школы", people["coordinator"], current_facts())
    else:
        decide_entry(found, "Просьба школы", people["coordinator"], is_included=True)
    page = shown(signed_in("coordinator").get(f"/lists/{made.pk}/"))
    entered, left = page.split("<h3>Вошли</h3>")[1].split("<h3>Вышли</h3>")
    left = left.split("</details>")[0]
    assert f"{newcomer}</a>: Просьба школы" in entered
    assert newcomer.name not in left
    assert all(f"{school}</a>:" in left for school in kept)
    assert kept
