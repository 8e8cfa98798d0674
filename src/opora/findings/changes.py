"""What would have changed the decision: the least difference in pupils, said procedure by procedure."""

from collections.abc import Sequence

from opora.findings.words import below_words, years
from opora.tables.identification import ON_THE_LIST, ProcedureResult, Status
from opora.vocabulary.rules import RuleSet
from opora.vocabulary.spelling import counted


def changes(
    status: Status, procedures: Sequence[ProcedureResult], rules: RuleSet, *, could_enter: bool = True
) -> list[str]:
    """Return what would have put the school on the list or kept it off.

    Args:
        status: what the rule says.
        procedures: the procedures of the rule in the year judged.
        rules: the rule set.
        could_enter: whether one more low year is enough: the years before were low as the rule wants them.
    """
    measured = [result for result in procedures if result.is_low is not None]
    if status in ON_THE_LIST:
        return [_otherwise("не вошла бы в список", least_changes_off(measured, rules), rules)]
    if len(measured) < rules.least_low_procedures:
        return [_missing_data(len(measured), rules)]
    return _ways_on(measured, rules, could_enter=could_enter)


def least_changes_off(measured: Sequence[ProcedureResult], rules: RuleSet) -> list[tuple[ProcedureResult, int]]:
    """Return the fewest results that, had they been otherwise, would have left too few low procedures."""
    low = sorted((_margin(result, rules), number) for number, result in enumerate(measured) if result.is_low)
    chosen = low[: len(low) - rules.least_low_procedures + 1]
    return [(measured[number], -margin) for margin, number in chosen]


def least_changes_on(measured: Sequence[ProcedureResult], rules: RuleSet) -> list[tuple[ProcedureResult, int]]:
    """Return the fewest results that, had they been otherwise, would have made enough procedures low.

    Nothing where enough are low already, or where too few procedures have the participants to become low at all.
    """
    missing = rules.least_low_procedures - sum(bool(result.is_low) for result in measured)
    nearest = sorted(
        (_margin(result, rules), number)
        for number, result in enumerate(measured)
        if not result.is_low and rules.least_below(result.pupils or 0) <= (result.pupils or 0)
    )
    return [(measured[number], margin) for margin, number in nearest[:missing]] if 0 < missing <= len(nearest) else []


def _margin(result: ProcedureResult, rules: RuleSet) -> int:
    """Return how many pupils stand between the result and the other verdict."""
    least, below = rules.least_below(result.pupils or 0), result.below or 0
    return below - least + 1 if result.is_low else least - below


def _ways_on(measured: Sequence[ProcedureResult], rules: RuleSet, *, could_enter: bool) -> list[str]:
    wanted = years(rules.listing_years)
    said = [] if could_enter else [f"Правило смотрит на {wanted} подряд: одного года мало, чтобы войти в список."]
    chosen = least_changes_on(measured, rules)
    if chosen:
        outcome = "вошла бы в список" if could_enter else "подпала бы под условие правила в этом году"
        said.append(_otherwise(outcome, chosen, rules))
    return said


def _otherwise(outcome: str, chosen: Sequence[tuple[ProcedureResult, int]], rules: RuleSet) -> str:
    """Return the sentence of a different outcome, with the difference in pupils for each of the procedures."""
    where = below_words(rules)
    first, *rest = [
        (
            f"по работе «{result.label}»",
            _difference(difference),
            f"({(result.below or 0) + difference} из {result.pupils})",
        )
        for result, difference in chosen
    ]
    steps = [f"{first[0]} {where} оказалось {first[1]} {first[2]}", *(f"{on} – {by} {then}" for on, by, then in rest)]
    total = counted(sum(abs(difference) for _, difference in chosen), "результат", "результата", "результатов")
    return f"Школа {outcome}, если бы {', '.join(steps)}{f'; всего иначе {total}' if rest else ''}."


def _difference(pupils: int) -> str:
    people = counted(abs(pupils), "участника", "участника", "участников")
    return f"на {people} {'больше' if pupils > 0 else 'меньше'}"


def _missing_data(measured: int, rules: RuleSet) -> str:
    missing = rules.least_low_procedures - measured
    pupils = counted(rules.min_participants, "участника", "участников", "участников")
    procedures = counted(missing, "процедуре", "процедурам", "процедурам")
    return f"Чтобы судить о школе, нужны результаты не менее {pupils} ещё по {procedures}."
