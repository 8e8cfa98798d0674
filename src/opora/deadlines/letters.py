"""Letters and signs of a cell brought to one form: look-alikes, dashes, spaces, hyphenation, footnote marks."""

import re
import unicodedata
from collections.abc import Callable

from opora.deadlines.months_in_russian import NOMINATIVE
from opora.vocabulary.spelling import plain

_DASHES = re.compile(r"[\u2010-\u2015\u2212\u00f7~…]|\.{2,}|(?<=[а-яё])_(?=[а-яё])", re.IGNORECASE)
_SPACES = re.compile(r"[\s\u00a0\u2007\u202f\u2060\u200b-\u200d\ufeff]+")
_SOFT_HYPHEN_AT_BREAK = re.compile(r"\u00ad\s+")
_SOFT_HYPHEN = re.compile(r"\u00ad")
_FOOTNOTE = re.compile(r"[\u00b9\u00b2\u00b3\u2070\u2074-\u2079*†‡]+\)?|\[\d{1,2}\]|(?<=[а-яё])\d\)", re.IGNORECASE)
_QUOTED_WHOLE = re.compile(r"^\s*[«\"“„]([^«»\"“”„]*)[»\"”“]\s*$")
_NUMERALS = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_ROMAN_LOOK_ALIKES = str.maketrans({"І": "I", "Х": "X", "У": "V", "П": "II", "Ш": "III", "Ӏ": "I", "1": "I", "|": "I"})
_DIGITS, _LETTERS = str.maketrans("ОоOoЗlІI", "00003111"), str.maketrans("0346", "озчб")
#: «1. Октябрь; 2. До 1.03»: no day is followed by a dot and such a word.
_AFTER_LINE_NUMBER = "|".join((*NOMINATIVE[1:], "до", "с", "со", "к", "не позднее", "в течение"))

#: What is counted with an ending: «5-го числа», «1-ое полугодие».
_COUNTED = (
    "(?:числ|кв|полуг|нед|дек|четв|трим|янв|фев|мар|апр|ма[йя]|ию[нл]|авг|сен|окт|ноя|пон|втор|сред|пят|суб|воск)"
)


def _plain_ending(found: re.Match[str]) -> str:
    return word_key(found[0]) if re.search("[a-z]", found[0]) else found[0]


def _figured(found: re.Match[str]) -> str:
    return f"{found[1]}.{roman_number(found[2]) or found[2]}.{found[3]}"


#: What a hand, a scanner or a narrow column did to a cell → what was meant; in this order.
_REPAIRS: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = tuple(
    (re.compile(pattern), meant)
    for pattern, meant in (
        # «15-гo» with a Latin letter
        (r"(?i)(?<=\d)-?[а-яёa-z]{1,3}(?![а-яёa-z])", _plain_ending),
        # words of one or two letters with a slash, which no dictionary of words knows
        (r"(?i)\bп\s*/\s*г\b", "полугодие"),
        (r"(?i)\b(?:у|уч)\s*/\s*г\b", "учебный год"),
        (r"(?i)\bч\s*/\s*з\b", "через"),
        (r"(?i)\b[тс]\s*[./]\s*г\b", "текущего года"),
        (r"(?i)(?<![а-яё])р\s*/\s*м\b", "раз в месяц"),
        # the number of a line
        (rf"(?i)(?<![\d.,/-])\d{{1,2}}\.\s+(?=(?:{_AFTER_LINE_NUMBER})\b)", ""),
        # «1О.О9.2О2О», «З1 мая»: a letter among digits
        (
            r"(?<=\d)[ОоOoЗlІI](?=[\d\s.]|$)|(?<![^\W\d_])(?:[ОоOoЗ]{1,2}(?=\.?\d)|[lІI](?=\d))",
            lambda found: found[0].translate(_DIGITS),
        ),
        # «15.05.20 24», «октябрь 20 23»: a year torn in two
        (
            r"(?i)(?<=\d\.)20 \d\d(?![\d.])|(?<=[а-яё] )20 \d\d(?=\s?(?:г|$))",
            lambda found: found[0].replace(" ", ""),
        ),
        # «0ктябрь», «дека6рь»: a digit among letters
        (r"(?i)(?<=[а-яё])[0346](?=[а-яё])|(?<![\w.])0(?=[а-яё]{3})", lambda found: found[0].translate(_LETTERS)),
        # «01.092023»: a dot lost before the year; «09.05.202010.00»: a space lost after it
        (r"(?<![\d.])(\d{1,2}\.\d{2})(?=(?:19|20)\d{2}(?!\d))", r"\1."),
        (r"(?<!\d)(\d{1,2}\.\d{2}\.(?:19|20)\d{2})(?=\d{1,2}[.:]\d{2}(?!\d))", r"\1 "),
        # «1V квартал», «11 полугодие»: a Roman numeral typed with ones; «IIквартал»: one that lost its space
        (
            r"(?i)(?<!\w)[1IІVУ]{2,3}(?=(?:-\w{1,2})?\s*(?:кв|пол|четв|трим))",
            lambda found: found[0].upper().translate(_ROMAN_LOOK_ALIKES),
        ),
        (r"(?<!\w)([IVXІПШ]{1,4})(?=(?:кв|полуг|чет|трим|дек|нед))", r"\1 "),
        # «5-гочисла», «1-оеполугодие»: a space lost after the ending of a number; «планВР», «концуI»: before capitals
        (rf"(?i)(?<=\d)(-?(?:го|й|я|е|ое|ом|м))(?={_COUNTED})", r"\1 "),
        (r"(?<=[а-яё]{2})(?=(?:[А-ЯЁ]{2,}|[IVX]+)(?!\w))", " "),
        # «15.IX.2023», «15 IX 23»: the month of a date in Roman figures
        (r"(?<!\d)(\d{1,2})\s?[ ./]\s?([IVXІХ]{1,4})\s?[ ./]\s?((?:19|20)?\d{2})(?!\d)", _figured),
    )
)


def readable(text: str) -> str:
    """Return the cell with one kind of space and dash, without footnote marks and soft hyphens, slips of signs undone.

    Case and the words themselves stay: pieces of the result are shown to people.
    """
    text = unicodedata.normalize("NFC", text)
    text = "".join(unicodedata.normalize("NFKC", sign) if _is_compound(sign) else sign for sign in text)
    text = _SOFT_HYPHEN.sub("", _SOFT_HYPHEN_AT_BREAK.sub("- ", text))
    text = _SPACES.sub(" ", _DASHES.sub("-", _FOOTNOTE.sub(" ", text))).strip()
    for pattern, meant in _REPAIRS:
        text = pattern.sub(meant, text)
    whole = _QUOTED_WHOLE.match(text)
    return whole[1].strip() if whole else text


def _is_compound(sign: str) -> bool:
    """Return whether the sign is a Roman numeral in one sign or a digit of another form."""
    return "\u2160" <= sign <= "\u217f" or (sign.isdecimal() and not sign.isascii())


def word_key(word: str) -> str:
    """Return the word for comparing: small letters, Latin look-alikes as Cyrillic, «ё» as «е»."""
    return plain(word)


def roman_number(word: str) -> int | None:
    """Return the number a word may be as a Roman numeral, Cyrillic look-alikes read too: «П» is II, «Ш» is III."""
    capital = word if word.isupper() or not word.isascii() else word.upper()
    numeral = capital.translate(_ROMAN_LOOK_ALIKES)
    return _NUMERALS.index(numeral) + 1 if numeral in _NUMERALS else None
