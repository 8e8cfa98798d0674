"""What a row of the register may say. Nothing here asks the database."""

import hashlib
import json
from collections.abc import Mapping
from typing import Any

from opora.sources.forms.contract_columns import CellRejectedError, cell_parser
from opora.sources.forms.template_columns import REGISTER_COLUMNS
from opora.tables.contract import Column, Kind
from opora.tables.schools import WRITTEN_CODE
from opora.vocabulary.codes import CodeSystem, code_system, codes_listed, school_code
from opora.vocabulary.problem_kinds import KINDS

COLUMN_OF_SYSTEM = {CodeSystem.FISOKO: "fisoko_login", CodeSystem.RIS: "ris_code", CodeSystem.INN: "inn"}
_CODES = frozenset({"school", "fisoko_login", "ris_code", "inn", "branch_of"})
_FINGERPRINT = 16

Row = Mapping[str, Any]


def row_from(register: Row) -> dict[str, Any]:
    """Return a school's row with the columns of the register only, and its code as it is written there."""
    return {column.name: register.get(column.name) for column in (*REGISTER_COLUMNS, WRITTEN_CODE)}


def fingerprint(row: Row) -> str:
    """Return what tells two versions of a row apart."""
    words = json.dumps(row_from(row), sort_keys=True, ensure_ascii=False)
    return hashlib.sha256(words.encode()).hexdigest()[:_FINGERPRINT]


def written(column: Column, value: Any) -> str:
    """Return a value as a person writes it under the column's heading."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "да" if value else "нет"
    number = round(100 * value, 10) if column.kind is Kind.SHARE else value
    return f"{number:.10g}".replace(".", ",") if isinstance(number, float) else str(number)


def read(column: Column, text: str) -> Any:
    """Return what a person wrote under the column's heading as the contract keeps it.

    Raises:
        ValueError: the text does not fit; the message says what is expected.
    """
    try:
        value = cell_parser(column, column.heading)(text)
    except CellRejectedError as rejected:
        kind = KINDS[rejected.code]
        raise ValueError(f"Найдено «{text}», ожидается {rejected.expected or kind.expected}.") from rejected
    if value is not None and column.name in _CODES:
        return str(school_code(value))
    if value is not None and column.name == "other_codes":
        return ", ".join(codes_listed(value))
    return value


def codes_of(row: Row) -> dict[str, str]:
    """Return every code a row claims, with the column that claims it."""
    claimed = {str(row[name]): name for name in ("school", "fisoko_login", "ris_code", "inn") if row.get(name)}
    return claimed | {str(code): "other_codes" for code in codes_listed(row.get("other_codes"))}


def with_code(row: Row, code: str) -> dict[str, Any]:
    """Return the row with one more code: in the column of its system where that is free, else among the others."""
    name = COLUMN_OF_SYSTEM.get(code_system(code))
    if name is not None and not row.get(name):
        return {**row, name: code}
    return {**row, "other_codes": ", ".join(codes_listed(f"{row.get('other_codes') or ''},{code}"))}


def differences(before: Row | None, after: Row) -> list[tuple[str, str, str]]:
    """Return (heading, before, after) of every column that differs."""
    old = before or {}
    return [
        (column.heading, written(column, old.get(column.name)) or "–", written(column, after.get(column.name)) or "–")
        for column in REGISTER_COLUMNS
        if old.get(column.name) != after.get(column.name)
    ]
