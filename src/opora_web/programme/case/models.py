"""A case: one school taken on, with the finding it was opened on, its phases, tasks, states and contacts."""

from django.db import models
from django.db.models import Q

from opora_web.accounts.history import Tracked
from opora_web.accounts.models import Organisation, Person
from opora_web.programme.identification.models import ListEntry, Track


class Phase(models.TextChoices):
    """Where a case is; the order is the way."""

    DIAGNOSIS = "diagnosis", "диагностика"
    PROGRAMME = "programme", "программа"
    EXECUTION = "execution", "выполнение"
    REVIEW = "review", "разбор итогов"
    EXIT = "exit", "выход"
    WATCH = "watch", "наблюдение после выхода"


class Rag(models.TextChoices):
    """How a case goes, in words; the colour only repeats them."""

    GREEN = "green", "идёт по плану"
    AMBER = "amber", "есть отставание"
    RED = "red", "нужна помощь"


class Direction(models.TextChoices):
    """Where it is moving since the last time."""

    BETTER = "better", "лучше"
    SAME = "same", "так же"
    WORSE = "worse", "хуже"


class Case(Tracked):
    """One school's case.

    Attributes:
        entry: the place on the approved list it was opened on; None where it was opened on a finding.
        finding: a copy of the library's IdentifiedSchool; release, year, rules: what it comes of.
        round: grows when a case goes back a phase, so that the tasks are asked anew.
        paused_at: while set, nothing but resuming changes the case; watch_until: the last day of watching.
    """

    school = models.ForeignKey(Organisation, models.PROTECT, related_name="cases", verbose_name="школа")
    entry = models.ForeignKey(ListEntry, models.PROTECT, null=True, blank=True, related_name="cases")
    finding = models.JSONField()
    year = models.PositiveSmallIntegerField("год результатов")
    rules = models.CharField("набор правил", max_length=100)
    rules_title = models.CharField("название правил", max_length=300)
    release = models.PositiveIntegerField("выпуск")
    track = models.CharField("условия", max_length=20, choices=Track, default=Track.UNKNOWN)
    opened_by = models.ForeignKey(Person, models.PROTECT, related_name="cases_opened", verbose_name="кто взял")
    opened_at = models.DateTimeField("взята на сопровождение")
    phase = models.CharField("этап", max_length=20, choices=Phase, default=Phase.DIAGNOSIS)
    phase_since = models.DateField("этап с")
    round = models.PositiveSmallIntegerField("круг", default=1)
    rag = models.CharField("состояние", max_length=10, choices=Rag, default=Rag.GREEN)
    direction = models.CharField("направление", max_length=10, choices=Direction, default=Direction.SAME)
    rag_reason = models.TextField("почему такое состояние", blank=True)
    paused_at = models.DateTimeField("приостановлено", null=True, blank=True)
    pause_reason = models.TextField("почему приостановлено", blank=True)
    watch_until = models.DateField("наблюдение до", null=True, blank=True)
    closed_at = models.DateTimeField("завершено", null=True, blank=True)
    closed_because = models.TextField("почему завершено", blank=True)
    followers = models.ManyToManyField(Person, related_name="cases_followed", blank=True)

    class Meta:
        ordering = ("school__sort_key", "-opened_at")
        constraints = (
            models.UniqueConstraint(
                fields=("school",), condition=Q(closed_at__isnull=True, trashed_at__isnull=True), name="one_open_case"
            ),
        )

    def __str__(self) -> str:
        return f"сопровождение: {self.school}"


class TaskStatus(models.TextChoices):
    """How far a task is."""

    TO_DO = "to-do", "предстоит"
    DONE = "done", "сделано"
    NOT_NEEDED = "not-needed", "не нужно"


class TaskWho(models.TextChoices):
    """Who is to do a task."""

    SCHOOL = "school", "школа"
    CURATOR = "curator", "куратор"
    AUTHORITY = "authority", "управление образования"


class CaseTask(Tracked):
    """One task of a phase of a case, copied from the authority's plan of phases.

    Attributes:
        proof: what shows that it is done; is_gate: whether the next phase waits for it.
        note: what was done, or why it is not needed.
    """

    case = models.ForeignKey(Case, models.CASCADE, related_name="tasks")
    phase = models.CharField("этап", max_length=20, choices=Phase)
    round = models.PositiveSmallIntegerField(default=1)
    position = models.PositiveSmallIntegerField()
    title = models.CharField("задача", max_length=300)
    who = models.CharField("кто", max_length=20, choices=TaskWho)
    responsible = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="case_tasks")
    proof = models.CharField("чем подтверждается", max_length=300)
    is_gate = models.BooleanField("без неё нельзя дальше")
    due_on = models.DateField("срок", null=True, blank=True)
    status = models.CharField("состояние", max_length=20, choices=TaskStatus, default=TaskStatus.TO_DO)
    note = models.TextField("что сделано", blank=True)

    class Meta:
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.title


class CaseStatus(models.Model):
    """One line of the status timeline: how the case went, why, whither. Never changed."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="statuses")
    at = models.DateTimeField()
    person = models.ForeignKey(Person, models.PROTECT, related_name="case_statuses")
    rag = models.CharField(max_length=10, choices=Rag)
    direction = models.CharField(max_length=10, choices=Direction)
    reason = models.TextField()

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return f"{self.get_rag_display()}, {self.get_direction_display()}"


class ContactForm(models.TextChoices):
    """How people met."""

    VISIT = "visit", "выезд в школу"
    ONLINE = "online", "встреча по видеосвязи"
    CALL = "call", "звонок"


class CaseNote(Tracked):
    """One contact with a school: when, how, what was found, one next step."""

    case = models.ForeignKey(Case, models.CASCADE, related_name="notes")
    author = models.ForeignKey(Person, models.PROTECT, related_name="case_notes", verbose_name="кто")
    held_on = models.DateField("когда")
    form = models.CharField("как", max_length=10, choices=ContactForm)
    found = models.TextField("что увидели")
    next_step = models.TextField("следующий шаг", blank=True)

    class Meta:
        ordering = ("-held_on", "-pk")

    def __str__(self) -> str:
        return f"{self.get_form_display()} {self.held_on:%d.%m.%Y}"
