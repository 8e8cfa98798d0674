"""Deeds upon evidence: attached with what it proves, accepted or refused by somebody else, taken back."""

import datetime as dt
from typing import Any

from django.db import transaction

from opora_web.accounts.history import save_change
from opora_web.accounts.models import Person
from opora_web.programme.execution.actions import weigh_proofs
from opora_web.programme.execution.models import Evidence, EvidenceKind, Occurrence
from opora_web.programme.execution.rules import is_complete, is_own_proof, require_asked
from opora_web.programme.identification.rules import RefusedError

_LACKS = {
    EvidenceKind.ORDER: "У приказа должны быть номер и дата: по ним его найдут.",
    EvidenceKind.BEFORE_AFTER: "Результат до и после – это два числа: что было и что стало.",
}
_NOTHING = "Приложите файл, или назовите номер и дату документа, или дайте адрес, где он опубликован."


@transaction.atomic
def attach_evidence(
    task: Occurrence, said: dict[str, Any], file: tuple[str, str], person: Person, moment: dt.datetime
) -> Evidence:
    """Attach an artefact with what it proves.

    Args:
        task: the task.
        said: `kind`, `proves`, and – where it has them – `number`, `dated`, `place`, `before`, `after`.
        file: where it is kept and its name; two empty texts for a paper that is only named.
        person: who attaches it.
        moment: now.

    Raises:
        RefusedError: the task is cancelled, what it proves is not said, or there is nothing to find it by.
    """
    require_asked(task)
    if not said["proves"].strip():
        raise RefusedError("Напишите, что это доказывает: без этого подтверждение – просто файл.")
    made = Evidence(
        occurrence=task, kind=said["kind"], proves=said["proves"].strip(), number=said.get("number") or "",
        dated=said.get("dated"), place=said.get("place") or "", before=said.get("before"), after=said.get("after"),
        file=file[0], file_name=file[1], author=person, added_at=moment,
    )  # fmt: skip
    if not is_complete(made):
        raise RefusedError(_LACKS.get(EvidenceKind(made.kind), _NOTHING))
    save_change(made, person, "приложено")
    return made


@transaction.atomic
def accept_evidence(evidence: Evidence, person: Person, moment: dt.datetime) -> None:
    """Accept an artefact; the task is proven once nothing is missing.

    Raises:
        RefusedError: it is the person's own, in the trash, or accepted already.
        ChangedMeanwhileError: somebody else decided meanwhile.
    """
    _require_foreign(evidence, person)
    if evidence.accepted_at is not None:
        raise RefusedError("Подтверждение уже принято.")
    evidence.accepted_by, evidence.accepted_at, evidence.refused_because = person, moment, ""
    save_change(evidence, person, "принято", opened_version=evidence.version)
    weigh_proofs(evidence.occurrence, person, moment)


@transaction.atomic
def refuse_evidence(evidence: Evidence, why: str, person: Person, moment: dt.datetime) -> None:
    """Refuse an artefact, or take an acceptance back, with the reason; the task may be proven no more.

    Raises:
        RefusedError: it is the person's own, in the trash, or the reason is missing.
        ChangedMeanwhileError: somebody else decided meanwhile.
    """
    _require_foreign(evidence, person)
    if not why.strip():
        raise RefusedError("Напишите, почему не принято и что нужно вместо этого.")
    evidence.accepted_by, evidence.accepted_at, evidence.refused_because = None, None, why.strip()
    save_change(evidence, person, f"не принято: {why.strip()}", opened_version=evidence.version)
    weigh_proofs(evidence.occurrence, person, moment)


def _require_foreign(evidence: Evidence, person: Person) -> None:
    require_asked(evidence.occurrence)
    if evidence.trashed_at is not None:
        raise RefusedError("Подтверждение в корзине: сначала его нужно вернуть.")
    if is_own_proof(evidence, person):
        raise RefusedError("Своё подтверждение принимает другой человек: не тот, кто приложил, и не тот, кто отвечает.")


@transaction.atomic
def trash_evidence(evidence: Evidence, person: Person, moment: dt.datetime) -> None:
    """Put one's evidence into the trash; it can be brought back.

    Raises:
        RefusedError: it is there already, or somebody has accepted it.
    """
    if evidence.trashed_at is not None:
        raise RefusedError("Подтверждение уже в корзине.")
    if evidence.accepted_at is not None:
        raise RefusedError("Подтверждение принято: убрать его можно, когда приёмку отменит тот, кто принимает.")
    evidence.trashed_at = moment
    save_change(evidence, person, "в корзину", opened_version=evidence.version)


@transaction.atomic
def restore_evidence(evidence: Evidence, person: Person) -> None:
    """Bring evidence back from the trash.

    Raises:
        RefusedError: it is not there.
    """
    if evidence.trashed_at is None:
        raise RefusedError("Подтверждение не в корзине.")
    evidence.trashed_at = None
    save_change(evidence, person, "возвращено из корзины", opened_version=evidence.version)
