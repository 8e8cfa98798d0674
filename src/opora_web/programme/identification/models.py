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
        answer: the library's Identification without its schools: the rule in words, its numbers, the summary.
        answers_until: the last day schools may answer.
        order_number, order_date: the order that approves it; order_scan: the signed order below the uploads folder.
        withdrawn_because: why it is in force no more.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="lists", verbose_name="орган")
    year = models.PositiveSmallIntegerField("год результатов")
    rules = models.CharField("набор правил", max_length=100)
    rules_title = models.CharField("название правил", max_length=300)
    release = models.PositiveIntegerField("выпуск")
    answer = models.JSONField(default=dict)
    state = models.CharField("состояние", max_length=20, choices=ListState, default=ListState.DRAFT)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="lists_made", verbose_name="составил")
    made_at = models.DateTimeField("составлен")
    answers_until = models.DateField("ответы школ до", null=True, blank=True)
    order_number = models.CharField("номер приказа", max_length=60, blank=True)
    order_date = models.DateField("дата приказа", null=True, blank=True)
    order_scan = models.CharField("файл приказа", max_length=200, blank=True)
    order_scan_name = models.CharField("название файла приказа", max_length=300, blank=True)
    approved_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="lists_approved")
    approved_at = models.DateTimeField("утверждён", null=True, blank=True)
    withdrawn_because = models.TextField("почему отозван", blank=True)

    class Meta:
        ordering = ("-year", "-made_at", "-pk")

    def __str__(self) -> str:
        return f"список за {self.year} год, {self.organisation}"


class ListBasis(models.Model):
    """All schools that were considered when a list was made: the library's records, for reports and late decisions.

    It stands apart from the list because it is large and never changes.

    Attributes:
        schools: IdentifiedSchool of every school of the organisation, as JSON.
    """

    school_list = models.OneToOneField(SchoolList, models.CASCADE, related_name="basis")
    schools = models.JSONField(default=list)

    def __str__(self) -> str:
        return f"основания: {self.school_list}"


class Track(models.TextChoices):
    """In which conditions the school has its low results; a person decides on the border (Grachevsky I and II)."""

    FAVOURABLE = "favourable", "благоприятные условия (ШНРО)"
    BORDER = "border", "граница: решает человек"
    UNFAVOURABLE = "unfavourable", "неблагоприятные условия (ШНРО и ШНСУ)"
    UNKNOWN = "unknown", "об условиях нет данных"


class ListEntry(Tracked):
    """One school of a list: a copy of the finding, and what people decided about it.

    Attributes:
        finding: the library's IdentifiedSchool of that release, as JSON.
        status, listed: the rule's word.
        is_included: whether the school stays on the list; against the rule's word only with a reason.
        proposed_track: what the context says, with `track_reasons` in sentences; track: what is decided, by the
            context where it is clear, by a person on the border; track_reason: the person's reason.
    """

    school_list = models.ForeignKey(SchoolList, models.CASCADE, related_name="entries")
    school = models.ForeignKey(Organisation, models.PROTECT, related_name="list_entries", verbose_name="школа")
    finding = models.JSONField()
    status = models.CharField("вывод", max_length=20)
    listed = models.CharField("впервые или нет", max_length=20, blank=True)
    is_included = models.BooleanField("в списке", default=True)
    reason = models.TextField("основание решения", blank=True)
    proposed_track = models.CharField("условия по данным", max_length=20, choices=Track, default=Track.UNKNOWN)
    track_reasons = models.JSONField(default=list)
    track = models.CharField("условия", max_length=20, choices=Track, default=Track.UNKNOWN)
    track_reason = models.TextField("почему так решено", blank=True)

    class Meta:
        ordering = ("school__sort_key",)
        constraints = (models.UniqueConstraint(fields=("school_list", "school"), name="school_once_in_a_list"),)

    def __str__(self) -> str:
        return f"{self.school} в списке за {self.school_list.year} год"


class SchoolAnswer(Tracked):
    """What a school answered to its place on a list, and what was answered to the school. One a school."""

    entry = models.OneToOneField(ListEntry, models.CASCADE, related_name="answer")
    author = models.ForeignKey(Person, models.PROTECT, related_name="school_answers", verbose_name="кто ответил")
    written_at = models.DateTimeField("когда ответила школа")
    agrees = models.BooleanField("школа согласна")
    text = models.TextField("ответ школы", blank=True)
    reply = models.TextField("ответ школе", blank=True)
    replied_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="replies")
    replied_at = models.DateTimeField("когда ответили школе", null=True, blank=True)

    class Meta:
        ordering = ("written_at",)

    def __str__(self) -> str:
        return f"ответ школы: {self.entry.school}"
