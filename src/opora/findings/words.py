"""The words of a rule: what it counts as below, and the rule itself in sentences."""

from opora.vocabulary.rules import LowerQuartile, RepeatedFailure, RuleSet
from opora.vocabulary.spelling import counted


def below_words(rules: RuleSet) -> str:
    """Return where the pupils are whom the rule counts: under the threshold of the paper, or among the lowest."""
    return "в нижней части баллов" if isinstance(rules, LowerQuartile) else "ниже порога"


def rule_words(rules: RuleSet) -> tuple[str, ...]:
    """Return the rule in sentences: when a procedure is low, and when a school is listed."""
    return (*_low(rules), _listed(rules))


def _low(rules: RuleSet) -> tuple[str, ...]:
    threshold = "порог работы (отметка выше «2» или минимальный балл)"
    if isinstance(rules, LowerQuartile):
        return (
            (
                f"Нижняя часть баллов – самые низкие первичные баллы работы, которые вместе набрали не больше "
                f"{rules.lower_percent:g}\u00a0% всех её участников; равные баллы не разделяются."
            ),
            (
                f"Результат процедуры считается низким, если в нижней части баллов оказались не менее "
                f"{rules.threshold_percent:g}\u00a0% участников школы."
            ),
        )
    if isinstance(rules, RepeatedFailure):
        least = counted(rules.least_failed, "участника", "участников", "участников")
        return (f"Результат процедуры считается низким, если {threshold} не преодолели не менее {least}.",)
    share = f"{rules.threshold_percent:g}\u00a0%"
    return (f"Результат процедуры считается низким, если {threshold} не преодолели не менее {share} участников.",)


def _listed(rules: RuleSet) -> str:
    least = counted(rules.least_low_procedures, "процедуре", "процедурах", "процедурах")
    running = f", и так {years(rules.listing_years)} подряд" if rules.listing_years > 1 else ""
    return f"Школа входит в перечень, если результат низкий не менее чем в {least} одного года{running}."


def years(number: int) -> str:
    """Return so many years with their noun: «1 год», «3 года», «5 лет»."""
    return counted(number, "год", "года", "лет")
