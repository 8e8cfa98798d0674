"""The minutes of a meeting as Word: who was there, what was heard, what was decided – and the letters that follow."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from opora.reports.templates import filled
from opora.reports.wording import DASH, numbered_name, typeset
from opora.vocabulary.authority import BUILT_IN, authority_file
from opora.vocabulary.spelling import counted

MINUTES_TEMPLATE, LETTER_TEMPLATE = "templates/minutes.docx", "templates/meeting-letter.docx"

#: What a template of minutes may use: field → meaning in Russian.
MINUTES_FIELDS = {
    "authority": "орган, который проводил",
    "kind": "чей протокол: «заседания рабочей группы»",
    "title": "тема; пусто, если её нет",
    "number": "номер протокола или место для него",
    "date": "дата",
    "place": "место; пусто, если не названо",
    "chair": "председатель или место для него",
    "secretary": "секретарь или место для него",
    "present": "присутствовали, по одному",
    "absent": "отсутствовали, по одному, с причиной; до совещания – приглашённые",
    "absent_heading": "«Отсутствовали»; пока никто не отмечен – «Приглашены»",
    "present_count": "сколько присутствовало, словами с числом",
    "items": "вопросы повестки по порядку",
    "items.number": "номер вопроса",
    "items.title": "вопрос",
    "items.speaker": "кто докладывал; пусто, если не назван",
    "items.heard": "что сказано, по абзацу",
    "items.decisions": "решения по вопросу, по одному: с номером, ответственным и сроком",
    "fates": "прежние решения и что с ними стало",
    "fates.text": "решение",
    "fates.owner": "ответственный",
    "fates.due": "срок",
    "fates.state": "что стало",
    "other_decisions": "решения вне вопросов повестки, по одному",
}

#: What a template of the letter with decisions may use: field → meaning in Russian.
MEETING_LETTER_FIELDS = {
    "authority": "орган, который пишет",
    "addressee": "кому: школа или организация",
    "opening": "о каком решении письмо",
    "decisions": "решения, которые касаются адресата",
    "decisions.number": "номер решения в протоколе",
    "decisions.text": "решение",
    "decisions.owner": "ответственный",
    "decisions.due": "срок",
    "closing": "как подтвердить выполнение",
    "chair": "председатель",
}


@dataclass(frozen=True)
class MinutesDecision:
    """One decision, as the minutes and letters write it.

    Attributes:
        number: «2.1».
        owner, due_on: empty and None where the decision asks nobody for anything.
    """

    number: str
    text: str
    owner: str = ""
    due_on: dt.date | None = None


@dataclass(frozen=True)
class MinutesItem:
    """One question of the agenda with what came of it."""

    title: str
    speaker: str = ""
    heard: str = ""
    decisions: Sequence[MinutesDecision] = ()


@dataclass(frozen=True)
class EarlierDecision:
    """A decision of an earlier meeting and what became of it by this one."""

    text: str
    owner: str
    due_on: dt.date | None
    state: str


@dataclass(frozen=True)
class Minutes:
    """What minutes are made of.

    Attributes:
        kind: in the genitive: «заседания рабочей группы».
        present, absent: people as the minutes name them; absent ones with the reason.
    """

    authority: str
    kind: str
    title: str
    number: str
    held_on: dt.date
    place: str
    chair: str
    secretary: str
    present: Sequence[str]
    absent: Sequence[str]
    items: Sequence[MinutesItem]
    earlier: Sequence[EarlierDecision] = ()
    other: Sequence[MinutesDecision] = ()


@dataclass(frozen=True)
class MeetingLetter:
    """What a letter about decisions is made of."""

    authority: str
    addressee: str
    kind: str
    held_on: dt.date
    number: str
    chair: str
    decisions: Sequence[MinutesDecision]


def minutes_document(minutes: Minutes, where: Sequence[Path] = (BUILT_IN,)) -> bytes:
    """Return the minutes as a .docx file, from the authority's own template where it has one.

    Args:
        minutes: the meeting.
        where: folders to look for templates/minutes.docx in, the authority's own first.

    Raises:
        TemplateUnusableError: the template has problems, said in Russian.
    """
    return filled(authority_file(MINUTES_TEMPLATE, where), minutes_fields(minutes), MINUTES_FIELDS)


def minutes_fields(minutes: Minutes) -> dict[str, Any]:
    """Return the fields of the template: MINUTES_FIELDS names each."""
    return {
        "authority": minutes.authority,
        "kind": minutes.kind,
        "title": minutes.title,
        "number": minutes.number or "_____",
        "date": f"{minutes.held_on:%d.%m.%Y}",
        "place": minutes.place,
        "chair": minutes.chair or "_" * 20,
        "secretary": minutes.secretary or "_" * 20,
        "present": list(minutes.present),
        "absent": list(minutes.absent),
        "absent_heading": "Отсутствовали" if minutes.present else "Приглашены",
        "present_count": counted(len(minutes.present), "человек", "человека", "человек"),
        "items": [
            {
                "number": number,
                "title": typeset(item.title),
                "speaker": item.speaker,
                "heard": [typeset(line) for line in item.heard.splitlines() if line.strip()],
                "decisions": [decision_words(one) for one in item.decisions],
            }
            for number, item in enumerate(minutes.items, start=1)
        ],
        "fates": [
            {"text": typeset(one.text), "owner": one.owner or DASH, "due": _day(one.due_on), "state": one.state}
            for one in minutes.earlier
        ],
        "other_decisions": [decision_words(one) for one in minutes.other],
    }


def decision_words(decision: MinutesDecision) -> str:
    """Return a decision as a line of the minutes: number, text, who answers, until when."""
    text = decision.text.strip()
    words = [f"{decision.number}. {text}{'' if text.endswith(('.', '!', '?')) else '.'}"]
    words += [f"Ответственный: {decision.owner.removesuffix('.')}."] if decision.owner else []
    words += [f"Срок: {decision.due_on:%d.%m.%Y}."] if decision.due_on else []
    return typeset(" ".join(words))


def meeting_letter(letter: MeetingLetter, where: Sequence[Path] = (BUILT_IN,)) -> bytes:
    """Return the letter to one addressee as a .docx file, from the authority's own template where it has one.

    Args:
        letter: the decisions that concern the addressee.
        where: folders to look for templates/meeting-letter.docx in, the authority's own first.

    Raises:
        TemplateUnusableError: the template has problems, said in Russian.
    """
    return filled(authority_file(LETTER_TEMPLATE, where), letter_fields(letter), MEETING_LETTER_FIELDS)


def letter_fields(letter: MeetingLetter) -> dict[str, Any]:
    """Return the fields of the template: MEETING_LETTER_FIELDS names each."""
    number = f" № {letter.number}" if letter.number else ""
    single = len(letter.decisions) == 1
    return {
        "authority": letter.authority,
        "addressee": numbered_name(letter.addressee),
        "opening": typeset(
            f"Протоколом {letter.kind} от {letter.held_on:%d.%m.%Y}{number} "
            f"{'принято решение, которое касается' if single else 'приняты решения, которые касаются'} Вашей "
            "организации. Просим выполнить в указанный срок."
        ),
        "decisions": [
            {"number": one.number, "text": typeset(one.text), "owner": one.owner or DASH, "due": _day(one.due_on)}
            for one in letter.decisions
        ],
        "closing": (
            "Сообщите о выполнении и приложите документ, который его подтверждает. Если выполнить в срок нельзя, "
            "напишите причину и предложите новый срок."
        ),
        "chair": letter.chair or "_" * 20,
    }


def _day(day: dt.date | None) -> str:
    return f"{day:%d.%m.%Y}" if day else DASH
