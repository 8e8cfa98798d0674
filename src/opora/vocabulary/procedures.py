"""Assessment procedures: ВПР, ОГЭ, ЕГЭ and whatever an authority holds besides."""

from dataclasses import dataclass
from functools import cache
from typing import Literal

from opora.vocabulary.authority import authority_data
from opora.vocabulary.spelling import plain


@dataclass(frozen=True)
class Procedure:
    """One assessment procedure.

    Attributes:
        code: stable word used in tables, rules and JSON.
        short: the abbreviation everybody says.
        name: full Russian name.
        measure: what decides "below the threshold": the mark 2, or a test score under the year's minimum.
        grades: paper grades it is held in.
        spellings: other ways files call it.
        is_exam: whether it is an examination: held on several days, may be sat again and appealed against.
    """

    code: str
    short: str
    name: str
    measure: Literal["mark", "score"]
    grades: tuple[int, ...]
    spellings: tuple[str, ...]
    is_exam: bool = False


@cache
def procedures() -> dict[str, Procedure]:
    """Return all procedures by code."""
    entries = authority_data("vocabulary/procedures.toml")["procedure"]
    return {
        entry["code"]: Procedure(
            code=entry["code"],
            short=entry["short"],
            name=entry["name"],
            measure=entry["measure"],
            grades=tuple(entry["grades"]),
            spellings=tuple(entry["spellings"]),
            is_exam=entry.get("exam", False),
        )
        for entry in entries
    }


@cache
def _by_spelling() -> dict[str, str]:
    known = {}
    for procedure in procedures().values():
        for spelling in (procedure.code, procedure.short, procedure.name, *procedure.spellings):
            known[plain(spelling)] = procedure.code
    return known


def procedure_named(text: str) -> str | None:
    """Return the code of the procedure a person means by the text, or None."""
    return _by_spelling().get(plain(text))
