"""What the register says of codes: for which school each stands, and which names it gives."""

from collections.abc import Iterator, Sequence
from typing import Any

from opora.identity.mentions import NameKey, name_key
from opora.vocabulary.codes import CodeSystem, code_system, codes_listed
from opora.vocabulary.school_spelling import named_school_code

_OTHER_CODES = ("fisoko_login", "ris_code", "inn")
_SYSTEM_COLUMNS = {"fisoko_login": CodeSystem.FISOKO, "ris_code": CodeSystem.RIS}


class RegisterCodes:
    """The codes and names of a register.

    Attributes:
        schools: the school each code stands for; a school's own code goes before another's login or number, and a
            name that two schools share stands for neither.
        named: the school of each name within its municipality, None where two schools share it.
        systems: the systems in which the register has a code of the school.
    """

    def __init__(self, rows: Sequence[dict[str, Any]]) -> None:
        """Take the register's rows in the order in which they claim codes."""
        self.named: dict[NameKey, str | None] = {}
        self.systems: dict[str, frozenset[CodeSystem]] = {}
        self.schools = {row["school"]: row["school"] for row in rows}
        for row in rows:
            self.systems[row["school"]] = frozenset(_systems(row))
            self._add_codes(row)
            self._add_names(row)
        for row in rows:
            for code, key in _name_codes(row):
                if self.named[key] == row["school"]:
                    self.schools.setdefault(code, row["school"])

    def _add_codes(self, row: dict[str, Any]) -> None:
        school = row["school"]
        head = self.schools.get(row["branch_of"], school)  # a branch has the taxpayer number of its school
        for name in _OTHER_CODES:
            if row[name]:
                self.schools.setdefault(row[name], head if name == "inn" else school)
        for code in codes_listed(row["other_codes"]):
            self.schools.setdefault(code, school)

    def _add_names(self, row: dict[str, Any]) -> None:
        for _, key in _name_codes(row):
            if self.named.setdefault(key, row["school"]) != row["school"]:
                self.named[key] = None


def _systems(row: dict[str, Any]) -> Iterator[CodeSystem]:
    """Return the systems of a school's codes; its own code counts where the register has no column for its system."""
    own = code_system(row["school"])
    for name, system in _SYSTEM_COLUMNS.items():
        if row[name] or own is system:
            yield system


def _name_codes(row: dict[str, Any]) -> Iterator[tuple[str, NameKey]]:
    for name in (row["name"], row["full_name"]):
        key = name_key(name, row["municipality"])
        if key:
            yield named_school_code(name, row["municipality"]), key
