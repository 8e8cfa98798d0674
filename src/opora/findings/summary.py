"""The list in numbers, with what a reader of the list must know to trust it rightly."""

from collections.abc import Sequence

from opora.findings.found import Found
from opora.tables.identification import Evidence, Explanation, Identification, IdentifiedSchool, Summary
from opora.vocabulary.calendar import reason_moved, reason_not_held
from opora.vocabulary.rules import RuleSet

#: Under this probability of the same decision, chance has decided as much as the school.
CHANCE_DECIDES = 0.8


def identification(release: int, found: Found, schools: Sequence[IdentifiedSchool]) -> Identification:
    """Return the whole answer: the rule, its numbers, notes, every school."""
    rules = found.rules
    return Identification(
        release=release,
        year=found.year,
        rules=rules.name,
        rules_title=rules.title,
        rules_edition=rules.edition,
        rules_source=rules.source,
        threshold=rules.threshold,
        least_low_procedures=rules.least_low_procedures,
        min_participants=rules.min_participants,
        summary=_summary(schools),
        notes=_notes(found.year, rules),
        schools=list(schools),
    )


def explanation(answer: Identification, school: IdentifiedSchool, evidence: Sequence[Evidence]) -> Explanation:
    """Return what is to be said to one school: the rule, the school's sentences, the rows behind them."""
    about_rule = {name: value for name, value in answer if name not in {"summary", "schools"}}
    return Explanation(
        **about_rule,
        school=school.school,
        identified=school,
        sentences=[*school.reasons, *school.certainty, *school.would_change],
        evidence=list(evidence),
    )


def _summary(schools: Sequence[IdentifiedSchool]) -> Summary:
    judged_small = [school for school in schools if school.is_small and school.list_stability is not None]
    by_chance = [school for school in judged_small if (school.list_stability or 0) < CHANCE_DECIDES]
    return Summary(
        schools=len(schools),
        listed=sum(school.listed is not None for school in schools),
        first_time=sum(school.listed == "first-time" for school in schools),
        long_standing=sum(school.listed == "long-standing" for school in schools),
        at_risk=sum(school.status == "at-risk" for school in schools),
        left=sum(school.movement == "left" for school in schools),
        insufficient_data=sum(school.status == "insufficient-data" for school in schools),
        small_schools=len(judged_small),
        small_schools_decided_by_chance=len(by_chance),
        share_of_small_schools_decided_by_chance=len(by_chance) / len(judged_small) if judged_small else None,
    )


def _notes(year: int, rules: RuleSet) -> list[str]:
    """Return what was not held or was moved that year, once for each reason."""
    reasons = [
        reason
        for one in rules.procedure
        for level in one.levels
        for reason in (reason_not_held(one.procedure, one.subject, level, year), reason_moved(one.procedure, year))
        if reason
    ]
    return [f"{reason[0].upper()}{reason[1:]}." for reason in dict.fromkeys(reasons)]
