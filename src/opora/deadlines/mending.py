"""Words that a narrow column or a hasty hand has broken: joined, parted or corrected, and said so."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import accumulate
from typing import Any

from opora.deadlines.lexicon import Sense, lexicon
from opora.deadlines.tokens import Token, sensed

_LONGEST_BREAK = 3
_LEAST_FOR_TYPO = 5
_LEAST_PART = 3


def mended(tokens: list[Token]) -> list[Token]:
    """Return the tokens with broken words joined, glued months parted and misspelt words read as they are meant."""
    return [mended for token in _joined(tokens) for mended in _parted(token)]


# --- broken: «сен- тябрь», «согласова нию» --------------------------------------------------------------------------


def _joined(tokens: list[Token]) -> Iterator[Token]:
    place = 0
    while place < len(tokens):
        whole, used = _longest_join(tokens, place)
        yield whole
        place += used


def _longest_join(tokens: list[Token], place: int) -> tuple[Token, int]:
    for length in range(2 * _LONGEST_BREAK - 1, 1, -1):
        pieces = tokens[place : place + length]
        words = [token for token in pieces if token.sort != "DASH"]
        if len(pieces) == length and len(words) <= _LONGEST_BREAK and _may_be_one(pieces, words):
            whole = "".join(token.word for token in words)
            joined = sensed(Token("OTHER", pieces[0].start, pieces[-1].end, whole))
            is_word = joined.sort != "OTHER" or whole in _BREAKABLE or _is_hyphenated(pieces, whole)
            if is_word or _are_broken_months(words, whole):
                return joined, length
    return tokens[place], 1


def _may_be_one(pieces: list[Token], words: list[Token]) -> bool:
    """Return whether the pieces can be one word: letters only, no two dashes running, a piece that is no word."""
    if not all(token.word.isalpha() for token in words) or "DASH" in {pieces[0].sort, pieces[-1].sort}:
        return False
    return any(token.sort == "OTHER" for token in words)


def _are_broken_months(words: list[Token], whole: str) -> bool:
    """«сентябр ьдекабр ь»: two months glued to each other and broken elsewhere."""
    breaks = set(accumulate(len(token.word) for token in words))
    return any(cut not in breaks for cut in _month_cuts(whole))


def _is_hyphenated(pieces: list[Token], whole: str) -> bool:
    """Return whether a word was parted at the end of a line, «про- ведения»: a hyphen, a space, one real word."""
    if len(pieces) != len(("про", "-", "ведения")) or pieces[1].sort != "DASH":
        return False
    left, dash, right = pieces
    is_parted = left.end == dash.start and dash.end < right.start
    return is_parted and _is_a_word(whole)


#: Words of phrases that stand in no class of their own and are still worth joining.
_BREAKABLE = frozenset({"согласованию", "необходимости", "договоренности", "поступления", "появления", "плану"})


# --- glued: «Апрельмай» ---------------------------------------------------------------------------------------------


def _parted(token: Token) -> Iterator[Token]:
    if token.sort != "OTHER":
        yield token
        return
    for cut in _month_cuts(token.word):
        middle = token.start + cut
        yield sensed(Token("MONTH", token.start, middle, token.word[:cut]))
        yield Token("LOSTDASH", middle, middle)
        yield sensed(Token("MONTH", middle, token.end, token.word[cut:]))
        return
    yield from _unglued(token) or [_corrected(token)]


def _month_cuts(word: str) -> Iterator[int]:
    """Yield the places where a word falls into the names of two months."""
    for cut in range(_LEAST_PART, len(word) - _LEAST_PART + 1):
        left, right = lexicon().get(word[:cut]), lexicon().get(word[cut:])
        if left and right and left.sort == right.sort == "MONTH":
            yield cut


#: Pairs of words that a lost space makes one: «втечениегода», «вмае».
_GLUED = frozenset(
    {("DURING", "GOD"), ("DURING", "SCHOOL"), ("SCHOOL", "GOD"), ("IN", "MONTH"), ("FROM", "MONTH"),
     ("UNTIL", "MONTH"), ("MONTH", "GOD"), ("TIMES", "IN"), ("IN", "GOD"), ("IN", "MONTHWORD"), ("IN", "QUARTER"),
     ("IN", "WEEK"), ("EACH", "MONTHWORD"), ("EACH", "WEEK"), ("QUARTER", "GOD")}
)  # fmt: skip


def _may_be_glued(left: Sense, right: Sense, word: str) -> bool:
    """«смая» may lack a space, «смарт» may not: after «с» and «до» a month stands in the genitive."""
    is_genitive = right.sort != "MONTH" or left.sort == "IN" or word.endswith(("а", "я"))
    return (left.sort, right.sort) in _GLUED and is_genitive


def _unglued(token: Token) -> list[Token]:
    """Return the two words of a token that lost the space between them; none when it is one word."""
    for cut in range(1, len(token.word)):
        left, right = lexicon().get(token.word[:cut]), lexicon().get(token.word[cut:])
        if left and right and _may_be_glued(left, right, token.word) and not _is_a_word(token.word):
            middle = token.start + cut
            return [
                Token(left.sort, token.start, middle, token.word[:cut], left.value),
                Token(right.sort, middle, token.end, token.word[cut:], right.value),
            ]
    return []


# --- misspelt: «сентбрь» --------------------------------------------------------------------------------------------


def _corrected(token: Token) -> Token:
    """Return the token with one slip of the hand undone, when only one thing can be meant and the word is no word."""
    if len(token.word) < _LEAST_FOR_TYPO - 1 or not token.word.isalpha():
        return token
    near = {form: lexicon()[form] for form in _one_slip_away(token.word)}
    near = {form: sense for form, sense in near.items() if sense.sort in _CORRECTED}
    is_short = len(token.word) < _LEAST_FOR_TYPO and {sense.sort for sense in near.values()} != {"MONTH"}
    if len(set(near.values())) != 1 or is_short or _is_a_word(token.word):
        return token
    meant = next(form for form in lexicon() if form in near)
    sense = near[meant]
    return replace(
        token, sort=sense.sort, value=sense.value, word=meant, note=f"«{token.word}» прочитано как «{meant}»"
    )


_CORRECTED = frozenset(
    {
        "MONTH",
        "REGULAR",
        "QUARTER",
        "HALF",
        "TERM",
        "DURING",
        "SCHOOL",
        "WEEKDAY",
        "ALWAYS",
        "WEEK",
        "PLAN",
        "MONTHWORD",
    }
)
_ALPHABET = "абвгдежзийклмнопрстуфхцчшщъыьэюя"


def _one_slip_away(word: str) -> set[str]:
    """Return known forms of five letters and more that differ by one letter put in, left out, changed or swapped."""
    cuts = [(word[:cut], word[cut:]) for cut in range(len(word) + 1)]
    made = {left + right[1:] for left, right in cuts if right}
    made |= {left + right[1] + right[0] + right[2:] for left, right in cuts if len(right) > 1}
    made |= {left + letter + right[1:] for left, right in cuts if right for letter in _ALPHABET}
    made |= {left + letter + right for left, right in cuts for letter in _ALPHABET}
    return {form for form in made if form in lexicon() and len(form) >= _LEAST_FOR_TYPO - 1}


@cache
def _is_a_word(word: str) -> bool:
    """Return whether the word is a real one: «карта» is not a misspelt «марта»."""
    return bool(_dictionary().word_is_known(word))


@cache
def _dictionary() -> Any:
    from pymorphy3 import MorphAnalyzer  # slow to open, and few cells need it

    return MorphAnalyzer()
