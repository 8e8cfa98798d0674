"""What was published: a copy of a disclosure-controlled table, with the words of the authority."""

from django.db import models

from opora_web.accounts.history import Tracked
from opora_web.accounts.models import Organisation, Person


class Publication(Tracked):
    """Results of one year as everybody may read them.

    Attributes:
        content: the library's PublicTable, copied when it was published; later releases change nothing here.
        words: what the authority says to parents, as it wrote it.
        published_at: None while it is a draft; withdrawn_at: when it was taken down.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="publications", verbose_name="орган")
    year = models.PositiveSmallIntegerField("год результатов")
    release = models.PositiveIntegerField("выпуск")
    content = models.JSONField()
    words = models.TextField("пояснение для родителей", blank=True, max_length=20_000)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="publications_made")
    made_at = models.DateTimeField("подготовлено")
    published_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="publications")
    published_at = models.DateTimeField("опубликовано", null=True, blank=True)
    withdrawn_at = models.DateTimeField("снято", null=True, blank=True)

    class Meta:
        ordering = ("-year", "-made_at")

    def __str__(self) -> str:
        return f"результаты за {self.year} год, {self.organisation}"

    @property
    def is_open(self) -> bool:
        """Whether everybody may read it."""
        return self.published_at is not None and self.withdrawn_at is None
