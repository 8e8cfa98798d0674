"""What a reader must know of the data behind a list: what was not there, not held, not explained, not learnt."""

from collections.abc import Sequence

import numpy as np
import pyarrow as pa

from opora.findings.found import Found, FoundInContext
from opora.vocabulary.calendar import reason_moved, reason_not_held
from opora.vocabulary.rules import RuleSet
from opora.vocabulary.spelling import counted

_NAMED = 5  # so many codes are named in a sentence, the rest are counted
_KINDS = {
    "weak": (
        "Учиться у других школ не на чем (их меньше десяти, или ниже порога никого): вероятности по каждой школе "
        "опираются только на её собственные результаты"
    ),
    "pooled": (
        "Школы различаются не больше, чем объясняет случай: вероятности опираются на общую долю и самый широкий "
        "разброс школ, который допускают данные"
    ),
}


def notes(found: FoundInContext, schools: pa.Table, school_codes: pa.Table) -> list[str]:
    """Return the notes of a list, one sentence each, the calendar first.

    Args:
        found: what the rule set found, in its context.
        schools: SCHOOLS.
        school_codes: SCHOOL_CODES.
    """
    return [
        *calendar_notes(found.year, found.rules),
        *no_data_notes(found),
        *ready_made_notes(found),
        *prior_notes(found),
        *code_notes(schools, school_codes),
    ]


def calendar_notes(year: int, rules: RuleSet) -> list[str]:
    """Return what was not held or was moved that year, once for each reason."""
    reasons = [
        reason
        for one in rules.procedure
        for level in one.levels
        for reason in (reason_not_held(one.procedure, one.subject, level, year), reason_moved(one.procedure, year))
        if reason
    ]
    return [f"{reason[0].upper()}{reason[1:]}." for reason in dict.fromkeys(reasons)]


def no_data_notes(found: Found) -> list[str]:
    """Return which procedures of the rule nobody has a result in this year."""
    absent = [
        procedure.label
        for procedure, there in zip(found.rules.procedure, _with_results(found), strict=True)
        if not there
    ]
    return [f"За {found.year} год нет никаких результатов: {'; '.join(absent)}."] if absent else []


def ready_made_notes(found: FoundInContext) -> list[str]:
    """Return for which procedures ready-made statistics stand in the place of individual results, and how often."""
    replaced = [
        f"{procedure.label} – {counted(number, 'школа', 'школы', 'школ')}"
        for procedure, number in zip(found.rules.procedure, found.ready_made, strict=True)
        if number
    ]
    return (
        [f"Индивидуальных результатов нет, взята готовая статистика по отметкам: {'; '.join(replaced)}."]
        if replaced
        else []
    )


def prior_notes(found: FoundInContext) -> list[str]:
    """Return in which procedures other schools taught little, so that probabilities lean on each school alone."""
    held = [
        (kind, procedure.label)
        for kind, procedure, there in zip(found.prior_kinds, found.rules.procedure, _with_results(found), strict=True)
        if there
    ]
    told = {kind: [label for one, label in held if one == kind] for kind in _KINDS}
    return [f"{_KINDS[kind]}: {'; '.join(labels)}." for kind, labels in told.items() if labels]


def code_notes(schools: pa.Table, school_codes: pa.Table) -> list[str]:
    """Return the codes that nobody explains; without a register that is every code of the files."""
    if not any(schools["in_register"].to_pylist()):
        number = counted(len(schools), "школа стоит", "школы стоят", "школ стоят")
        said = (
            f"Реестра школ нет: {number} под кодами и названиями из файлов. Результаты ВПР и ГИА одной школы под "
            "разными кодами могли остаться порознь. Шаблон реестра – на сайте у «Отправить файлы», без сайта – "
            "opora template schools."
        )
        return [said]
    rows = zip(school_codes["school_code"].to_pylist(), school_codes["joined"].to_pylist(), strict=True)
    own = [code for code, joined in rows if joined == "own-code"]
    return [f"Кодов, которых нет в реестре школ, – {len(own)}: {_listed(own)}."] if own else []


def _listed(codes: Sequence[str]) -> str:
    rest = f" и ещё {len(codes) - _NAMED}" if len(codes) > _NAMED else ""
    return ", ".join(codes[:_NAMED]) + rest


def _with_results(found: Found) -> list[bool]:
    """Tell the procedures of the rule in which any school has a result this year."""
    there = found.history[-1]["pupils"].is_valid().to_numpy().reshape(-1, len(found.rules.procedure))
    return [bool(one) for one in np.any(there, axis=0)]
