"""One object of the story for every address that names an object: what the permission matrix is tried on."""

import datetime as dt
from collections.abc import Callable

from opora.tables.receipt import FileReceipt, Receipt
from opora.vocabulary.problems import FileStatus
from opora.vocabulary.questionnaire import questionnaire
from opora_web.accounts.models import Post
from opora_web.api.keys import make_key
from opora_web.api.models import ApiKey
from opora_web.facts import DEFAULT_RULES, current_facts
from opora_web.intake.models import SchoolEvent, SchoolEventKind, Sending
from opora_web.intake.register.actions import put_event_away, write_event
from opora_web.intake.sendings.actions import send_for
from opora_web.intake.sendings.uploads import store_content
from opora_web.intake.sendings.work import keep_receipt
from opora_web.interface.models import SavedFilter
from opora_web.interface.saved_filters import save_filter
from opora_web.programme.case.actions import note_contact, open_case
from opora_web.programme.case.models import Case, CaseNote
from opora_web.programme.diagnosis.actions import begin_diagnosis
from opora_web.programme.diagnosis.models import Diagnosis
from opora_web.programme.execution.models import Occurrence
from opora_web.programme.identification.actions import decide_entry, discuss_list, make_list, put_school_on
from opora_web.programme.identification.models import ListEntry, SchoolList
from opora_web.programme.identification.preview import Run
from opora_web.programme.meetings.actions import add_question, decide, plan_meeting
from opora_web.programme.meetings.models import Meeting, MeetingKind
from opora_web.programme.objectivity.actions import Sign, ask_school
from opora_web.programme.objectivity.models import ObjectivityQuestion
from opora_web.programme.reporting.actions import begin_report
from opora_web.programme.reporting.models import Report, ReportKind
from opora_web.programme.roadmap.actions import Order, approve_plan, begin_amendment, send_to_review
from opora_web.programme.roadmap.arrivals import SentPlan, receive_plan
from opora_web.programme.roadmap.models import (
    PlanArrival,
    PlanKind,
    PlanRemark,
    PlanState,
    Roadmap,
    RoadmapMeasure,
)
from opora_web.programme.roadmap.remark_actions import write_remark
from opora_web.programme.roadmap.writing import Deed
from opora_web.programme.schools.results import followed_by
from opora_web.public.actions import open_publication, prepare_publication
from opora_web.public.models import Publication
from tests.plans.written import HEADING, docx, row
from tests.web.personas import MOMENT, People
from tests.web.programme.execution.samples import SAMPLES as OF_EXECUTION
from tests.web.programme.roadmap.conftest import roadmap_of


def _key(people: People) -> ApiKey:
    make_key(people.persons["head"], "проба", MOMENT)
    return ApiKey.objects.latest("pk")


def _prepared(people: People) -> Publication:
    where, author = people.municipalities["Речной"], people.persons["coordinator"]
    return prepare_publication(current_facts(), 2024, where, author, MOMENT)


def _publication(people: People) -> Publication:
    made = _prepared(people)
    open_publication(made, people.persons["coordinator"], MOMENT)
    return made


def _school(people: People) -> dict[str, object]:
    return {"code": people.schools[0].code}


def _chart(people: People) -> dict[str, object]:
    code = str(people.schools[0].code)
    return {"code": code, "series": followed_by(current_facts(), code)[0].series.code}


def _why(people: People) -> dict[str, object]:
    return {"code": people.schools[0].code, "year": 2024, "rules": DEFAULT_RULES}


def _diagnosis(people: People) -> Diagnosis:
    return begin_diagnosis(people.schools[0], 2024, questionnaire(), people.persons["head"], MOMENT)


def _sending(people: People) -> Sending:
    head, file = people.persons["head"], store_content("письмо.txt", b"text")
    made = send_for(people.schools[0], [file], "", head, MOMENT)
    letter = FileReceipt(
        file=file.name, status=FileStatus.NOT_RECOGNISED, source=None, year=None, rows=0, schools=[], problems=[]
    )
    keep_receipt(made, Receipt(release=None, previous_release=None, files=[letter]))
    return made


def _event(people: People) -> SchoolEvent:
    made = SchoolEvent(school=people.schools[0], kind=SchoolEventKind.OPENED, happened_on=MOMENT.date())
    write_event(made, people.persons["coordinator"])
    return made


def _event_put_away(people: People) -> SchoolEvent:
    made = _event(people)
    put_event_away(made, people.persons["coordinator"], MOMENT)
    return made


def _saved_filter(people: People) -> SavedFilter:
    return save_filter(people.persons["head"], "своя школа", "/schools/", "q=школа")


def _list(people: People) -> SchoolList:
    """A list that schools may answer, with the first school on it."""
    found = SchoolList.objects.first()
    if found is None:
        coordinator, where = people.persons["coordinator"], people.municipalities["Речной"]
        found = make_list(Run(current_facts(), where, 2024, DEFAULT_RULES), coordinator, MOMENT)
        entry = found.entries.filter(school=people.schools[0]).first()
        if entry is None:
            put_school_on(found, people.schools[0], "просьба школы", coordinator, current_facts())
        elif not entry.is_included:
            decide_entry(entry, "просьба школы", coordinator, is_included=True)
        discuss_list(found, dt.date(2100, 1, 1), coordinator, MOMENT.date())
    return found


def _entry(people: People) -> ListEntry:
    return ListEntry.objects.get(school_list=_list(people), school=people.schools[0])


def _case(people: People) -> Case:
    found = Case.objects.first()
    run = (current_facts(), 2024, DEFAULT_RULES)
    return found or open_case(people.schools[0], run, people.persons["coordinator"], MOMENT)


def _question(people: People) -> ObjectivityQuestion:
    found = ObjectivityQuestion.objects.first()
    finding = {"status": "needs-explanation", "pupils": 31, "markers": ["bunching"], "explanations": []}
    sign = Sign(1, "vpr-mathematics-5-2024", "ВПР, математика, 5 класс, 2024 год", finding)
    return found or ask_school(people.schools[0], sign, "", people.persons["coordinator"], MOMENT)


def _note(people: People) -> CaseNote:
    said = {"held_on": MOMENT.date(), "today": MOMENT.date(), "form": "visit", "found": "урок", "next_step": ""}
    return note_contact(_case(people), said, people.persons["curator"])


def _plan(people: People) -> Roadmap:
    """A school's plan in review, with an edition an order approved: every deed upon plans has something to act on."""
    found = Roadmap.objects.filter(kind=PlanKind.SCHOOL_PLAN).first()
    if found is None:
        head = people.persons["head"]
        found = roadmap_of(people.schools[0], head, kind=PlanKind.SCHOOL_PLAN)
        send_to_review(found, head)
        approve_plan(found, Order("15-о", MOMENT.date()), people.persons["coordinator"], MOMENT)
        begin_amendment(found, "проба", head)
    return found


def _remark(people: People) -> PlanRemark:
    return write_remark(_plan(people), None, "Когда?", Deed(people.persons["curator"], MOMENT))


def _arrival(people: People) -> PlanArrival:
    sent = SentPlan("план.docx", docx([HEADING, row("1.")]), PlanKind.SCHOOL_PLAN)
    return receive_plan(people.schools[0], sent, Deed(people.persons["head"], MOMENT))


def _helper(people: People) -> dict[str, object]:
    return {"pk": _case(people).pk, "post": Post.objects.get(person=people.persons["curator"]).pk}


def _meeting(people: People) -> Meeting:
    """A meeting of the district with a question and a decision for the first school, its head invited."""
    found = Meeting.objects.first()
    if found is None:
        author, head = people.persons["methodologist"], people.persons["head"]
        said = {"kind": MeetingKind.WORKING_GROUP, "title": "", "held_at": MOMENT, "place": "", "chair": None}
        found = plan_meeting(people.municipalities["Речной"], said | {"secretary": author}, [head], author)
        item = add_question(found, "О плане", "", author)
        due = {"owner": head, "organisation": people.schools[0], "due_on": dt.date(2100, 1, 1), "roadmap": None}
        decide(found, {"item": item, "text": "Показать урок"} | due, author)
    return found


def _report(people: People) -> Report:
    """A draft of the district's note on last year, with a task in it so that it has a chart."""
    found = Report.objects.first()
    if found is None:
        author, where = people.persons["methodologist"], people.municipalities["Речной"]
        first, last = dt.date(2023, 9, 1), dt.date(2024, 8, 31)
        plan = Roadmap.objects.create(
            organisation=where, title="План", state=PlanState.APPROVED, starts_on=first, ends_on=last, made_by=author,
            made_at=MOMENT,
        )  # fmt: skip
        measure = RoadmapMeasure.objects.create(roadmap=plan, position=1, name="Семинар")
        days = ("starts_on", "due_on", "planned_starts_on", "planned_due_on", "edition_starts_on", "edition_due_on")
        Occurrence.objects.create(measure=measure, **dict.fromkeys(days, last))
        found = begin_report((where, ReportKind.NOTE, plan), (first, last), author, MOMENT)
    return found


_OF_REPORTS = (
    "report", "report_chart", "report_word", "report_history", "report_write", "report_anew", "report_sign",
    "report_drop",
)  # fmt: skip
_OF_MEETINGS = (
    "meeting", "meeting_edit", "meeting_history", "meeting_agenda", "meeting_take", "meeting_add", "meeting_order",
    "meeting_write", "meeting_attendance", "meeting_invite", "meeting_decide", "meeting_sign", "meeting_cancel",
    "meeting_minutes", "meeting_letters",
)  # fmt: skip
_OF_LISTS = (
    "list", "list_answers", "list_pictures",
    "list_history", "list_discuss", "list_draft", "list_approve", "list_withdraw", "list_trash",
    "list_put_on", "order_scan", "order_attach", "order_draft", "list_word", "list_excel", "cases_open",
)  # fmt: skip
_OF_ENTRIES = ("list_entry", "entry_decide", "entry_track", "answer", "reply")
_OF_CASES = (
    "case", "case_history", "case_advance", "case_return", "case_pause", "case_end", "case_resume", "case_assess",
    "case_note", "case_follow", "case_assign", "case_task_add",
)  # fmt: skip
_OF_QUESTIONS = ("objectivity_question", "objectivity_answer", "objectivity_settle", "objectivity_withdraw")
_OF_PLANS = (
    "plan", "plan_amend", "plan_approve", "plan_copy", "plan_differences", "plan_draft", "plan_drop", "plan_end",
    "plan_for_school", "plan_head", "plan_history", "plan_indicators", "plan_indicator_new", "plan_measure_new",
    "plan_parties", "plan_remark_new", "plan_remarks", "plan_restore", "plan_review", "plan_section_new",
    "plan_template", "plan_trash", "plan_tree", "plan_upload_again", "plan_word", "plan_excel", "plan_ics",
    "plan_order_word", "plan_changes_word",
)  # fmt: skip
_OF_EDITIONS = ("plan_edition", "plan_scan_attach", "plan_edition_word", "plan_scan")
_OF_MEASURES = (
    "plan_measure", "plan_measure_link", "plan_measure_move", "plan_measure_restore", "plan_measure_trash",
)  # fmt: skip
_OF_ARRIVALS = (
    "plan_arrival", "plan_arrival_decide", "plan_arrival_drop", "plan_arrival_head", "plan_arrival_parties",
    "plan_arrival_settle",
)  # fmt: skip
_OF_SENDINGS = (
    "sending", "sending_progress", "sending_history", "sending_receipt", "sending_receipt_book", "sending_accept",
    "sending_withdraw", "sending_restore", "sending_resume", "sending_again", "sending_undo",
)  # fmt: skip

#: Address name → the object of the story it is tried on. Everything stands at school 1 of the district «Речной».
SAMPLES: dict[str, Callable[[People], dict[str, object]]] = {
    **dict.fromkeys(_OF_LISTS, lambda people: {"pk": _list(people).pk}),
    **dict.fromkeys(_OF_ENTRIES, lambda people: {"pk": _entry(people).pk}),
    **dict.fromkeys(_OF_CASES, lambda people: {"pk": _case(people).pk}),
    **dict.fromkeys(_OF_QUESTIONS, lambda people: {"pk": _question(people).pk}),
    "objectivity_ask": _school,
    "analysis": lambda _people: {"name": "growth"},
    "analysis_table": lambda _people: {"name": "growth"},
    "analysis_section": lambda _people: {"name": "growth"},
    "analysis_chart": lambda _people: {"name": "growth", "chart": "quadrant"},
    "analysis_chart_spec": lambda _people: {"name": "growth", "chart": "quadrant"},
    **dict.fromkeys(_OF_MEETINGS, lambda people: {"pk": _meeting(people).pk}),
    **dict.fromkeys(_OF_REPORTS, lambda people: {"pk": _report(people).pk}),
    "report_rows": lambda people: {"pk": _report(people).pk, "code": "planned"},
    "report_trace": lambda _people: {"code": "plans"},
    "meeting_card": lambda people: {"pk": people.schools[0].pk},
    "meeting_question": lambda people: {"pk": _meeting(people).agenda.order_by("pk")[0].pk},
    "meeting_question_drop": lambda people: {"pk": _meeting(people).agenda.order_by("pk")[0].pk},
    "meeting_decision": lambda people: {"pk": _meeting(people).decisions.order_by("pk")[0].pk},
    "meeting_decision_drop": lambda people: {"pk": _meeting(people).decisions.order_by("pk")[0].pk},
    **OF_EXECUTION,
    "case_open": lambda people: {"pk": people.schools[0].pk},
    "case_release": _helper,
    "case_note_change": lambda people: {"pk": _note(people).pk},
    "case_note_away": lambda people: {"pk": _note(people).pk},
    "case_task": lambda people: {"pk": _case(people).tasks.order_by("pk")[0].pk},
    "identify_chart": lambda _people: {"chart": "funnel"},
    "identify_chart_spec": lambda _people: {"chart": "funnel"},
    "list_chart": lambda people: {"pk": _list(people).pk, "chart": "funnel"},
    "list_chart_spec": lambda people: {"pk": _list(people).pk, "chart": "funnel"},
    "api_key_revoke": lambda people: {"pk": _key(people).pk},
    "open_result": lambda people: {"pk": _publication(people).pk},
    "publication": lambda people: {"pk": _publication(people).pk},
    "publish": lambda people: {"pk": _publication(people).pk},
    "publication_away": lambda people: {"pk": _prepared(people).pk},
    "withdraw_publication": lambda people: {"pk": _publication(people).pk},
    "diagnosis_begin": lambda people: {"code": people.schools[0].code},
    "diagnosis": lambda people: {"pk": _diagnosis(people).pk},
    "diagnosis_submit": lambda people: {"pk": _diagnosis(people).pk},
    "diagnosis_return": lambda people: {"pk": _diagnosis(people).pk},
    "diagnosis_verify": lambda people: {"pk": _diagnosis(people).pk},
    **dict.fromkeys(_OF_PLANS, lambda people: {"pk": _plan(people).pk}),
    **dict.fromkeys(_OF_EDITIONS, lambda people: {"pk": _plan(people).pk, "number": 0}),
    **dict.fromkeys(_OF_MEASURES, lambda people: {"pk": _plan(people).measures.order_by("pk")[0].pk}),
    **dict.fromkeys(_OF_ARRIVALS, lambda people: {"pk": _arrival(people).pk}),
    "plan_arrival_row": lambda people: {"pk": _arrival(people).pk, "key": "1-2"},
    "plan_section": lambda people: {"pk": _plan(people).sections.order_by("pk")[0].pk},
    "plan_section_trash": lambda people: {"pk": _plan(people).sections.order_by("pk")[0].pk},
    "plan_indicator": lambda people: {"pk": _plan(people).indicators.order_by("pk")[0].pk},
    "plan_indicator_trash": lambda people: {"pk": _plan(people).indicators.order_by("pk")[0].pk},
    **dict.fromkeys(
        ("plan_target", "plan_target_reached"),
        lambda people: {"pk": _plan(people).indicators.order_by("pk")[0].targets.all()[0].pk},
    ),
    "plan_remark_reply": lambda people: {"pk": _remark(people).pk},
    "plan_remark_settle": lambda people: {"pk": _remark(people).pk},
    "plan_risk_make": lambda people: {"pk": _diagnosis(people).pk},
    **dict.fromkeys(_OF_SENDINGS, lambda people: {"pk": _sending(people).pk}),
    "sending_copy": lambda people: {"pk": _sending(people).pk, "number": 0},
    "register_school": lambda people: {"code": people.schools[0].code},
    "register_drop": lambda people: {"code": people.schools[0].code},
    "register_event": lambda people: {"code": people.schools[0].code},
    "register_event_away": lambda people: {"pk": _event(people).pk},
    "person": lambda people: {"pk": people.persons["head"].pk},
    "person_change": lambda people: {"pk": people.persons["head"].pk},
    "person_second_factor": lambda people: {"pk": people.persons["head"].pk},
    "person_link": lambda people: {"pk": people.persons["head"].pk},
    "person_post": lambda people: {"pk": people.persons["head"].pk},
    "person_switch": lambda people: {"pk": people.persons["head"].pk},
    "person_erase": lambda people: {"pk": people.persons["head"].pk},
    "person_unlock": lambda people: {"pk": people.persons["head"].pk},
    "session_end": lambda _: {"pk": 1},
    "template_book": lambda _: {"kind": "schools"},
    "person_records": lambda people: {"pk": people.persons["head"].pk},
    "post_end": lambda people: {"pk": Post.objects.get(person=people.persons["teacher"]).pk},
    "organisation_contacts": lambda people: {"pk": people.schools[0].pk},
    "organisation": lambda people: {"pk": people.schools[0].pk},
    "school": _school,
    "school_results": _school,
    "school_sources": _school,
    "school_chart": _chart,
    "school_chart_spec": _chart,
    "why": _why,
    "why_again": _why,
    "why_letter": _why,
    "saved_filter_rename": lambda people: {"pk": _saved_filter(people).pk},
    "saved_filter_away": lambda people: {"pk": _saved_filter(people).pk},
    "trash_restore": lambda people: {"kind": "events", "pk": _event_put_away(people).pk},
    "invitation": lambda people: {"pk": people.schools[0].pk},
}
