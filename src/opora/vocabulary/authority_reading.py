"""An authority's file is read into its shape; what cannot be used is told key by key: found, expected, meaning."""

import tomllib
from collections.abc import Callable, Mapping, Sequence
from difflib import get_close_matches
from pathlib import Path
from types import MappingProxyType
from typing import Any, TypeVar

from pydantic import BaseModel, TypeAdapter, ValidationError

from opora.vocabulary.authority import BUILT_IN, authority_data, authority_file
from opora.vocabulary.obstacles import ObstacleError

_Shape = TypeVar("_Shape")

_EXPECTED: dict[str, Callable[[dict[str, Any]], str]] = {
    "missing": lambda _: "этот ключ",
    "int_type": lambda _: "целое число",
    "int_from_float": lambda _: "целое число",
    "float_type": lambda _: "число",
    "string_type": lambda _: "текст в кавычках",
    "string_too_short": lambda _: "непустой текст",
    "string_pattern_mismatch": lambda _: "строчные латинские буквы, цифры и дефис",
    "too_short": lambda _: "хотя бы одно значение",
    "tuple_type": lambda _: "список",
    "greater_than": lambda about: f"больше {about['gt']:g}",
    "greater_than_equal": lambda about: f"не меньше {about['ge']:g}",
    "less_than_equal": lambda about: f"не больше {about['le']:g}",
    "literal_error": lambda about: f"одно из: {about['expected'].replace(' or ', ', ')}",
    "union_tag_invalid": lambda about: f"одно из: {about['expected_tags']}",
    "union_tag_not_found": lambda _: "этот ключ",
    "value_error": lambda about: str(about["error"]),
}


class AuthorityFileUnreadableError(ObstacleError):
    """An authority's file is there but cannot be used; `problems` names every key at once."""

    def __init__(self, file: str, problems: Sequence[str]) -> None:
        self.file = file
        self.problems = tuple(problems)
        super().__init__("\n".join(f"{file} › {problem}" for problem in self.problems))


def read_authority(
    name: str,
    shape: TypeAdapter[_Shape],
    where: Sequence[Path] = (BUILT_IN,),
    meanings: Mapping[str, str] = MappingProxyType({}),
) -> _Shape:
    """Return the content of the first file of that name (folder/name, with suffix) in the folders.

    Args:
        name: as `authority_file` takes it.
        shape: what the file is to hold.
        where: the folders, the authority's own first.
        meanings: what a key means, told beside its problem.

    Raises:
        AuthorityFileMissingError: no folder has it.
        AuthorityFileUnreadableError: it is not TOML, or keys are missing, unknown or of the wrong kind.
    """
    file = authority_file(name, where)
    try:
        content = authority_data(file.name, (file.parent,))
        return shape.validate_python(content)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as mistake:
        raise AuthorityFileUnreadableError(file.name, [f"файл не читается как TOML: {mistake}"]) from mistake
    except ValidationError as mistake:
        problems = [_problem(dict(error), meanings, content) for error in mistake.errors(include_url=False)]
        raise AuthorityFileUnreadableError(file.name, problems) from mistake


def _problem(error: dict[str, Any], meanings: Mapping[str, str], content: dict[str, Any]) -> str:
    kind, place = error["type"], error["loc"]
    if kind in {"union_tag_invalid", "union_tag_not_found"}:
        place = ("method",)
    key = _key(place, content)
    meaning = meanings.get(str(place[-1])) if place else None
    if kind == "extra_forbidden":
        return f"{key}: такого ключа нет.{_alike(str(place[-1]), meanings)}"
    expected = _EXPECTED[kind](error.get("ctx", {})) if kind in _EXPECTED else _date_or_other(kind)
    found = _found(kind, error["input"])
    return f"{key}: {found}ожидается {expected}." + (f" {meaning}." if meaning else "")


def _date_or_other(kind: str) -> str:
    return "дата вида 2026-12-31" if kind.startswith("date") else "другое значение"


def _found(kind: str, value: object) -> str:
    """Return what stands there, ready to go before «ожидается»; of a whole rule set nothing is quoted."""
    if kind in {"missing", "union_tag_not_found"}:
        return "ключа нет, "
    if kind == "union_tag_invalid" and isinstance(value, dict):
        value = value.get("method")
    return "" if isinstance(value, BaseModel | dict) else f"найдено «{value}», "


def _alike(key: str, meanings: Mapping[str, str]) -> str:
    alike = get_close_matches(key, meanings, n=1)
    return f" Возможно, имелся в виду {alike[0]}: {meanings[alike[0]]}." if alike else ""


def _key(place: tuple[str | int, ...], content: dict[str, Any]) -> str:
    """Return a key as the file shows it, counted from 1: `procedure[2].paper_grade`.

    The place of a key begins with the file's method where methods have keys of their own; the file does not show it.
    """
    parts = place[1:] if place and place[0] == content.get("method") else place
    words = "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in parts)
    return words.removeprefix(".") or "файл целиком"
