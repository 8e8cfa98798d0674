"""Codes of schools and pupils. Each exam system has its own; a school is one all the same."""

import re
from enum import StrEnum
from functools import lru_cache
from typing import NewType

SchoolCode = NewType("SchoolCode", str)  # a code as a file gives it
School = NewType("School", str)  # the one identifier a school has in Opora
Pupil = NewType("Pupil", str)  # a pupil's code in the results store; never a name


class CodeSystem(StrEnum):
    """Whose code it is."""

    REGISTER = "register"
    FISOKO = "fisoko"
    RIS = "ris"
    INN = "inn"
    NAME = "name"


_PATTERNS = (
    (CodeSystem.FISOKO, re.compile(r"^(?:edu|sch)\d{6}$")),
    (CodeSystem.INN, re.compile(r"^\d{10}$")),
    (CodeSystem.RIS, re.compile(r"^\d{3,7}$")),
)
_LOGIN_LETTERS = str.maketrans("еduѕсh", "edusch")  # Cyrillic е, с typed for Latin ones


@lru_cache(maxsize=65_536)
def school_code(text: str) -> SchoolCode:
    """Return a school's code as one spelling: no spaces, lower case, «100101.0» without its fraction."""
    code = text.strip().replace("\u00a0", "").casefold().removesuffix(".0")
    translated = code.translate(_LOGIN_LETTERS)
    return SchoolCode(translated if code_system(translated) is CodeSystem.FISOKO else code)


def codes_listed(text: str | None) -> list[SchoolCode]:
    """Return the codes of a cell that lists several, by comma or semicolon, each once."""
    parts = re.split(r"[,;\n]", text or "")
    return list(dict.fromkeys(school_code(part) for part in parts if part.strip()))


def code_system(code: str) -> CodeSystem:
    """Return whose code it looks like; a code of no known shape is a register's own."""
    if code.startswith("name:"):
        return CodeSystem.NAME
    return next((system for system, pattern in _PATTERNS if pattern.match(code)), CodeSystem.REGISTER)


#: The shape of a pupil's code that was made of a name: it is the same in all files, whatever the school.
PSEUDONYM = "^p[0-9a-f]{20}$"
