"""School subjects and paper levels, recognised by the words files use."""

import re
from collections.abc import Iterator
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from opora.vocabulary.in_force import remembered
from opora.vocabulary.own_words import Code, Words, by_spelling, own_and_built_in
from opora.vocabulary.spelling import plain

Level = Literal["standard", "base", "profile", "advanced"]

#: Levels of a paper: most papers have one level, some subjects are offered on two.
LEVELS: dict[str, str] = {
    "standard": "",
    "base": "базовый уровень",
    "profile": "профильный уровень",
    "advanced": "углублённый уровень",
}

_NUMBER = re.compile(r"^\d{1,2}\s*[-.–]?\s*")


class Subject(BaseModel):
    """One school subject."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: Code
    name: Annotated[Words, Field(description="Название строчными буквами, как оно стоит внутри фразы")]
    spellings: tuple[Words, ...] = Field((), description="Как ещё предмет называют в файлах")
    levels: dict[Level, tuple[Words, ...]] = Field({}, description="Написания, которые говорят и об уровне работы")

    @property
    def meanings(self) -> Iterator[tuple[str, tuple[str, str]]]:
        """Each spelling with the (subject code, level) it means."""
        for word in dict.fromkeys((self.code, self.name, *self.spellings)):
            yield word, (self.code, "standard")
        for level, words in self.levels.items():
            yield from ((word, (self.code, level)) for word in words)


class _Subjects(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    subject: tuple[Subject, ...]


_FILE = "vocabulary/subjects.toml"


@remembered()
def subjects() -> dict[str, Subject]:
    """Return all subjects by code: the built-in ones, then the authority's own.

    Raises:
        AuthorityFileUnreadableError: the authority's file is not what is expected; the message names every key.
    """
    files = own_and_built_in(_FILE, TypeAdapter(_Subjects))
    return {one.code: one for file in files for one in file.subject}


@remembered()
def _by_spelling() -> dict[str, tuple[str, str]]:
    return by_spelling(_FILE, (meaning for one in subjects().values() for meaning in one.meanings))


@remembered(4_096)
def subject_named(text: str) -> tuple[str, str] | None:
    """Return (subject code, level) meant by the text, or None.

    A leading subject number is passed over («22 - Математика базовая»): numbers differ between exam systems.
    """
    known = _by_spelling()
    return known.get(plain(text)) or known.get(plain(_NUMBER.sub("", text.strip())))
