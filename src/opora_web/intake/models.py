"""What was sent: a sending of files, its state, its receipt, the release it became."""

from django.db import models

from opora_web.accounts.history import Tracked
from opora_web.accounts.models import Organisation, Person


class SendingState(models.TextChoices):
    """How far a sending is. `waits` asks a person: accept the warnings or withdraw."""

    QUEUED = "queued", "в очереди"
    CHECKING = "checking", "проверяется"
    WAITS = "waits", "ждёт решения"
    TAKING = "taking", "принимается"
    ACCEPTED = "accepted", "принято"
    REFUSED = "refused", "не принято"
    WITHDRAWN = "withdrawn", "отозвано"
    UNDONE = "undone", "приём отменён"
    STOPPED = "stopped", "остановилось"


class Sending(Tracked):
    """Files that one person sent at once.

    Attributes:
        receipt: what became of every file: the library's receipt as JSON; None until it is checked.
        release: the release it became; previous_release: the one before it.
        doing, done, of: live progress; heartbeat_at: when the worker was last seen at it.
    """

    sender = models.ForeignKey(Person, models.PROTECT, related_name="sendings", verbose_name="кто отправил")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="sendings", verbose_name="за кого")
    sent_at = models.DateTimeField("отправлено")
    comment = models.TextField("пояснение", blank=True)
    state = models.CharField("состояние", max_length=20, choices=SendingState, default=SendingState.QUEUED)
    receipt = models.JSONField(null=True, blank=True)
    release = models.PositiveIntegerField("выпуск", null=True, blank=True)
    previous_release = models.PositiveIntegerField(null=True, blank=True)
    doing = models.CharField(max_length=200, blank=True)
    done = models.PositiveIntegerField(default=0)
    of = models.PositiveIntegerField(default=0)
    heartbeat_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-sent_at", "-pk")

    def __str__(self) -> str:
        return f"отправка № {self.pk}"


class SentFile(models.Model):
    """One file of a sending, kept as it came.

    Attributes:
        name: path as the sender has it, cleaned; stored_as: the file below the uploads folder, named by its hash.
    """

    sending = models.ForeignKey(Sending, models.CASCADE, related_name="files")
    name = models.CharField(max_length=500)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveBigIntegerField()
    stored_as = models.CharField(max_length=200)

    class Meta:
        ordering = ("pk",)

    def __str__(self) -> str:
        return self.name
