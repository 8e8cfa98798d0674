"""Which known organisation, post or person a party of a plan may be."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher

from opora.plans.party_words import PERSON
from opora.tables.plan import Party
from opora.vocabulary.spelling import plain

#: How alike two names must be to be suggested, 0–1 of difflib.
_LIKE = 0.6
_ACRONYM_LIKENESS = 0.9
_SURNAME_LIKENESS = 0.85
_WORD = re.compile(r"[^\W\d_]+")
_LITTLE_WORDS = frozenset({"и", "по", "в", "на", "для", "с", "о", "при"})
_ABBREVIATED = re.compile(r"\b[А-ЯЁ]{2,}\b")
_LEGAL = frozenset(map(plain, ("МКУ", "МБУ", "МАУ", "ГБУ", "ГАУ", "ГКУ", "МУ", "ДПО", "МКОУ", "МБОУ", "МАОУ")))


@dataclass(frozen=True)
class LikelyParty:
    """Somebody known who may be meant.

    Attributes:
        code: by what the asker knows them.
        name: their name as the asker has it.
        likeness: 0–1; 1 is the same name.
    """

    code: str
    name: str
    likeness: float


def suggested(party: Party, known: Mapping[str, str], limit: int = 3) -> list[LikelyParty]:
    """Return those known who may be the party, the likeliest first.

    Args:
        party: a party of a plan.
        known: organisations, posts and people the asker knows: code → name.
        limit: how many at most.
    """
    found = [LikelyParty(code, name, _likeness(party.text, name)) for code, name in known.items()]
    found = [one for one in found if one.likeness >= _LIKE]
    return sorted(found, key=lambda one: (-one.likeness, one.name, one.code))[:limit]


def _likeness(text: str, name: str) -> float:
    if plain(text) == plain(name):
        return 1.0
    if PERSON.search(text) and PERSON.search(name):
        return _same_person(text, name)
    one, other = _bare(text), _bare(name)
    if one and one == other:
        return 1.0
    return max(_shortened(text, name), _shortened(name, text), SequenceMatcher(None, one, other).ratio())


def _same_person(text: str, name: str) -> float:
    """Compare surnames and initials, in any order: «Л.П. Шидукова» and «Шидукова Людмила Петровна»."""
    one, other = _person(text), _person(name)
    if one[0] != other[0]:
        return 0.0
    shortest = min(len(one[1]), len(other[1]))
    if one[1][:shortest] != other[1][:shortest]:
        return 0.0
    return 1.0 if one[1] == other[1] else _SURNAME_LIKENESS


def _person(text: str) -> tuple[str, str]:
    """Return the surname and the initials."""
    words = _WORD.findall(text)
    if len(words[0]) == 1:
        surname = next((word for word in words if len(word) > 1), words[-1])
        return plain(surname), "".join(plain(word) for word in words if len(word) == 1)
    return plain(words[0]), "".join(plain(word[0]) for word in words[1:])


def _bare(text: str) -> str:
    return " ".join(word for word in _WORD.findall(plain(text)) if word not in _LEGAL)


def _shortened(short: str, whole: str) -> float:
    """Return how well an abbreviation fits the first letters of a name: ИМС – Информационно-методическая служба."""
    letters = [plain(word) for word in _ABBREVIATED.findall(short) if plain(word) not in _LEGAL]
    if len(letters) != 1:
        return 0.0
    words = [word for word in _WORD.findall(plain(whole)) if word not in _LITTLE_WORDS | _LEGAL]
    initials = "".join(word[0] for word in words)
    rest = [word for word in _WORD.findall(plain(short)) if word not in _LEGAL and word != letters[0]]
    if rest and not set(rest) <= set(words):
        return 0.0
    if initials == letters[0]:
        return _ACRONYM_LIKENESS + 0.05
    return _ACRONYM_LIKENESS if initials.startswith(letters[0]) and len(letters[0]) > 1 else 0.0
