"""Keys by which programs read on a person's behalf."""

from django.db import models

from opora_web.accounts.models import Person


class ApiKey(models.Model):
    """A key: only its fingerprint is kept, so that a stolen database opens nothing.

    Attributes:
        title: what the key is for, in the person's words.
        fingerprint: SHA-256 of the key.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="api_keys")
    title = models.CharField("для чего", max_length=200)
    fingerprint = models.CharField(max_length=64, unique=True, editable=False)
    made_at = models.DateTimeField("создан")
    used_at = models.DateTimeField("последний раз", null=True, blank=True)
    revoked_at = models.DateTimeField("отозван", null=True, blank=True)

    class Meta:
        ordering = ("-made_at",)

    def __str__(self) -> str:
        return self.title
