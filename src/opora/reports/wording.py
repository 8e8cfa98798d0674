"""How reports put numbers and verdicts into Russian words: one set of small functions for screen, Word and Excel."""

import re
from collections.abc import Iterable

from opora.tables.identification import ON_THE_LIST, Evidence, IdentifiedSchool, ProcedureResult
from opora.vocabulary.availability import AVAILABILITY_IN_RUSSIAN
from opora.vocabulary.papers import paper_label
from opora.vocabulary.spelling import percent

NBSP = "\u00a0"
DASH = "–"

LISTED_IN_RUSSIAN = {"first-time": "впервые", "long-standing": "не впервые", None: ""}
MOVEMENT_IN_RUSSIAN = {"entered": "вошла", "stays": "остаётся", "left": "вышла", None: ""}
SHARE_MOVEMENT_IN_RUSSIAN = {
    "rose": "выросла (хуже)",
    "fell": "снизилась (лучше)",
    "stably-low": "стабильно низкие результаты",
    "stable": "без изменений",
    "cannot-tell": "судить нельзя",
}

_LIKELIHOODS = (
    (0.95, "почти наверняка"),
    (0.8, "весьма вероятно"),
    (0.6, "скорее да"),
    (0.4, "сказать нельзя"),
    (0.05, "скорее нет"),
    (0.0, "почти наверняка нет"),
)
_LEGAL_FORM = re.compile(r"^\s*(?:М[КБА]?ОУ|ГБОУ|ГКОУ|ГАОУ|ГОУ|ОГБОУ|КГБОУ|ЧОУ|НОУ)\b\s*", re.IGNORECASE)
_WHOLLY_QUOTED = re.compile(r"^«([^«»]*)»$")
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x84\x86-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")
_AFTER_NUMBER = re.compile(r"(?<=\d) (?=[а-яёa-z%])", re.IGNORECASE)
_AFTER_NUMERO = re.compile(r"№ (?=\w)")
_HYPHEN_AS_DASH = re.compile(r"(?<=\S)\s+[-–—]\s+")


def printable(text: str) -> str:
    """Return the text without characters that no XML document and no workbook may hold."""
    return _UNPRINTABLE.sub("", text)


def typeset(text: str) -> str:
    """Return a sentence as Russian typography sets it: numbers stay with their nouns, dashes with the word before.

    Meant for sentences, not for names: a name keeps the spelling of its owner. Short words are left alone: the fixed
    width of a non-breaking space tears justified lines.
    """
    spaced = _HYPHEN_AS_DASH.sub(f"{NBSP}{DASH} ", printable(text))
    spaced = _AFTER_NUMERO.sub(f"№{NBSP}", spaced)
    return _AFTER_NUMBER.sub(NBSP, spaced)


def numbered_name(name: str) -> str:
    """Return a name whose «№» and number stay on one line; nothing else about it changes."""
    return _AFTER_NUMERO.sub(f"№{NBSP}", name)


def grouped(number: int) -> str:
    """Return a whole number with its thousands apart: «12 345»; four digits stay together, as is the custom."""
    return f"{number:,}".replace(",", NBSP) if abs(number) >= 10_000 else str(number)  # noqa: PLR2004 - typography


def shortened(text: str, longest: int) -> str:
    """Return the text cut at a word's end with «…» where it is longer than allowed."""
    if len(text) <= longest:
        return text
    head = text[: longest - 1]
    breaks_a_word = text[longest - 1] != " " and " " in head[longest // 2 :]
    whole_words = head.rsplit(" ", 1)[0] if breaks_a_word else head
    return whole_words.rstrip(" ,.«") + "…"


def share_text(share: float | None, threshold: float | None = None) -> str:
    """Return a share as a percentage that never seems to stand on the other side of the threshold.

    0.2996 against 0.30 is «29,96 %», not «30,0 %».
    """
    if share is None:
        return DASH
    digits = 1
    while threshold is not None and share != threshold and digits < 4:  # noqa: PLR2004 - two more are always enough
        if (round(share, digits + 2) >= threshold) == (share >= threshold):
            break
        digits += 1
    return percent(share, digits)


def share_words(below_words: str) -> str:
    """Return what a share is of: «Доля участников ниже порога»."""
    return f"Доля участников {below_words}"


def interval_text(interval: tuple[float, float] | None) -> str:
    """Return an interval of shares: «19,7–57,0 %»."""
    if interval is None:
        return DASH
    low, high = (f"{limit * 100:.1f}".replace(".", ",") for limit in interval)
    return f"{low}{DASH}{high}{NBSP}%"


def chance_words(probability: float | None) -> str:
    """Return a probability in words with its number in hundredths: «почти наверняка (97 из 100)»."""
    if probability is None:
        return "оценить нельзя"
    return f"{_likelihood(probability)} ({_of_hundred(probability)})"


def _likelihood(probability: float) -> str:
    return next(words for least, words in _LIKELIHOODS if probability >= least)


def _of_hundred(probability: float) -> str:
    """Never «0 из 100» nor «100 из 100»: no estimate is that sure."""
    if probability > 0.99:  # noqa: PLR2004 - the last whole hundredth
        return f"больше 99{NBSP}из{NBSP}100"
    if probability < 0.01:  # noqa: PLR2004 - the first whole hundredth
        return f"меньше 1{NBSP}из{NBSP}100"
    return f"{round(probability * 100)}{NBSP}из{NBSP}100"


def result_name(result: ProcedureResult | Evidence, *, with_year: bool = False) -> str:
    """Return the Russian name of a procedure: «ВПР, математика, 5 класс», with its year where asked."""
    name = result.label or paper_label(result.procedure, result.subject, result.paper_grade)
    year = f"{result.year} год"
    return f"{name}, {year}" if with_year and year not in name else name


def counts_text(result: ProcedureResult) -> str:
    """Return what was counted: «8 из 22», or why there is nothing to count."""
    if result.pupils is None or result.below is None:
        return AVAILABILITY_IN_RUSSIAN[result.availability]
    return f"{result.below}{NBSP}из{NBSP}{result.pupils}"


def verdict_words(result: ProcedureResult) -> str:
    """Return what the rule says of one procedure, in words that a head teacher may show to parents."""
    if result.is_low is None:
        return AVAILABILITY_IN_RUSSIAN[result.availability]
    return "результат низкий" if result.is_low else "низким не считается"


def procedure_phrase(result: ProcedureResult, threshold: float | None) -> str:
    """Return one procedure as a phrase of the list: «ВПР, математика, 5 класс: 36,4 % (8 из 22)»."""
    words = f"{result_name(result)}: {share_text(result.share_below, threshold)}{NBSP}({counts_text(result)})"
    return typeset(words)


def listed_words(school: IdentifiedSchool) -> str:
    """Return how a school stands on the list: «впервые», «не впервые» or «не впервые, стабильно»."""
    words = [LISTED_IN_RUSSIAN[school.listed]] if school.listed else []
    if school.status == "stably-low":
        words.append("стабильно")
    return ", ".join(words) if words else DASH


def listed_schools(schools: Iterable[IdentifiedSchool]) -> list[IdentifiedSchool]:
    """Return the schools that the rule puts on the list, in the order of the list."""
    return in_list_order(school for school in schools if school.status in ON_THE_LIST)


def in_list_order(schools: Iterable[IdentifiedSchool]) -> list[IdentifiedSchool]:
    """Return schools by municipality and name, whatever letter size and «ё»: an official list has no ranks."""
    return sorted(
        schools, key=lambda school: (natural_key(school.municipality or ""), natural_key(school.name), school.school)
    )


def natural_key(name: str) -> list[tuple[int, int, str]]:
    """Return a key by which «школа № 2» stands before «школа № 10»."""
    return [
        (0, int(piece), "") if piece.isdecimal() else (1, 0, piece.casefold().replace("ё", "е"))
        for piece in re.split(r"(\d+)", name)
        if piece
    ]


def row_ranges(rows: Iterable[int], most: int | None = None) -> str:
    """Return row numbers as ranges: «7, 15–37»; after `most` ranges the rest is counted, never dropped silently."""
    ranges: list[list[int]] = []
    for row in sorted(set(rows)):
        if ranges and row == ranges[-1][1] + 1:
            ranges[-1][1] = row
        else:
            ranges.append([row, row])
    shown = ranges if most is None else ranges[:most]
    words = ", ".join(str(low) if low == high else f"{low}{DASH}{high}" for low, high in shown)
    left_out = sum(high - low + 1 for low, high in ranges[len(shown) :])
    return f"{words} и ещё {left_out}" if left_out else words


def bare_name(name: str) -> str:
    """Return a school's name without its legal form, for labels in pictures: «Абанская ООШ № 1»."""
    bare = _LEGAL_FORM.sub("", name).strip()
    return _WHOLLY_QUOTED.sub(r"\1", bare) or name
