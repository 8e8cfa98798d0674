"""What is to be done on which day by whom, and what shows that it was done."""

import datetime as dt

from django.db import models

from opora_web.accounts.history import Tracked
from opora_web.accounts.models import Organisation, Person
from opora_web.programme.roadmap.models import RoadmapMeasure

#: Why a task changed hands by an amendment, as its journal begins to say it; the letter of the day looks for it.
ANSWERED_ANEW = "ответственный заменён по плану"


class OccurrenceState(models.TextChoices):
    """How far one occurrence of a measure is: said to be done is not yet proven."""

    TO_DO = "to-do", "предстоит"
    DECLARED = "declared", "заявлено"
    PROVEN = "proven", "подтверждено"
    CANCELLED = "cancelled", "отменено"


class Occurrence(Tracked):
    """One time a measure is to be done: a task of a person.

    Attributes:
        school: for whom it is done, where a measure is done for each school apart.
        starts_on, due_on: its window inside the plan's period; due_on is the last day.
        planned_starts_on, planned_due_on: the window of the first edition: the ghost beside the bar.
        edition_starts_on, edition_due_on: the window of the edition in force; a postponement leaves it as it is.
        is_fuzzy: whether the plan gives no exact day («в течение года»).
        owner, organisation: who answers; None until somebody is named.
        declared_at, said: when and in which words it was said to be done; proven_at: when the last proof was accepted.
        cancelled_because: the amendment that no longer asks for it; «» unless cancelled.
    """

    measure = models.ForeignKey(RoadmapMeasure, models.CASCADE, related_name="occurrences")
    school = models.ForeignKey(Organisation, models.PROTECT, null=True, blank=True, related_name="occurrences")
    starts_on = models.DateField("с")
    due_on = models.DateField("срок", db_index=True)
    planned_starts_on = models.DateField(editable=False)
    planned_due_on = models.DateField(editable=False)
    edition_starts_on = models.DateField(editable=False)
    edition_due_on = models.DateField(editable=False)
    is_fuzzy = models.BooleanField(default=False)
    owner = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="occurrences", verbose_name="ответственный"
    )
    organisation = models.ForeignKey(
        Organisation, models.PROTECT, null=True, blank=True, related_name="own_occurrences", verbose_name="организация"
    )
    state = models.CharField("состояние", max_length=20, choices=OccurrenceState, default=OccurrenceState.TO_DO)
    said = models.TextField("что сделано", blank=True)
    declared_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="declared")
    declared_at = models.DateTimeField("заявлено", null=True, blank=True)
    proven_at = models.DateTimeField("подтверждено", null=True, blank=True)
    cancelled_because = models.TextField("почему отменено", blank=True)

    class Meta:
        ordering = ("due_on", "pk")
        verbose_name = "дело плана"

    def __str__(self) -> str:
        return f"{self.measure} – {self.due_on:%d.%m.%Y}"

    @property
    def edition_window(self) -> tuple[dt.date, dt.date]:
        """Its days in the edition in force."""
        return self.edition_starts_on, self.edition_due_on

    @property
    def is_settled(self) -> bool:
        """Whether somebody has done it, proven or not."""
        return self.state in {OccurrenceState.DECLARED, OccurrenceState.PROVEN}

    @property
    def place(self) -> Organisation:
        """Where it is done: at its school, else in the organisation that answers, else in that of the plan."""
        return self.school or self.organisation or self.measure.roadmap.organisation


class Delay(models.Model):
    """One postponement or overdue day, with its reason. Never changed."""

    occurrence = models.ForeignKey(Occurrence, models.CASCADE, related_name="delays")
    person = models.ForeignKey(Person, models.PROTECT, related_name="delays")
    at = models.DateTimeField()
    due_before = models.DateField("прежний срок")
    due_after = models.DateField("новый срок", null=True, blank=True)
    reason = models.TextField("причина")

    class Meta:
        ordering = ("-at", "-pk")

    def __str__(self) -> str:
        return self.reason[:80]


class EvidenceKind(models.TextChoices):
    """What sort of artefact it is; a measure's expected result names which ones prove it."""

    ORDER = "order", "приказ"
    ATTENDANCE = "attendance", "лист присутствия"
    NOTE = "note", "справка"
    LESSON_CARD = "lesson-card", "карта посещения урока"
    BEFORE_AFTER = "before-after", "результат до и после"
    PLAN = "plan", "план, программа"
    MINUTES = "minutes", "протокол"
    PUBLICATION = "publication", "публикация"
    OTHER = "other", "другое"


class Evidence(Tracked):
    """An artefact and what it proves. Nobody accepts their own.

    Attributes:
        proves: what it proves, in the words of whoever attached it; never empty.
        number, dated: of the paper, where it has them; place: an address on the net where it is published.
        file, file_name: below the uploads folder, under its hash; «» for a paper that is only named.
        before, after: two numbers with their unit in `proves`, for «результат до и после».
        refused_because: why it proves nothing; «» unless refused.
    """

    occurrence = models.ForeignKey(Occurrence, models.CASCADE, related_name="evidence")
    kind = models.CharField("что это", max_length=20, choices=EvidenceKind)
    proves = models.TextField("что это доказывает")
    number = models.CharField("номер", max_length=60, blank=True)
    dated = models.DateField("дата документа", null=True, blank=True)
    place = models.URLField("где опубликовано", max_length=500, blank=True)
    file = models.CharField(max_length=200, blank=True)
    file_name = models.CharField("файл", max_length=300, blank=True)
    before = models.FloatField("было", null=True, blank=True)
    after = models.FloatField("стало", null=True, blank=True)
    author = models.ForeignKey(Person, models.PROTECT, related_name="evidence", verbose_name="кто приложил")
    added_at = models.DateTimeField("приложено")
    accepted_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="evidence_accepted")
    accepted_at = models.DateTimeField("принято", null=True, blank=True)
    refused_because = models.TextField("почему не принято", blank=True)

    class Meta:
        ordering = ("added_at", "pk")
        verbose_name = "подтверждение"

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.number}".strip()


class CalendarKey(models.Model):
    """The address of a person's calendar feed: only its hash is kept, it can be revoked at any time.

    Attributes:
        first: the first signs of the key, to tell several apart.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="calendar_keys")
    title = models.CharField("для чего", max_length=100, blank=True)
    first = models.CharField(max_length=8)
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-made_at", "-pk")

    def __str__(self) -> str:
        return f"календарь {self.first}…"


class Digest(models.Model):
    """A digest that went to a person for a day: the same day it does not go twice."""

    person = models.ForeignKey(Person, models.CASCADE, related_name="digests")
    day = models.DateField()
    sent_at = models.DateTimeField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("person", "day"), name="one_digest_a_day"),)

    def __str__(self) -> str:
        return f"{self.person}: {self.day:%d.%m.%Y}"


class DigestRefusal(models.Model):
    """A person who wants no digests; without such a row they are sent."""

    person = models.OneToOneField(Person, models.CASCADE, related_name="digest_refusal")
    since = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.person}: без писем с {self.since:%d.%m.%Y}"
