"""Assessment procedures: ВПР, ОГЭ, ЕГЭ and whatever an authority holds besides."""

from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field, TypeAdapter

from opora.vocabulary.in_force import remembered
from opora.vocabulary.own_words import Code, Words, by_spelling, own_and_built_in
from opora.vocabulary.spelling import plain


class Procedure(BaseModel):
    """One assessment procedure."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: Code
    short: Annotated[Words, Field(description="Как процедуру называют все: ВПР")]
    name: Annotated[Words, Field(description="Полное название")]
    measure: Literal["mark", "score"] = Field(
        description="Что значит «ниже порога»: mark – отметка «2», score – тестовый балл меньше минимального балла года"
    )
    grades: tuple[Annotated[int, Field(ge=1, le=11)], ...] = Field(
        min_length=1, description="Классы, по программе которых бывает работа"
    )
    spellings: tuple[Words, ...] = Field((), description="Как ещё процедуру называют в файлах")
    is_exam: bool = Field(
        default=False, alias="exam", description="Экзамен: идёт несколько дней, бывают пересдачи и апелляции"
    )

    @property
    def words(self) -> tuple[str, ...]:
        """Every word it is called by."""
        return (self.code, self.short, self.name, *self.spellings)


class _Procedures(BaseModel):
    model_config = ConfigDict(frozen=True, extra="forbid")

    procedure: tuple[Procedure, ...]


_FILE = "vocabulary/procedures.toml"


@remembered()
def procedures() -> dict[str, Procedure]:
    """Return all procedures by code: the built-in ones, then the authority's own.

    Raises:
        AuthorityFileUnreadableError: the authority's file is not what is expected; the message names every key.
    """
    files = own_and_built_in(_FILE, TypeAdapter(_Procedures))
    return {one.code: one for file in files for one in file.procedure}


@remembered()
def _by_spelling() -> dict[str, str]:
    return by_spelling(_FILE, ((word, one.code) for one in procedures().values() for word in one.words))


def procedure_named(text: str) -> str | None:
    """Return the code of the procedure a person means by the text, or None."""
    return _by_spelling().get(plain(text))
