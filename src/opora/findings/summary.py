"""The list in numbers, with what a reader of the list must know to trust it rightly."""

from collections.abc import Collection, Sequence

from opora.findings.found import Found
from opora.findings.notes import calendar_notes
from opora.findings.over_years import over_years_sentences
from opora.findings.words import below_words, rule_words
from opora.tables.identification import (
    Evidence,
    Explanation,
    Identification,
    IdentifiedSchool,
    PaperIndicators,
    Summary,
)
from opora.vocabulary.rules import RuleSet

#: Under this probability of the same decision a decision is said to be made by chance: with other pupils of the same
#: school more than one decision in five would be another. A school at the very threshold stands near one half.
CHANCE_DECIDES = 0.8


def identification(
    release: int, found: Found, schools: Sequence[IdentifiedSchool], notes: Sequence[str]
) -> Identification:
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
        notes=list(notes),
        schools=list(schools),
        rule_words=rule_words(rules),
        below_words=below_words(rules),
    )


def explanation(
    answer: Identification,
    school: IdentifiedSchool,
    rules: RuleSet,
    evidence: Sequence[Evidence],
    indicators: Sequence[PaperIndicators],
) -> Explanation:
    """Return what is to be said to one school: the rule, the school's sentences, the rows behind them, its marks.

    Of the notes of the list those on the calendar stand; the others tell of other schools.
    """
    about_rule = {name: value for name, value in answer if name not in {"summary", "schools", "notes"}}
    over_years = over_years_sentences(school.procedures, rules)
    return Explanation(
        **about_rule,
        notes=calendar_notes(answer.year, rules),
        school=school.school,
        identified=school,
        sentences=[*school.reasons, *school.certainty, *school.would_change, *over_years],
        evidence=list(evidence),
        over_years=tuple(over_years),
        indicators=tuple(indicators),
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
        chance_decides=CHANCE_DECIDES,
    )


def part_of(answer: Identification, schools: Collection[str]) -> Identification:
    """Return the answer for some of its schools, with their own summary; what is said of each school stays as it is.

    Probabilities and the lower part of scores still lean on all schools of the release: a district is judged by the
    same measure as its region.

    Args:
        answer: the whole answer.
        schools: codes of the schools to keep.
    """
    wanted = set(schools)
    kept = [school for school in answer.schools if school.school in wanted]
    return answer.model_copy(update={"schools": kept, "summary": _summary(kept)})
