"""Which codes stand for one school: by the register, by one name in one municipality, or each for itself."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import pyarrow as pa

from opora.identity.mentions import Mentions, mentioned_schools
from opora.identity.register_codes import RegisterCodes
from opora.tables.schools import SCHOOL_CODES, SCHOOLS
from opora.vocabulary.codes import CodeSystem, code_system

#: Systems in which two codes are always two schools, whatever their names.
ONE_A_SCHOOL = (CodeSystem.FISOKO, CodeSystem.RIS)

#: By whose code a school outside the register is called, the first that there is.
_CALLED_BY = (CodeSystem.FISOKO, CodeSystem.RIS, CodeSystem.NAME)

_FROM_REGISTER = tuple(name for name in SCHOOLS.names if name != "in_register")

_Standing = tuple[str, str, str]  # a code, its school, and why


def joined_schools(
    register: pa.Table, names: pa.Table, codes_in_results: pa.Table | Iterable[str]
) -> tuple[pa.Table, pa.Table]:
    """Return the schools and the codes that stand for them.

    1. Every code of a register's row, and its names within its municipality, stand for that school («register»).
    2. A code the register does not have, whose name and municipality are those of exactly one of its schools, stands
       for that school («same-name»).
    3. Codes left that share a name and a municipality stand for one school («same-name»), called by its ФИС ОКО
       login, else by its РИС code, else by the code made of its name, else by the least of the codes.
    4. Any other code stands for itself («own-code»).

    Two different logins, and two different РИС codes, are never joined by name: they are two schools that share one.
    A name that the register gives to two schools, or that could not be joined to its school, joins nothing at all.
    Of several names the register's counts, else the most frequent, else the last; a school of no name is called by
    its code.

    Args:
        register: rows of REGISTER.
        names: rows of SCHOOL_NAMES, in the order in which the files were taken in.
        codes_in_results: the codes results stand under, or a table with the column `school_code`.

    Returns:
        SCHOOLS and SCHOOL_CODES, each sorted by its key.
    """
    rows = sorted(register.to_pylist(), key=lambda row: str(row["school"]))
    known = RegisterCodes(rows)
    mentions = mentioned_schools(names)
    left = sorted({*mentions, *_codes(codes_in_results)} - known.schools.keys())
    standing = [(code, school, "register") for code, school in known.schools.items()]
    standing += _standing(left, mentions, known)
    return _schools(rows, standing, mentions), _school_codes(standing)


def _codes(codes_in_results: pa.Table | Iterable[str]) -> set[str]:
    if isinstance(codes_in_results, pa.Table):
        codes_in_results = codes_in_results.column("school_code").unique().to_pylist()
    return {code for code in codes_in_results if code}


def _standing(left: Sequence[str], mentions: dict[str, Mentions], known: RegisterCodes) -> Iterator[_Standing]:
    """Say for which school each code outside the register stands, and why."""
    by_name: dict[tuple[str, str], list[str]] = {}
    for code in left:
        key = mentions[code].key if code in mentions else None
        if key is None:
            yield code, code, "own-code"
        else:
            by_name.setdefault(key, []).append(code)
    for key, codes in by_name.items():
        yield from _of_one_name(codes, key, known)


def _of_one_name(codes: Sequence[str], key: tuple[str, str], known: RegisterCodes) -> Iterator[_Standing]:
    """Say for which school each of the codes that share a name and a municipality stands."""
    if key not in known.named:
        school = None if any(_contradict(codes)) or len(codes) == 1 else _called_by(codes)
        joinable = frozenset(codes)
    else:
        school = known.named[key]
        held = known.systems.get(school, frozenset()) if school else frozenset()
        joinable = frozenset(codes) - {code for code in codes if code_system(code) in held} - {*_contradict(codes)}
    for code in codes:
        if school and code in joinable:
            yield code, school, "same-name"
        else:
            yield code, code, "own-code"


def _contradict(codes: Sequence[str]) -> Iterator[str]:
    """Return the codes that cannot be of one school, because two of their system are there."""
    for system in ONE_A_SCHOOL if len(codes) > 1 else ():
        of_system = [code for code in codes if code_system(code) is system]
        if len(of_system) > 1:
            yield from of_system


def _called_by(codes: Sequence[str]) -> str:
    for system in _CALLED_BY:
        of_system = [code for code in codes if code_system(code) is system]
        if of_system:
            return of_system[0]
    return codes[0]


def _schools(rows: Sequence[dict[str, Any]], standing: Sequence[_Standing], mentions: dict[str, Mentions]) -> pa.Table:
    schools = [{**{name: row[name] for name in _FROM_REGISTER}, "in_register": True} for row in rows]
    in_register = {row["school"] for row in rows}
    heard: dict[str, Mentions] = {}
    for code, school, _ in standing:
        if school not in in_register:
            heard.setdefault(school, Mentions()).add(mentions.get(code))
    schools += [
        {
            "school": school,
            "name": said.name or nameless(school),
            "municipality": said.municipality,
            "in_register": False,
        }
        for school, said in heard.items()
    ]
    return SCHOOLS.table(sorted(schools, key=lambda row: str(row["school"])))


def nameless(school: str) -> str:
    """Return how a school is called of which only the code is known."""
    return f"Школа с кодом {school}"


def _school_codes(standing: Iterable[_Standing]) -> pa.Table:
    codes, schools, joined = zip(*sorted(standing), strict=True) if standing else ((), (), ())
    return pa.table([codes, schools, joined], schema=SCHOOL_CODES.schema)
