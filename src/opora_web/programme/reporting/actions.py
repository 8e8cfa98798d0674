"""Deeds upon reports: begun from data, edited, drafted anew, signed. Time and author are arguments."""

import datetime as dt
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from django.db import transaction

from opora_web.accounts.history import save_change
from opora_web.accounts.models import Organisation, Person
from opora_web.programme.identification.rules import RefusedError
from opora_web.programme.reporting.drafting import PARTS, Sentence, drafted
from opora_web.programme.reporting.models import Report, ReportKind
from opora_web.programme.reporting.papers import record_of
from opora_web.programme.reporting.queries import scope_of
from opora_web.programme.roadmap.models import Roadmap

MOST_SENTENCES = 300


def require_draft(report: Report) -> None:
    """Say why the report cannot be changed.

    Raises:
        RefusedError: it is signed.
    """
    if report.signed_at is not None:
        raise RefusedError("Отчёт подписан и больше не меняется: он остаётся таким, каким его подписали.")


@transaction.atomic
def begin_report(
    what: tuple[Organisation, ReportKind, Roadmap | None], period: tuple[dt.date, dt.date], who: Person,
    moment: dt.datetime,
) -> Report:  # fmt: skip
    """Begin a report, drafted from data; one of the same kind, plan and period that is not signed is returned.

    Args:
        what: whose report, which paper, about which plan (None – all).
        period: first and last day.
        who: who begins it.
        moment: now, in the site's time zone.
    """
    organisation, kind, roadmap = what
    found = Report.objects.filter(
        organisation=organisation, kind=kind, roadmap=roadmap, starts_on=period[0], ends_on=period[1],
        signed_at__isnull=True, trashed_at__isnull=True,
    ).first()  # fmt: skip
    if found is not None:
        return found
    report = Report(
        organisation=organisation, kind=kind, roadmap=roadmap, starts_on=period[0], ends_on=period[1], made_by=who,
        made_at=moment, drafted_on=moment.date(),
    )  # fmt: skip
    report.sentences = [_proposed(one) for one in drafted(scope_of(report, moment.date()))]
    save_change(report, who, "составлен из данных")
    return report


def _proposed(one: Sentence) -> dict[str, Any]:
    return asdict(one) | {"drafted": one.text, "is_taken": True}


@transaction.atomic
def draft_anew(report: Report, who: Person, today: dt.date) -> tuple[int, int]:
    """Ask the data again: what nobody edited is replaced, what a person wrote stays.

    Returns:
        How many sentences are new or different, and how many were kept because a person had written in them.

    Raises:
        RefusedError: it is signed.
        ChangedMeanwhileError: somebody else changed it meanwhile.
    """
    require_draft(report)
    before = {one["code"]: one for one in report.sentences}
    fresh = [_proposed(one) for one in drafted(scope_of(report, today))]
    changed = [one for one in fresh if before.get(one["code"], {}).get("drafted") != one["drafted"]]
    merged = [_merged(one, before.get(one["code"])) for one in fresh]
    codes = {one["code"] for one in fresh}
    own = [one for one in report.sentences if one["code"] not in codes and is_edited(one)]
    everything = [*merged, *own]
    report.sentences = [one for part in PARTS for one in everything if one["part"] == part]
    report.drafted_on = today
    save_change(report, who, "составлен заново из данных", opened_version=report.version)
    return len(changed), sum(is_edited(one) for one in report.sentences)


def is_edited(sentence: Mapping[str, Any]) -> bool:
    """Tell whether a person wrote a sentence or changed it."""
    return bool(sentence["text"] != sentence["drafted"])


def _merged(fresh: dict[str, Any], before: Mapping[str, Any] | None) -> dict[str, Any]:
    """Return the new proposal, with a person's words and choice where there are any."""
    if before is None:
        return fresh
    text = before["text"] if is_edited(before) else fresh["text"]
    return fresh | {"text": text, "is_taken": before["is_taken"]}


def write_report(report: Report, said: Mapping[str, Any], added: Sequence[tuple[str, str]], who: Person) -> None:
    """Keep what a person made of the sentences, and sentences of their own.

    Args:
        report: the report.
        said: by the number of a sentence: `text` and `is_taken`; and the `version` the writer saw.
        added: (part, text) of new sentences.
        who: who writes.

    Raises:
        RefusedError: it is signed, or there would be too many sentences.
        ChangedMeanwhileError: somebody else changed it meanwhile.
    """
    require_draft(report)
    sentences = [
        one | said["sentences"].get(number, {}) for number, one in enumerate(report.sentences)
    ]  # fmt: skip
    sentences += [_own(part, text, sentences) for part, text in added if text.strip() and part in PARTS]
    sentences = [one for one in sentences if one["drafted"] or one["text"].strip()]
    if len(sentences) > MOST_SENTENCES:
        raise RefusedError(f"В отчёте не больше {MOST_SENTENCES} предложений.")
    report.sentences = [one for part in PARTS for one in sentences if one["part"] == part]
    save_change(report, who, "текст", opened_version=said["version"])


def _own(part: str, text: str, known: Iterable[Mapping[str, Any]]) -> dict[str, Any]:
    numbers = [int(one["code"].partition(":")[2]) for one in known if one["code"].startswith("own:")]
    code = f"own:{max(numbers, default=0) + 1}"
    return {"code": code, "part": part, "text": text.strip(), "drafted": "", "because": "", "is_taken": True}


@transaction.atomic
def sign_report(report: Report, who: Person, moment: dt.datetime) -> None:
    """Sign a report: its figures, their rows and its text stay as they are now.

    Raises:
        RefusedError: it is signed already, or its period is not over.
        ChangedMeanwhileError: somebody else changed it meanwhile.
    """
    require_draft(report)
    if report.ends_on > moment.date():
        raise RefusedError(f"Срок отчёта кончается {report.ends_on:%d.%m.%Y}: подписать можно после этого дня.")
    report.record = record_of(report, moment.date())
    report.signed_by, report.signed_at = who, moment
    save_change(report, who, "подписан", opened_version=report.version)


def drop_report(report: Report, who: Person, moment: dt.datetime) -> None:
    """Put a draft into the trash.

    Raises:
        RefusedError: it is signed.
    """
    require_draft(report)
    report.trashed_at = moment
    save_change(report, who, "черновик убран", opened_version=report.version)


def restore_report(report: Report, who: Person) -> None:
    """Bring a draft back from the trash."""
    report.trashed_at = None
    save_change(report, who, "черновик возвращён", opened_version=report.version)
