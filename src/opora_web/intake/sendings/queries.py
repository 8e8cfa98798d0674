"""Which sendings a person sees and may settle, and what stands on what."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.db.models import Q, QuerySet

from opora.store import Manifest, Store
from opora.tables.receipt import Receipt
from opora_web.accounts.models import Organisation, OrganisationKind, normalised
from opora_web.accounts.queries import as_offered, inside, left_over_schools, may, organisations_where, paths_where
from opora_web.accounts.rules import Verb
from opora_web.intake.models import Sending, SendingState, SentFile
from opora_web.intake.sendings.rules import changes_register, schools_named, warnings_to_settle
from opora_web.intake.sendings.uploads import stored_at


def sendings_where(person: Any, verb: Verb) -> QuerySet[Sending]:
    """Return the sendings for organisations in which a person may do something."""
    return Sending.objects.filter(inside(paths_where(person, verb), "organisation__path"))


def sendings_visible_to(person: Any) -> QuerySet[Sending]:
    """Return the sendings a person sees: those of the organisations for which they may send files themselves."""
    return sendings_where(person, Verb.SEND_FILES)


def listed_sendings(person: Any, filters: Mapping[str, str]) -> QuerySet[Sending]:
    """Return the visible sendings that pass the filters `state`, `sender`, `organisation`, `q`, receipts left aside."""
    chosen = Q(trashed_at__isnull=filters.get("state") != SendingState.WITHDRAWN)
    if filters.get("state") in SendingState.values:
        chosen &= Q(state=filters["state"])
    for name in ("sender", "organisation"):
        if filters.get(name, "").isdecimal():
            chosen &= Q(**{name: int(filters[name][:9])})
    if filters.get("q"):
        chosen &= Q(sought__contains=normalised(filters["q"].replace("\0", "")))
    seen = sendings_visible_to(person).filter(chosen)
    return seen.select_related("sender", "organisation", "receipt").defer("receipt__body")


def organisations_to_send_for(person: Any) -> QuerySet[Organisation]:
    """Return the organisations for which a person may send files; no schools that are dropped or left over."""
    found = organisations_where(person, Verb.SEND_FILES).filter(is_dropped=False)
    return as_offered(found.exclude(pk__in=left_over_schools()))


def files_of(sending: Sending) -> dict[str, Path]:
    """Return the stored files of a sending by the names their sender gave them; repeated ones once."""
    return {file.name: stored_at(file.stored_as) for file in sending.files.filter(repeats__isnull=True)}


def receipt_of(sending: Sending) -> Receipt | None:
    """Return what became of every file; None until it is known."""
    return Receipt.model_validate_json(sending.receipt.body) if hasattr(sending, "receipt") else None


def earlier_sendings_of(sending: Sending, person: Any) -> QuerySet[Sending]:
    """Return the accepted sendings that brought the same files and that a person sees, the last first."""
    same = SentFile.objects.filter(sha256__in=sending.files.values("sha256")).exclude(sending=sending)
    seen = sendings_visible_to(person).filter(state=SendingState.ACCEPTED, pk__in=same.values("sending"))
    return seen.select_related("sender").order_by("-sent_at", "-pk")


@dataclass(frozen=True)
class Doubts:
    """What somebody has to look at before the files go in.

    Attributes:
        warnings: how many warnings there are.
        outside: schools the files speak of beyond the organisation they were sent for.
        unknown: codes of schools that nobody knows yet, sent for one school.
        changes_register: whether the register of schools would change.
    """

    warnings: int
    outside: tuple[Organisation, ...]
    unknown: tuple[str, ...]
    changes_register: bool


def doubts_about(sending: Sending, receipt: Receipt) -> Doubts:
    """Return what somebody has to look at before the files go in."""
    named = schools_named(receipt)
    known = list(Organisation.objects.filter(kind=OrganisationKind.SCHOOL, code__in=named))
    outside = tuple(one for one in known if not one.path.startswith(sending.organisation.path))
    is_school = sending.organisation.kind == OrganisationKind.SCHOOL
    unknown = sorted(named - {str(one.code) for one in known}) if is_school else []
    return Doubts(warnings_to_settle(receipt), outside, tuple(unknown), changes_register(receipt))


def may_settle(person: Any, sending: Sending, doubts: Doubts) -> bool:
    """Tell whether a person may decide that the files go in as they are.

    The sender may, about the own part of the tree; whoever settles intake may there; what reaches beyond it, or
    changes the register, takes the right to do so there.
    """
    settles = may(person, Verb.SETTLE_INTAKE, sending.organisation)
    if not settles and not (sending.sender_id == person.pk and may(person, Verb.SEND_FILES, sending.organisation)):
        return False
    if doubts.changes_register and not may(person, Verb.EDIT_REGISTER, sending.organisation):
        return False
    if doubts.unknown and not settles:
        return False
    return all(may(person, Verb.SETTLE_INTAKE, school) for school in doubts.outside)


def needs_decision(sending: Sending, doubts: Doubts) -> bool:
    """Tell whether a person has to decide: there are warnings, or the sender alone may not do this."""
    if sending.is_amendment:
        return False
    return bool(doubts.warnings) or not may_settle(sending.sender, sending, doubts)


def errand_of(sending: Sending) -> str:
    """Return the mark by which the release of a sending is found again."""
    return f"sending-{sending.pk}"


def releases_in_force(store: Store) -> Iterator[Manifest]:
    """Return the release in force and every one it stands on, newest first."""
    manifest = store.current().manifest
    while manifest is not None:
        yield manifest
        manifest = store.release(manifest.previous).manifest if manifest.previous else None


def release_made_for(sending: Sending, store: Store) -> Manifest | None:
    """Return the release in force or below it that was made for a sending; None where there is none yet."""
    return next((one for one in releases_in_force(store) if one.recipe.errand == errand_of(sending)), None)


@dataclass(frozen=True)
class LaterRelease:
    """A release that stands on another: its number, and the sending it was made for, where it was one."""

    number: int
    sending: Sending | None


def releases_standing_on(sending: Sending, store: Store) -> list[LaterRelease] | None:
    """Return the releases that stand on a sending's own, newest first; None where its release is not in force."""
    later: list[int] = []
    for manifest in releases_in_force(store):
        if manifest.number == sending.release:
            sendings = Sending.objects.filter(release__in=later, state=SendingState.ACCEPTED)
            by_release = {one.release: one for one in sendings.select_related("sender")}
            return [LaterRelease(number, by_release.get(number)) for number in later]
        later.append(manifest.number)
    return None
