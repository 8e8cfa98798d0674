"""A list of schools: made of findings of one release, discussed with schools, approved by an order."""

from django.db import models

from opora_web.accounts.history import Tracked
from opora_web.accounts.models import Organisation, Person


class ListState(models.TextChoices):
    """How far a list is."""

    DRAFT = "draft", "черновик"
    DISCUSSED = "discussed", "обсуждается со школами"
    APPROVED = "approved", "утверждён приказом"
    WITHDRAWN = "withdrawn", "отозван"


class SchoolList(Tracked):
    """A list of one authority for one year under one rule set.

    Attributes:
        organisation: the region or municipality whose schools it is about.
        release: the release the findings were copied from; later releases change nothing here.
        answers_until: the last day schools may answer.
        order_number, order_date: the order that approves it; order_scan: the signed order below the uploads folder.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="lists", verbose_name="орган")
    year = models.PositiveSmallIntegerField("год результатов")
    rules = models.CharField("набор правил", max_length=100)
    rules_title = models.CharField(max_length=300)
    release = models.PositiveIntegerField("выпуск")
    state = models.CharField("состояние", max_length=20, choices=ListState, default=ListState.DRAFT)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="lists_made", verbose_name="составил")
    made_at = models.DateTimeField("составлен")
    answers_until = models.DateField("ответы школ до", null=True, blank=True)
    order_number = models.CharField("номер приказа", max_length=60, blank=True)
    order_date = models.DateField("дата приказа", null=True, blank=True)
    order_scan = models.CharField(max_length=200, blank=True)
    order_scan_name = models.CharField(max_length=300, blank=True)
    approved_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="lists_approved")
    approved_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-year", "-made_at")

    def __str__(self) -> str:
        return f"список за {self.year} год, {self.organisation}"


class Track(models.TextChoices):
    """In which conditions the school has its low results; a person decides on the border (Grachevsky I and II)."""

    FAVOURABLE = "favourable", "благоприятные условия"
    BORDER = "border", "граница: решает человек"
    UNFAVOURABLE = "unfavourable", "неблагоприятные условия (ШНСУ)"
    UNKNOWN = "unknown", "об условиях нет данных"


class ListEntry(Tracked):
    """One school of a list: a copy of the finding, and what people decided about it.

    Attributes:
        finding: the library's IdentifiedSchool of that release, as JSON.
        is_included: whether the school stays on the list; against the rule's word only with a reason.
        proposed_track: what the context says; track: what a person decided.
    """

    school_list = models.ForeignKey(SchoolList, models.CASCADE, related_name="entries")
    school = models.ForeignKey(Organisation, models.PROTECT, related_name="list_entries", verbose_name="школа")
    finding = models.JSONField()
    status = models.CharField("вывод", max_length=20)
    listed = models.CharField(max_length=20, blank=True)
    is_included = models.BooleanField("в списке", default=True)
    reason = models.TextField("основание решения", blank=True)
    proposed_track = models.CharField(max_length=20, choices=Track, default=Track.UNKNOWN)
    track_reasons = models.JSONField(default=list)
    track = models.CharField("условия", max_length=20, choices=Track, default=Track.UNKNOWN)

    class Meta:
        ordering = ("school__sort_key",)
        constraints = (models.UniqueConstraint(fields=("school_list", "school"), name="school_once_in_a_list"),)

    def __str__(self) -> str:
        return f"{self.school} в списке за {self.school_list.year} год"


class SchoolAnswer(Tracked):
    """What a school answered to its place on a list, and what was answered to the school."""

    entry = models.ForeignKey(ListEntry, models.CASCADE, related_name="answers")
    author = models.ForeignKey(Person, models.PROTECT, related_name="school_answers")
    written_at = models.DateTimeField()
    agrees = models.BooleanField("школа согласна")
    text = models.TextField("ответ школы")
    reply = models.TextField("ответ школе", blank=True)
    replied_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="replies")
    replied_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("written_at",)

    def __str__(self) -> str:
        return f"ответ школы: {self.entry.school}"
