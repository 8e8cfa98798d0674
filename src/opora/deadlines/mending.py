"""Words that a narrow column or a hasty hand has broken or cut short: joined, parted or corrected, and said so."""

from collections.abc import Iterator
from dataclasses import replace
from functools import cache
from itertools import accumulate, zip_longest
from typing import Any

from opora.deadlines.lexicon import Sense, lexicon
from opora.deadlines.tokens import Token, sensed

_LONGEST_BREAK = 3
_LONGEST_CONTRACTION = 7
_LEAST_FOR_TYPO = 5
_LEAST_PART = 3


def mended(tokens: list[Token]) -> list[Token]:
    """Return the tokens with broken words joined, glued months parted and misspelt words read as they are meant."""
    whole = _contracted(list(_joined(list(_abbreviated(tokens)))))
    return [mended for token in whole for mended in _parted(token)]


# --- shortened: «кв-л», «необх.» ------------------------------------------------------------------------------------


def _contracted(tokens: list[Token]) -> Iterator[Token]:
    """Yield the tokens with «кв-л», «п-дие» read as the only known word that begins and ends so."""
    place = 0
    while place < len(tokens):
        whole = _contraction(tokens[place : place + 3])
        yield whole or tokens[place]
        place += 3 if whole else 1


_CUTS = (["DASH", "OTHER"], ["SLASH", "OTHER"])


def _contraction(pieces: list[Token]) -> Token | None:
    if [token.sort for token in pieces[1:]] not in _CUTS or not pieces[0].word.isalpha():
        return None
    left, dash, right = pieces
    if (left.end, dash.end) != (dash.start, right.start) or len(left.word) + len(right.word) > _LONGEST_CONTRACTION:
        return None
    return _only_meant(replace(left, end=right.end), left.word, right.word)


def _abbreviated(tokens: list[Token]) -> Iterator[Token]:
    """Yield the tokens with «необх.», «ежекварт.» read as the only known word that begins so."""
    for token, following in zip_longest(tokens, tokens[1:]):
        is_cut = following is not None and following.sort == "DOT" and following.start == token.end
        is_long = token.sort == "OTHER" and len(token.word) >= _LEAST_FOR_TYPO - 1 and token.word not in lexicon()
        yield (is_cut and is_long and _only_meant(token, token.word, "")) or token


def _only_meant(token: Token, beginning: str, ending: str) -> Token | None:
    forms = [form for form in lexicon() if form.startswith(beginning) and form.endswith(ending)]
    forms = [form for form in forms if len(form) > len(beginning) + len(ending)]
    senses = {lexicon()[form] for form in forms}
    if len(senses) != 1 or senses.pop().sort not in _SHORTENED:
        return None
    return sensed(replace(token, word=forms[0]))


#: Words that are shortened in plans; «сред.» is «средняя школа» and no Wednesday.
_SHORTENED = frozenset({
    "ALWAYS", "DURING", "GOD", "HALF", "MONTH", "MONTHWORD", "OTHER", "PERIOD", "QUARTER", "REGULAR", "SCHOOL", "TERM",
    "TRIMESTER", "WEEK",
})  # fmt: skip


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
            is_word = (
                (len(whole) >= _LEAST_PART and whole in lexicon())
                or _is_hyphenated(pieces, whole)
                or _are_broken_months(words, whole)
            )
            if is_word and not _is_torn(tokens, place + length):
                return joined, length
    return tokens[place], 1


def _may_be_one(pieces: list[Token], words: list[Token]) -> bool:
    """Return whether the pieces can be one word: letters only, no two dashes running, a piece that is no word."""
    if not all(token.word.isalpha() for token in words) or "DASH" in {pieces[0].sort, pieces[-1].sort}:
        return False
    return any(token.sort == "OTHER" for token in words)


def _is_torn(tokens: list[Token], end: int) -> bool:
    """Return whether the word before a place goes on after a hyphen: in «в се- нтябре» «все» is no word."""
    if not 0 < end < len(tokens) - 1 or tokens[end].sort != "DASH":
        return False
    return tokens[end - 1].end == tokens[end].start and tokens[end].end < tokens[end + 1].start


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


def _unglued(token: Token) -> list[Token]:
    """Return the two words of a token that lost the space between them; none when it is one word."""
    cut = next((cut for cut in range(1, len(token.word)) if _may_be_cut(token.word[:cut], token.word[cut:])), 0)
    if not cut or _is_a_word(token.word):
        return []
    middle = token.start + cut
    return [
        sensed(Token("OTHER", token.start, middle, token.word[:cut])),
        sensed(Token("OTHER", middle, token.end, token.word[cut:])),
    ]


#: Words that run into the next one: «Поплану», «доконца», «непозднее», «меренеобходимости».
_LEADING = frozenset({"IN", "ON", "PO", "UNTIL", "FROM", "NOT", "AFTER", "WHEN", "AND"})
#: Words that the one before runs into: «начинаяс 2022 года», «срокдо 15 мая».
_TRAILING = frozenset({"IN", "PO", "UNTIL", "FROM", "ON"})
_COUNTING = frozenset({"CARDINAL", "ORDINAL"})  # «двухнедельный» is one word
_LEAST_OF_ONE_SENSE = 4


def _may_be_cut(left: str, right: str) -> bool:
    before, after = lexicon().get(left), lexicon().get(right)
    if before is not None and before.sort in _LEADING:
        return _may_follow(left, right, after)
    if before is not None and after is not None:
        return min(len(left), len(right)) >= _LEAST_PART or after.sort in _TRAILING
    is_long = min(len(left), len(right)) >= _LEAST_OF_ONE_SENSE
    if before is not None:
        return is_long and before.sort not in _COUNTING and _is_a_word(right)
    ends_with_limit = right == "до" and len(left) >= _LEAST_OF_ONE_SENSE  # «отчётдо 15 мая»
    return after is not None and (is_long or ends_with_limit) and _is_a_word(left)


def _may_follow(left: str, right: str, after: Sense | None) -> bool:
    """«смая» may lack a space, «смарт» may not: after «с» and «до» a month stands in the genitive."""
    if after is None:
        return len(left) > 1 and len(right) >= _LEAST_FOR_TYPO and _is_a_word(right)
    if after.sort == "MONTH":
        return left not in {"с", "со", "до"} or right.endswith(("а", "я"))
    runs_in = after.sort in _TRAILING and len(left) >= _LEAST_PART
    return len(right) >= _LEAST_OF_ONE_SENSE or runs_in or after.sort in {"GOD", "DAYWORD"}


# --- misspelt: «сентбрь» --------------------------------------------------------------------------------------------


def _corrected(token: Token) -> Token:
    """Return the token with one slip of the hand undone, when only one thing can be meant and the word is no word."""
    if len(token.word) < _LEAST_FOR_TYPO - 1 or not token.word.isalpha():
        return token
    near = {form: lexicon()[form] for form in _one_slip_away(token.word)}
    near = {form: sense for form, sense in near.items() if sense.sort in _CORRECTED}
    is_short = len(token.word) < _LEAST_FOR_TYPO and not {sense.sort for sense in near.values()} <= _CORRECTED_SHORT
    if len(set(near.values())) != 1 or is_short or _is_a_word(token.word):
        return token
    meant = next(form for form in lexicon() if form in near)
    sense = near[meant]
    return replace(
        token, sort=sense.sort, value=sense.value, word=meant, note=f"«{token.word}» прочитано как «{meant}»"
    )


_CORRECTED = frozenset({
    "ACCORDING", "AFTER", "ALWAYS", "CARDINAL", "DATEWORD", "DURING", "EACH", "EDGE", "FIXED", "HALF", "HALFOF",
    "HOLIDAY", "MONTH", "MONTHWORD", "ORDINAL", "OTHER", "PERIOD", "PLAN", "QUARTER", "REGULAR", "SCHOOL", "SEASON",
    "TENDAYS", "TERM", "THIS", "TRIMESTER", "TWICE", "UNTIL", "WEEK", "WEEKDAY", "WHEN", "WHOLE",
})  # fmt: skip
_CORRECTED_SHORT = frozenset({"MONTH", "MONTHWORD"})
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
