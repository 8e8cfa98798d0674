"""The path: files become tables, tables a release, a release indicators, indicators findings. One call a line."""

import datetime as dt
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace

import narwhals.stable.v2 as nw
import pyarrow as pa
import pyarrow.compute as pc

from opora.analysis.cells import (
    Counted,
    prior_kinds,
    ready_made_schools,
    rule_cells,
    rule_chances,
    weighed_cells,
    years_up_to,
)
from opora.analysis.counted_below import Stored, counted_below
from opora.analysis.mark_indicators import mark_indicators
from opora.analysis.pooling import pooled
from opora.analysis.publication import public_table
from opora.analysis.rule_years import pooling_window, rule_movements
from opora.analysis.withheld import withheld_papers
from opora.evidence import evidence_of, school_asked_for
from opora.findings import decisions, weighed_decisions
from opora.findings.found import Found, FoundInContext, identified_schools
from opora.findings.marks import paper_indicators
from opora.findings.notes import notes
from opora.findings.summary import explanation, identification
from opora.intake import Intake, Progress, circumstances_at, join_schools, settle_results
from opora.recipe import recipe
from opora.sources.arrivals import Paths, files_below
from opora.store import Draft, Release, Store
from opora.tables.identification import ON_THE_LIST, Explanation, Identification, PaperIndicators
from opora.tables.publication import PublicTable
from opora.tables.receipt import Receipt
from opora.vocabulary.rules import RuleSet, with_threshold
from opora.vocabulary.scales import minimum_scores


def silent(_what: str, _done: int, _of: int) -> None:
    """Show no progress."""


def take_in(paths: Paths, store: Store, moment: dt.datetime, progress: Progress = silent, errand: str = "") -> Receipt:
    """Take files in: everything acceptable becomes the next release, everything else a problem with its place.

    Args:
        paths: files, folders and zip archives; or names → files, where files are kept under other names.
        store: the results store.
        moment: now; it dates the release and bounds the years a result can be of.
        progress: told how far the work is.
        errand: mark of whoever orders the release, written into its recipe.

    Raises:
        StoreBusyError: another process is taking files in.
        FileNotFoundError: a path does not exist.
    """
    with _drafted(paths, store, moment, progress) as (draft, intake, schools):
        if not intake.accepted():
            return intake.receipt(draft.base.number, {})
        made_of = recipe(moment, intake.accepted(), draft.base.authorities)
        release = draft.publish(made_of.model_copy(update={"errand": errand}))
        return intake.receipt(release.number, schools)


def look_over(paths: Paths, store: Store, moment: dt.datetime, progress: Progress = silent) -> Receipt:
    """Return the receipt that taking these files in would give now; nothing is published and nothing stays behind.

    The arguments and faults are those of `take_in`. The receipt's release is the one in force.
    """
    with _drafted(paths, store, moment, progress) as (draft, intake, schools):
        draft.discard()
        return intake.receipt(draft.base.number, schools)


@contextmanager
def _drafted(
    paths: Paths, store: Store, moment: dt.datetime, progress: Progress
) -> Iterator[tuple[Draft, Intake, dict[str, list[str]]]]:
    """Yield a draft with everything acceptable in it, what became of each file, and each file's schools."""
    found = files_below(paths)
    with store.draft() as draft:
        intake = Intake(draft, circumstances_at(moment, store.secret()))
        intake.read(found, progress)
        intake.check(progress)
        intake.note_replaced()
        schools: dict[str, list[str]] = {}
        if intake.accept():
            settle_results(draft)
            schools = join_schools(draft, intake)
        yield draft, intake, schools


def count(release: Release, rules: RuleSet) -> Counted:
    """Count what a rule asks: who is below as the rule means it, school by school and paper by paper."""
    codes = release.table("school_codes")
    statistics = release.table("mark_counts") if "mark_counts" in release.versions else None
    stored = Stored(release.partitions("results"), statistics, codes, minimum_scores(release.authorities))
    below = counted_below(stored, rules).collect().to_arrow()
    if statistics is None:  # no report, nothing that it hides
        return Counted(below, below.slice(0, 0))
    return Counted(below, withheld_papers(statistics, codes).collect().to_arrow())


def count_together(release: Release, counted: Counted, years: range) -> Counted:
    """Count several years as one, under the last of them."""
    below = pooled(release.lazy(counted.below), years)
    return Counted(below.collect().to_arrow(), counted.withheld)


def find(release: Release, year: int, rules: RuleSet) -> Found:
    """Apply a rule set to the results of a year: decisions with their cells, for every school of the release.

    Raises:
        YearMissingError: the release has no results of that year.
    """
    return judge(release, count(release, rules), year, rules)


def judge(release: Release, counted: Counted, year: int, rules: RuleSet) -> Found:
    """Decide what is counted: only what a decision needs, because this is done to millions of rows.

    Raises:
        YearMissingError: nothing is counted in that year.
    """
    years = years_up_to(counted.below, year)
    schools = _schools(release)
    history = [rule_cells(counted, schools, rules, one) for one in years]
    return Found(rules=rules, year=year, years=years, history=history, decisions=decisions(history, rules))


def try_thresholds(
    release: Release, year: int, rules: RuleSet, percents: Sequence[float]
) -> dict[float, frozenset[str]]:
    """Return which schools would be on the list at each threshold: all is counted once and decided for each.

    Raises:
        YearMissingError: the release has no results of that year.
    """
    counted = count(release, rules)
    return {percent: _listed(judge(release, counted, year, with_threshold(rules, percent))) for percent in percents}


def _listed(found: Found) -> frozenset[str]:
    decisions = found.decisions
    is_listed = pc.is_in(decisions["status"], value_set=pa.array(sorted(ON_THE_LIST)))
    return frozenset(decisions["school"].filter(is_listed).to_pylist())


def weigh(found: Found) -> Found:
    """Weigh what chance could undo in the last year, beside the decisions: none of them changes."""
    cells = weighed_cells(found.history[-1], found.rules)
    history = [*found.history[:-1], cells]
    weighed = weighed_decisions(found.decisions, history, rule_chances(cells, found.rules), found.rules)
    return replace(found, history=history, decisions=weighed)


def look_around(release: Release, counted: Counted, found: Found) -> FoundInContext:
    """Add what a reader is told besides decisions: how shares moved, years together, what probabilities lean on."""
    rules, year, schools = found.rules, found.year, _schools(release)
    window = pooling_window(rules, year)
    return FoundInContext(
        **vars(found),
        movements=rule_movements(found.history, rules),
        pooled=weighed_cells(rule_cells(count_together(release, counted, window), schools, rules, year), rules),
        pooled_from=window.start,
        prior_kinds=prior_kinds(found.history[-1], rules),
        ready_made=ready_made_schools(counted, schools, rules, year),
    )


def _schools(release: Release) -> pa.StringArray:
    codes = release.relation("schools").project("school").to_arrow_table()
    return codes.sort_by("school")["school"].combine_chunks()


def identify(release: Release, year: int, rules: RuleSet) -> Identification:
    """Find the schools with low results: the list, with every school's reasons.

    Raises:
        YearMissingError: the release has no results of that year.
    """
    counted = count(release, rules)
    found = look_around(release, counted, weigh(judge(release, counted, year, rules)))
    schools, codes = (release.relation(name).to_arrow_table() for name in ("schools", "school_codes"))
    identified = identified_schools(found, schools)
    return identification(release.number or 0, found, identified, notes(found, schools, codes))


def indicate(release: Release, year: int) -> list[PaperIndicators]:
    """Compute success, quality, mean mark and СОУ of every school in every paper of a year that has marks."""
    results, statistics = (release.table(name).filter(nw.col("year") == year) for name in ("results", "mark_counts"))
    marks = mark_indicators(results, statistics, release.table("school_codes")).collect().to_arrow()
    return paper_indicators(marks, release.relation("schools").to_arrow_table())


def publish(release: Release, year: int) -> PublicTable:
    """Sum marks by municipality and paper as they may be known to everybody: no school, no small group."""
    return public_table(release.number or 0, year, indicate(release, year))


def explain(release: Release, asked: str, year: int, rules: RuleSet) -> Explanation:
    """Say why one school is on the list or is not, down to the rows of the files.

    Raises:
        SchoolMissingError: no school answers to that code or name.
        YearMissingError: the release has no results of that year.
    """
    code = school_asked_for(release, asked)
    answer = identify(release, year, rules)
    school = next(school for school in answer.schools if school.school == code)
    indicators = [one for one in indicate(release, year) if one.school == code]
    return explanation(answer, school, rules, evidence_of(release, school, rules), indicators)
