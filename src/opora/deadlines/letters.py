"""Letters and signs of a cell brought to one form: look-alikes, dashes, spaces, hyphenation, footnote marks."""

import re
import unicodedata

from opora.deadlines.months_in_russian import NOMINATIVE
from opora.vocabulary.spelling import plain

_DASHES = re.compile(r"[\u2010-\u2015\u2212\u00f7~…]|\.{2,}|(?<=[а-яё])_(?=[а-яё])", re.IGNORECASE)
_SPACES = re.compile(r"[\s\u00a0\u2007\u202f\u2060\u200b-\u200d\ufeff]+")
_SOFT_HYPHEN_AT_BREAK = re.compile(r"\u00ad\s+")
_SOFT_HYPHEN = re.compile(r"\u00ad")
_FOOTNOTE = re.compile(r"[\u00b9\u00b2\u00b3\u2070\u2074-\u2079*†‡]+\)?|\[\d{1,2}\]|(?<=[а-яё])\d\)", re.IGNORECASE)
_QUOTED_WHOLE = re.compile(r"^\s*[«\"“„]([^«»\"“”„]*)[»\"”“]\s*$")
#: «15-гo» with a Latin letter: the ending of a number.
_AFTER_DIGIT = re.compile(r"(?<=\d)-?[а-яёa-z]{1,3}(?![а-яёa-z])", re.IGNORECASE)
#: Words of one or two letters with a slash, which no dictionary of words knows.
_SLASHED = (
    (re.compile(r"\bп\s*/\s*г\b", re.IGNORECASE), "полугодие"),
    (re.compile(r"\b(?:у|уч)\s*/\s*г\b", re.IGNORECASE), "учебный год"),
    (re.compile(r"\bч\s*/\s*з\b", re.IGNORECASE), "через"),
    (re.compile(r"\b[тс]\s*[./]\s*г\b", re.IGNORECASE), "текущего года"),
    (re.compile(r"(?<![а-яё])р\s*/\s*м\b", re.IGNORECASE), "раз в месяц"),
)
#: «1О.О9.2О2О», «З1 мая»: a letter among digits; «0ктябрь», «дека6рь»: a digit among letters.
_LETTER_FOR_DIGIT = re.compile(r"(?<=\d)[ОоOoЗlІI](?=[\d\s.]|$)|(?<![^\W\d_])(?:[ОоOoЗ]{1,2}(?=\.?\d)|[lІI](?=\d))")
_DIGIT_FOR_LETTER = re.compile(r"(?<=[а-яё])[0346](?=[а-яё])|(?<![\w.])0(?=[а-яё]{3})", re.IGNORECASE)
_DIGITS, _LETTERS = str.maketrans("ОоOoЗlІI", "00003111"), str.maketrans("0346", "озчб")
#: «15.05.20 24», «октябрь 20 23»: a year torn in two; «01.092023»: a dot lost before the year.
_TORN_YEAR = re.compile(r"(?<=\d\.)(20) (\d\d)(?![\d.])|(?<=[а-яё] )(20) (\d\d)(?=\s?(?:г|$))", re.IGNORECASE)
_LOST_DOT = re.compile(r"(?<![\d.])(\d{1,2}\.\d{2})(?=(?:19|20)\d{2}(?!\d))")
#: «1. Октябрь; 2. До 1.03»: the number of a line; no day is followed by a dot and such a word.
_AFTER_LINE_NUMBER = "|".join((*NOMINATIVE[1:], "до", "с", "со", "к", "не позднее", "в течение"))
_LINE_NUMBER = re.compile(rf"(?<![\d.,/-])\d{{1,2}}\.\s+(?=(?:{_AFTER_LINE_NUMBER})\b)", re.IGNORECASE)
#: «IIквартал», «Шквартал»: a numeral that lost the space after it; «09.05.202010.00»: a day that did.
_GLUED_NUMERAL = re.compile(r"(?<!\w)([IVXІПШ]{1,4})(?=(?:кв|полуг|чет|трим|дек|нед))")
_GLUED_TIME = re.compile(r"(?<!\d)(\d{1,2}\.\d{2}\.(?:19|20)\d{2})(?=\d{1,2}[.:]\d{2}(?!\d))")
#: «1V квартал», «11 полугодие»: a Roman numeral typed with ones.
_TYPED_NUMERAL = re.compile(r"(?<!\w)[1IІVУ]{2,3}(?=(?:-\w{1,2})?\s*(?:кв|пол|четв|трим))", re.IGNORECASE)
#: «15.IX.2023», «15 IX 23»: the month of a date in Roman figures.
_ROMAN_MONTH = re.compile(r"(?<!\d)(\d{1,2})\s?[ ./]\s?([IVXІХ]{1,4})\s?[ ./]\s?((?:19|20)?\d{2})(?!\d)")
_ROMAN_LOOK_ALIKES = str.maketrans({"І": "I", "Х": "X", "У": "V", "П": "II", "Ш": "III", "Ӏ": "I", "1": "I", "|": "I"})
_ROMAN = {
    "I": 1,
    "II": 2,
    "III": 3,
    "IV": 4,
    "V": 5,
    "VI": 6,
    "VII": 7,
    "VIII": 8,
    "IX": 9,
    "X": 10,
    "XI": 11,
    "XII": 12,
}


def readable(text: str) -> str:
    """Return the cell with one kind of space and dash, without footnote marks and soft hyphens.

    Case and the words themselves stay: pieces of the result are shown to people.
    """
    text = unicodedata.normalize("NFC", text)
    text = "".join(unicodedata.normalize("NFKC", sign) if _is_compound(sign) else sign for sign in text)
    text = _SOFT_HYPHEN.sub("", _SOFT_HYPHEN_AT_BREAK.sub("- ", text))
    text = _SPACES.sub(" ", _DASHES.sub("-", _FOOTNOTE.sub(" ", text))).strip()
    text = _AFTER_DIGIT.sub(
        lambda ending: ending[0] if not re.search("[a-z]", ending[0]) else word_key(ending[0]), text
    )
    for pattern, word in _SLASHED:
        text = pattern.sub(word, text)
    text = _LETTER_FOR_DIGIT.sub(lambda letter: letter[0].translate(_DIGITS), _LINE_NUMBER.sub("", text))
    text = _TORN_YEAR.sub(lambda year: year[0].replace(" ", ""), text)
    text = _LOST_DOT.sub(r"\1.", _DIGIT_FOR_LETTER.sub(lambda digit: digit[0].translate(_LETTERS), text))
    text = _GLUED_TIME.sub(r"\1 ", _GLUED_NUMERAL.sub(r"\1 ", text))
    text = _TYPED_NUMERAL.sub(lambda numeral: numeral[0].upper().translate(_ROMAN_LOOK_ALIKES), text)
    text = _ROMAN_MONTH.sub(lambda date: f"{date[1]}.{roman_number(date[2]) or date[2]}.{date[3]}", text)
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
    return _ROMAN.get(capital.translate(_ROMAN_LOOK_ALIKES))
