"""The note on whether support helped, as a Word document: the verdict, every method, what it cannot say."""

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from opora.reports.templates import filled
from opora.reports.wording import DASH, typeset
from opora.tables.effect_of_support import BalanceRow, EffectOfSupport, KindRow, MethodRow
from opora.vocabulary.authority import BUILT_IN, authority_file
from opora.vocabulary.spelling import counted

TEMPLATE = "templates/effect.docx"

POINTS = "\u00a0п.\u00a0п."

#: What a template of the note may use: field → meaning in Russian.
EFFECT_FIELDS = {
    "years": "годы результатов",
    "number_of_schools": "сколько школ с результатами, словами с числом",
    "supported": "сколько из них поддержанных, словами с числом",
    "verdict": "общий вывод словами",
    "sentences": "общий вывод и каждый метод, по предложению",
    "methods": "методы",
    "methods.title": "название метода",
    "methods.effect": "эффект",
    "methods.interval": "интервал 95 %",
    "methods.verdict": "вывод словами",
    "methods.schools": "сколько школ сравнивалось: с поддержкой и без",
    "method_sentences": "как получен ответ каждого метода, по предложению",
    "kinds": "виды мер",
    "kinds.title": "вид мер",
    "kinds.effect": "эффект вида",
    "kinds.interval": "интервал 95 %",
    "kinds.verdict": "вывод словами",
    "kinds.schools": "сколько школ",
    "balance": "насколько школы отличались до поддержки",
    "balance.title": "что сравнивалось",
    "balance.before": "отличие всех школ, в стандартных отклонениях",
    "balance.after": "отличие после подбора похожих",
    "unmatched": "школы, на которые никто не похож",
    "note_sentences": "откуда данные и чего в них нет, по предложению",
    "card_sentences": "что анализ говорит и чего не говорит, по предложению",
}


def effect_document(answer: EffectOfSupport, card: Sequence[str], where: Sequence[Path] = (BUILT_IN,)) -> bytes:
    """Return the note as a .docx file, from the authority's own template where it has one.

    Args:
        answer: what every method says.
        card: lines of the analysis' card.
        where: folders to look for templates/effect.docx in, the authority's own first.

    Raises:
        TemplateUnusableError: the template has problems, said in Russian.
    """
    return filled(authority_file(TEMPLATE, where), effect_fields(answer, card), EFFECT_FIELDS)


def effect_fields(answer: EffectOfSupport, card: Sequence[str]) -> dict[str, Any]:
    """Return the fields of the template: EFFECT_FIELDS names each."""
    return {
        "years": "–".join(str(year) for year in sorted({answer.years[0], answer.years[-1]})),
        "number_of_schools": counted(answer.schools, "школа", "школы", "школ"),
        "supported": counted(answer.supported, "школа", "школы", "школ"),
        "verdict": answer.verdict_words,
        "sentences": [typeset(line) for line in answer.sentences],
        "methods": [_method(one, answer.is_share) for one in answer.methods],
        "method_sentences": [typeset(f"{one.title}. {' '.join((one.words, *one.details))}") for one in answer.methods],
        "kinds": [_kind(one, answer.is_share) for one in answer.kinds],
        "balance": [_balance(one) for one in answer.balance],
        "unmatched": ", ".join(answer.unmatched) or "таких нет",
        "note_sentences": [typeset(line) for line in answer.notes],
        "card_sentences": [typeset(line) for line in card],
    }


def _method(one: MethodRow, is_share: bool) -> dict[str, Any]:
    return _numbers(one, is_share) | {"title": one.title, "schools": f"{one.supported} и {one.unsupported}"}


def _kind(one: KindRow, is_share: bool) -> dict[str, Any]:
    return _numbers(one, is_share) | {"title": one.kind, "schools": one.supported}


def _numbers(one: MethodRow | KindRow, is_share: bool) -> dict[str, Any]:
    is_told = one.low is not None and one.high is not None
    return {
        "effect": _amount(one.estimate, is_share) + (POINTS if is_share and is_told else ""),
        "interval": f"{_amount(one.low, is_share)} … {_amount(one.high, is_share)}" if is_told else DASH,
        "verdict": one.verdict_words,
    }


def _balance(one: BalanceRow) -> dict[str, Any]:
    return {
        "title": one.title,
        "before": _amount(one.distance_before, is_share=False),
        "after": _amount(one.distance_after, is_share=False),
    }


def _amount(value: float | None, is_share: bool) -> str:
    """Return a signed number: of a share in percentage points with one digit, else with two digits."""
    if value is None:
        return DASH
    shown = f"{abs(value) * 100:.1f}" if is_share else f"{abs(value):.2f}"
    sign = "" if not float(shown) else ("\u2212" if value < 0 else "+")
    return f"{sign}{shown}".replace(".", ",")
