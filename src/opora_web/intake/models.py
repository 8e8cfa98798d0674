"""What was sent: a sending of files, its state, its receipt, the release it became; what happened to schools."""

from django.db import models

from opora_web.accounts.history import Tracked
from opora_web.accounts.models import Organisation, Person


class SendingState(models.TextChoices):
    """How far a sending is. `waits` asks a person: accept the warnings or withdraw; `known` has changed nothing."""

    QUEUED = "queued", "в очереди"
    CHECKING = "checking", "проверяется"
    WAITS = "waits", "ждёт решения"
    TAKING = "taking", "принимается"
    ACCEPTED = "accepted", "принято"
    KNOWN = "known", "уже принято раньше"
    REFUSED = "refused", "не принято"
    WITHDRAWN = "withdrawn", "отозвано"
    UNDONE = "undone", "приём отменён"
    STOPPED = "stopped", "остановилось"


class Sending(Tracked):
    """Files that one person sent at once.

    Attributes:
        is_amendment: whether it is a register row edited on the site: whoever edited it has decided already.
        again_of: the earlier sending whose files these are.
        release: the release it became; previous_release: the one before it.
        sought: the comment and the names of the files as they are searched.
        doing, done, of: live progress; heartbeat_at: when the worker was last seen at it.
        attempt: the number of the last run of its job; begun: the last one a worker has taken up.
        stops: how often its worker was lost since a person last decided.
    """

    sender = models.ForeignKey(Person, models.PROTECT, related_name="sendings", verbose_name="кто отправил")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="sendings", verbose_name="за кого")
    sent_at = models.DateTimeField("отправлено")
    comment = models.TextField("пояснение", blank=True)
    state = models.CharField("состояние", max_length=20, choices=SendingState, default=SendingState.QUEUED)
    is_amendment = models.BooleanField("правка реестра", default=False)
    again_of = models.ForeignKey("self", models.PROTECT, null=True, blank=True, verbose_name="повтор отправки")
    release = models.PositiveIntegerField("выпуск", null=True, blank=True)
    previous_release = models.PositiveIntegerField(null=True, blank=True, editable=False)
    sought = models.TextField(blank=True, editable=False)
    doing = models.CharField(max_length=200, blank=True, editable=False)
    done = models.PositiveIntegerField(default=0, editable=False)
    of = models.PositiveIntegerField(default=0, editable=False)
    heartbeat_at = models.DateTimeField(null=True, blank=True, editable=False)
    attempt = models.PositiveIntegerField(default=1, editable=False)
    begun = models.PositiveIntegerField(default=0, editable=False)
    stops = models.PositiveIntegerField(default=0, editable=False)

    class Meta:
        ordering = ("-sent_at", "-pk")
        indexes = (models.Index(fields=("state", "heartbeat_at")),)

    def __str__(self) -> str:
        return f"отправка № {self.pk}"


class SentFile(models.Model):
    """One file of a sending, kept as it came.

    Attributes:
        name: path as the sender has it, cleaned; stored_as: the file below the uploads folder, named by its hash.
        repeats: the earlier file of the same sending that has the same content.
    """

    sending = models.ForeignKey(Sending, models.CASCADE, related_name="files")
    name = models.CharField(max_length=500)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField()
    stored_as = models.CharField(max_length=200)
    repeats = models.ForeignKey("self", models.CASCADE, null=True, blank=True)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.name


class SendingReceipt(models.Model):
    """What became of every file of a sending. It stands apart, so that lists and the journal do not carry it.

    Attributes:
        body: the library's Receipt as JSON text: cells may hold signs that no JSON column of a database takes.
        files_in: files whose rows go in; blocks, warns: problems by severity.
    """

    sending = models.OneToOneField(Sending, models.CASCADE, related_name="receipt")
    body = models.TextField()
    files_in = models.PositiveIntegerField(default=0)
    blocks = models.PositiveIntegerField(default=0)
    warns = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"квитанция: {self.sending}"


class SchoolEventKind(models.TextChoices):
    """What happened to a school."""

    OPENED = "opened", "открыта"
    RENAMED = "renamed", "переименована"
    MERGED = "merged", "присоединена к другой школе"
    BRANCH = "branch", "стала филиалом"
    CLOSED = "closed", "закрыта"


#: After these a school is in the register no more.
CLOSING = frozenset({SchoolEventKind.MERGED, SchoolEventKind.CLOSED})
_TOLD_BY_THE_OTHER: dict[str, str] = {
    SchoolEventKind.MERGED: "присоединила к себе",
    SchoolEventKind.BRANCH: "получила филиал",
}


class SchoolEvent(Tracked):
    """A renaming, merger, branch, opening or closing of a school, with the document that says so.

    Attributes:
        other: the school it was merged into or became a branch of.
        note: what should be remembered, for instance the former name.
    """

    school = models.ForeignKey(Organisation, models.PROTECT, related_name="events", verbose_name="школа")
    kind = models.CharField("что произошло", max_length=20, choices=SchoolEventKind)
    happened_on = models.DateField("когда")
    other = models.ForeignKey(
        Organisation,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="events_of_others",
        verbose_name="другая школа",
    )
    document_number = models.CharField("номер документа", max_length=60, blank=True)
    document_date = models.DateField("дата документа", null=True, blank=True)
    note = models.TextField("примечание", blank=True)

    class Meta:
        ordering = ("-happened_on", "-pk")

    def __str__(self) -> str:
        return f"{self.school}: {self.get_kind_display()}"

    def words_at(self, school: Organisation) -> str:
        """Return what happened as it is told at one of the two schools: the event's own, or the other."""
        if school.pk != self.school_id:
            return f"{_TOLD_BY_THE_OTHER.get(self.kind, self.get_kind_display())} {self.school}"
        return f"{self.get_kind_display()}: {self.other}" if self.other else self.get_kind_display()
