"""What is said when a rule file cannot be used: the file, the key, what was found and what is expected."""

from collections.abc import Callable, Mapping, Sequence
from difflib import get_close_matches
from typing import Any

from pydantic import BaseModel, ValidationError

from opora.vocabulary.obstacles import ObstacleError

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


class RuleSetUnreadableError(ObstacleError, ValueError):
    """A rule set's file is there but cannot be used; `problems` names every key at once."""

    def __init__(self, file: str, problems: Sequence[str]) -> None:
        self.file = file
        self.problems = tuple(problems)
        super().__init__("\n".join(f"{file} › {problem}" for problem in self.problems))


def key_problems(mistake: ValidationError, meanings: Mapping[str, str]) -> list[str]:
    """Return one Russian line per key that cannot be used."""
    return [_problem(dict(error), meanings) for error in mistake.errors(include_url=False)]


def _problem(error: dict[str, Any], meanings: Mapping[str, str]) -> str:
    kind, place = error["type"], error["loc"]
    if kind in {"union_tag_invalid", "union_tag_not_found"}:
        place = ("method",)
    key = _key(place)
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


def _key(place: tuple[str | int, ...]) -> str:
    """Return a key as the file shows it, counted from 1: `procedure[2].paper_grade`.

    A rule set's place begins with its method, which the file does not show.
    """
    parts = place if place == ("method",) else place[1:]
    words = "".join(f"[{part + 1}]" if isinstance(part, int) else f".{part}" for part in parts)
    return words.removeprefix(".") or "набор целиком"
