"""How files call a school: every name and municipality they give, and the one that counts."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

import pyarrow as pa

from opora.vocabulary.school_spelling import municipality_key, school_key

#: A name and a municipality in comparable spelling, both non-empty.
NameKey = tuple[str, str]


def name_key(name: str | None, municipality: str | None) -> NameKey | None:
    """Return what makes two schools of one name equal, None where the name or the municipality is missing."""
    key = (school_key(name or ""), municipality_key(municipality or ""))
    return key if all(key) else None


@dataclass
class Mentions:
    """Names and municipalities of one school, in the order in which files gave them, code by code."""

    names: list[str] = field(default_factory=list)
    municipalities: list[str] = field(default_factory=list)

    def add(self, other: "Mentions | None") -> None:
        """Add what another code of the same school is called."""
        if other:
            self.names += other.names
            self.municipalities += other.municipalities

    @property
    def name(self) -> str | None:
        """The most frequent name, the last one among equals; None where no file gives any."""
        return _favourite(self.names, school_key)

    @property
    def municipality(self) -> str | None:
        """The most frequent municipality; a name goes before a number, which only its exam system understands."""
        words = [words for words in self.municipalities if not words.isdigit()]
        return _favourite(words or self.municipalities, municipality_key)

    @property
    def key(self) -> NameKey | None:
        """What makes the school equal to another of the same name."""
        return name_key(self.name, self.municipality)


def mentioned_schools(names: pa.Table) -> dict[str, Mentions]:
    """Return what files call each code, from rows of SCHOOL_NAMES."""
    mentions: dict[str, Mentions] = {}
    columns = (names.column(name).to_pylist() for name in ("school_code", "name", "municipality"))
    for code, name, municipality in zip(*columns, strict=True):
        said = mentions.setdefault(code, Mentions())
        if name:
            said.names.append(name)
        if municipality:
            said.municipalities.append(municipality)
    return mentions


def _favourite(words: Sequence[str], key: Callable[[str], str]) -> str | None:
    """Return the most frequent of the words, spellings of one thing counted together; the last among equals."""
    if len(set(words)) < 2:  # noqa: PLR2004 - nothing to choose from
        return words[-1] if words else None
    keys = [key(word) for word in words]
    best = _most_frequent(keys)
    return _most_frequent([word for word, its in zip(words, keys, strict=True) if its == best])


def _most_frequent(words: Sequence[str]) -> str:
    counts: dict[str, int] = {}
    last: dict[str, int] = {}
    for place, word in enumerate(words):
        counts[word] = counts.get(word, 0) + 1
        last[word] = place
    return max(counts, key=lambda word: (counts[word], last[word]))
