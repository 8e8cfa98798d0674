"""Meetings, what was on the agenda, who came, what was decided – and the tasks that came of it."""

from django.db import models

from opora_web.accounts.history import Tracked
from opora_web.accounts.models import Organisation, Person
from opora_web.programme.case.models import Case
from opora_web.programme.execution.models import Occurrence
from opora_web.programme.roadmap.models import Roadmap, RoadmapMeasure


class MeetingKind(models.TextChoices):
    """Who meets; how often each must is the authority's norm, kept as data."""

    WORKING_GROUP = "working-group", "рабочая группа"
    CONTROL_HOUR = "control-hour", "час контроля с директорами"
    REPORTING = "reporting-session", "отчёт руководителей школ"
    COUNCIL = "methodical-council", "методический совет"


class MeetingState(models.TextChoices):
    """How far a meeting is."""

    PLANNED = "planned", "назначена"
    HELD = "held", "проведена"
    CANCELLED = "cancelled", "отменена"


class Meeting(Tracked):
    """One meeting.

    Attributes:
        number: of its minutes, given when it was held.
        signed_at: when the minutes were signed; after that decisions are changed only by another meeting.
        record: the minutes as they were signed, whole: what is printed later is what was signed.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="meetings", verbose_name="кто проводит")
    kind = models.CharField("вид", max_length=20, choices=MeetingKind)
    title = models.CharField("тема", max_length=300, blank=True)
    held_at = models.DateTimeField("когда")
    place = models.CharField("где", max_length=300, blank=True)
    state = models.CharField("состояние", max_length=20, choices=MeetingState, default=MeetingState.PLANNED)
    chair = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="meetings_chaired", verbose_name="председатель"
    )
    secretary = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="meetings_written", verbose_name="секретарь"
    )
    number = models.CharField("номер протокола", max_length=60, blank=True)
    signed_at = models.DateTimeField("протокол подписан", null=True, blank=True)
    record = models.JSONField(default=dict, blank=True, editable=False)

    class Meta:
        ordering = ("-held_at", "-pk")

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.held_at:%d.%m.%Y}"


class AgendaItem(Tracked):
    """One question of the agenda.

    Attributes:
        exception: the code of what put it there by itself (overdue, no-contact, …); «» where a person did.
        schools: which schools it is about; none where it is for all. The invited see what is for all or about theirs.
        heard: what was said, for the minutes.
    """

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="agenda")
    position = models.PositiveSmallIntegerField()
    title = models.TextField("вопрос")
    exception = models.CharField(max_length=60, blank=True)
    case = models.ForeignKey(Case, models.SET_NULL, null=True, blank=True, related_name="agenda_items")
    measure = models.ForeignKey(RoadmapMeasure, models.SET_NULL, null=True, blank=True, related_name="agenda_items")
    schools = models.ManyToManyField(Organisation, related_name="agenda_items", blank=True, verbose_name="о школах")
    speaker = models.CharField("докладывает", max_length=300, blank=True)
    heard = models.TextField("слушали", blank=True)

    class Meta:
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.title[:80]


class Attendance(models.Model):
    """One person at a meeting: of the site, or a guest by name and post."""

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="attendance")
    person = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="attendance")
    guest = models.CharField("приглашённый", max_length=300, blank=True)
    is_present = models.BooleanField("присутствует", default=False)
    reason = models.CharField("почему нет", max_length=300, blank=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return str(self.person or self.guest)


class MeetingDecision(Tracked):
    """What was decided, typed once: it stands in the minutes, becomes a task of its owner and a line of a letter.

    Attributes:
        roadmap: the plan it goes into, which must be open for changes; None – the organisation's plan of decisions.
        measure: the measure it was made there when the minutes were signed; occurrence: its task.
    """

    meeting = models.ForeignKey(Meeting, models.CASCADE, related_name="decisions")
    item = models.ForeignKey(AgendaItem, models.SET_NULL, null=True, blank=True, related_name="decisions")
    position = models.PositiveSmallIntegerField()
    text = models.TextField("решили")
    owner = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="meeting_decisions", verbose_name="ответственный"
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="meeting_decisions", verbose_name="кому"
    )
    due_on = models.DateField("срок", null=True, blank=True)
    roadmap = models.ForeignKey(
        Roadmap, models.SET_NULL, null=True, blank=True, related_name="decisions", verbose_name="в какой план"
    )
    measure = models.ForeignKey(RoadmapMeasure, models.SET_NULL, null=True, blank=True, related_name="decisions")
    occurrence = models.ForeignKey(Occurrence, models.SET_NULL, null=True, blank=True, related_name="decisions")

    class Meta:
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.text[:80]
