"""One task, one piece of evidence, one key for every address of execution: what the permission matrix is tried on."""

import datetime as dt
from collections.abc import Callable

from opora_web.intake.sendings.uploads import store_content
from opora_web.programme.execution.arranging import arrange_tasks
from opora_web.programme.execution.calendar_feed import make_calendar_key
from opora_web.programme.execution.models import CalendarKey, Evidence, EvidenceKind, Occurrence
from opora_web.programme.execution.proof_actions import attach_evidence
from opora_web.programme.roadmap.models import PlanState, Roadmap, RoadmapMeasure
from tests.web.personas import MOMENT, People

_PLAN = "План посещения уроков"


def _occurrence(people: People) -> Occurrence:
    """A task of the first school in a plan of its district."""
    found = Occurrence.objects.filter(measure__roadmap__title=_PLAN).first()
    if found is None:
        plan = Roadmap.objects.create(
            organisation=people.municipalities["Речной"], title=_PLAN, starts_on=dt.date(2024, 1, 1),
            ends_on=dt.date(2024, 12, 31), state=PlanState.APPROVED, made_by=people.persons["coordinator"],
            made_at=MOMENT,
        )  # fmt: skip
        measure = RoadmapMeasure.objects.create(roadmap=plan, position=1, name="Посещение уроков", expected="Справка")
        measure.parties.create(position=1, text="директор", kind="role", organisation=people.schools[0])
        arrange_tasks(plan, None, "первая редакция")
        found = Occurrence.objects.get(measure=measure)
    return found


def _evidence(people: People) -> Evidence:
    """What the school's deputy attached to it."""
    task = _occurrence(people)
    stored = store_content("справка.pdf", b"%PDF-1.7")
    said = {"kind": EvidenceKind.NOTE, "proves": "Уроки посещены"}
    found = task.evidence.first()
    return found or attach_evidence(task, said, (stored.stored_as, stored.name), people.persons["deputy"], MOMENT)


def _key(people: People) -> CalendarKey:
    make_calendar_key(people.persons["head"], "телефон", MOMENT)
    return CalendarKey.objects.latest("pk")


_OF_OCCURRENCES = (
    "occurrence", "occurrence_history", "occurrence_declare", "occurrence_attach", "occurrence_postpone",
    "occurrence_reassign", "occurrence_undo",
)  # fmt: skip
_OF_EVIDENCE = ("evidence_file", "evidence_accept", "evidence_refuse", "evidence_trash", "evidence_restore")

#: Address name → the object of the story it is tried on.
SAMPLES: dict[str, Callable[[People], dict[str, object]]] = {
    **dict.fromkeys(_OF_OCCURRENCES, lambda people: {"pk": _occurrence(people).pk}),
    **dict.fromkeys(_OF_EVIDENCE, lambda people: {"pk": _evidence(people).pk}),
    "calendar_key_revoke": lambda people: {"pk": _key(people).pk},
    "calendar_feed": lambda people: {"key": make_calendar_key(people.persons["head"], "телефон", MOMENT)},
}
