"""An authority's own words stand beside the built-in ones; a word with two meanings is told, never chosen for."""

from collections.abc import Iterable
from pathlib import Path
from typing import Annotated, TypeVar

from pydantic import Field, TypeAdapter

from opora.vocabulary.authority_reading import AuthorityFileUnreadableError, read_authority
from opora.vocabulary.in_force import authority_in_force
from opora.vocabulary.spelling import plain

#: The stable word of tables, rules and JSON.
Code = Annotated[str, Field(strict=True, pattern=r"^[a-z][a-z0-9-]{0,39}$", description="Код для правил и таблиц")]
Words = Annotated[str, Field(strict=True, min_length=1, max_length=200)]

_Shape = TypeVar("_Shape")
_Meaning = TypeVar("_Meaning")


def own_and_built_in(name: str, shape: TypeAdapter[_Shape]) -> list[_Shape]:
    """Return the content of the file of that name in each folder in force that has it, the built-in one first."""
    folders = [folder for folder in reversed(authority_in_force()) if (folder / name).is_file()]
    return [read_authority(name, shape, (folder,)) for folder in folders]


def by_spelling(name: str, spelled: Iterable[tuple[str, _Meaning]]) -> dict[str, _Meaning]:
    """Return what each spelling means.

    Raises:
        AuthorityFileUnreadableError: a spelling means two things.
    """
    meanings: dict[str, dict[_Meaning, str]] = {}
    for word, meaning in spelled:
        meanings.setdefault(plain(word), {}).setdefault(meaning, word)
    doubtful = [next(iter(meant.values())) for meant in meanings.values() if len(meant) > 1]
    if doubtful:
        raise AuthorityFileUnreadableError(
            Path(name).name,
            [
                f"«{word}»: найдено у двух записей, ожидается у одной. Уберите это написание у своей записи "
                "или повторите в своём файле встроенную запись с тем же code, но без него."
                for word in doubtful
            ],
        )
    return {word: next(iter(meant)) for word, meant in meanings.items()}
