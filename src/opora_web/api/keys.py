"""Keys made, checked, revoked."""

import datetime as dt
import hashlib
import secrets

from django.db.models import Q

from opora_web.accounts.models import Person
from opora_web.api.models import ApiKey

_BYTES = 32
#: How often the moment of last use is written down.
_USE_NOTED_EVERY = dt.timedelta(minutes=10)


def fingerprint_of(key: str) -> str:
    """Return what is kept of a key; the key is random, so no slow hash is needed."""
    return hashlib.sha256(key.encode()).hexdigest()


def make_key(person: Person, title: str, moment: dt.datetime) -> str:
    """Make a key and return it; it cannot be shown again."""
    key = f"opora_{secrets.token_urlsafe(_BYTES)}"
    ApiKey.objects.create(person=person, title=title, fingerprint=fingerprint_of(key), made_at=moment)
    return key


def person_of_key(key: str, moment: dt.datetime) -> Person | None:
    """Return on whose behalf a key reads; None for a key that is unknown, revoked, or of who may not come in."""
    found = ApiKey.objects.filter(fingerprint=fingerprint_of(key), revoked_at__isnull=True, person__is_active=True)
    known = found.select_related("person").first()
    if known is None:
        return None
    stale = Q(used_at__isnull=True) | Q(used_at__lt=moment - _USE_NOTED_EVERY)
    ApiKey.objects.filter(stale, pk=known.pk).update(used_at=moment)
    return known.person


def revoke_key(key: ApiKey, moment: dt.datetime) -> None:
    """Revoke a key for good."""
    ApiKey.objects.filter(pk=key.pk, revoked_at__isnull=True).update(revoked_at=moment)
