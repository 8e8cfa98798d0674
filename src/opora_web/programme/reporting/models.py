"""A report on a period: drafted from data, edited by a person, signed – and from then on as it was signed."""

from django.db import models

from opora_web.accounts.history import Tracked
from opora_web.accounts.models import Organisation, Person
from opora_web.programme.roadmap.models import Roadmap


class ReportKind(models.TextChoices):
    """Which paper it becomes."""

    NOTE = "execution-note", "справка о выполнении"
    HALF_YEAR = "half-year-report", "отчёт за полугодие"
    ANNUAL = "annual-report", "годовой отчёт"


class Report(Tracked):
    """One report of one organisation on a period; one of a kind for each plan and period.

    Attributes:
        roadmap: the plan it is about; None – all plans of the organisation and below it.
        sentences: what it says: {"code", "part", "text", "drafted", "because", "is_taken"} in order. `drafted` is what
            the data proposed, `because` the rule; both are empty in a person's own sentence.
        drafted_on: the day of the data behind the sentences.
        signed_at: when it was signed; record: figures, rows, tables as they were then.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="reports", verbose_name="чей отчёт")
    kind = models.CharField("вид", max_length=20, choices=ReportKind)
    roadmap = models.ForeignKey(
        Roadmap, models.PROTECT, null=True, blank=True, related_name="reports", verbose_name="план"
    )
    starts_on = models.DateField("с")
    ends_on = models.DateField("по")
    sentences = models.JSONField("текст", default=list)
    drafted_on = models.DateField("черновик на", editable=False)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="reports_made", verbose_name="кто составил")
    made_at = models.DateTimeField("составлен", editable=False)
    signed_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="reports_signed", verbose_name="кто подписал"
    )
    signed_at = models.DateTimeField("подписан", null=True, blank=True)
    record = models.JSONField(default=dict, blank=True, editable=False)

    class Meta:
        ordering = ("-ends_on", "-pk")

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.starts_on:%d.%m.%Y} – {self.ends_on:%d.%m.%Y}"
