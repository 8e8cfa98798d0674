"""The path: files become tables, tables a release, a release indicators, indicators findings. One call a line."""

import datetime as dt
from collections.abc import Sequence
from pathlib import Path

from opora.analysis.below_threshold import below_threshold
from opora.analysis.cells import Counted, rule_cells, rule_chances, years_up_to
from opora.analysis.withheld import withheld_papers
from opora.evidence import evidence_of, school_asked_for
from opora.findings import decisions
from opora.findings.found import Found, identified_schools
from opora.findings.summary import explanation, identification
from opora.intake import Intake, Progress, circumstances_at, join_schools, settle_results
from opora.recipe import recipe
from opora.sources.arrivals import files_below
from opora.store import Release, Store
from opora.tables.identification import Explanation, Identification
from opora.tables.receipt import Receipt
from opora.vocabulary.rules import RuleSet
from opora.vocabulary.scales import minimum_scores


def silent(_what: str, _done: int, _of: int) -> None:
    """Show no progress."""


def take_in(paths: Sequence[Path], store: Store, moment: dt.datetime, progress: Progress = silent) -> Receipt:
    """Take files in: everything acceptable becomes the next release, everything else a problem with its place.

    Args:
        paths: files, folders and zip archives.
        store: the results store.
        moment: now; it dates the release and bounds the years a result can be of.
        progress: told how far the work is.

    Raises:
        StoreBusyError: another process is taking files in.
        FileNotFoundError: a path does not exist.
    """
    found = files_below(paths)
    with store.draft() as draft:
        intake = Intake(draft, circumstances_at(moment, store.secret()))
        intake.read(found, progress)
        intake.check(progress)
        intake.note_replaced()
        if not intake.accept():
            return intake.receipt(draft.base.number, {})
        settle_results(draft)
        schools = join_schools(draft, intake)
        release = draft.publish(recipe(moment, intake.accepted()))
        return intake.receipt(release.number, schools)


def count(release: Release) -> Counted:
    """Count what every rule asks: who is below the threshold, school by school and paper by paper."""
    results, statistics, codes = (release.table(name) for name in ("results", "mark_counts", "school_codes"))
    below = below_threshold(results, statistics, codes, minimum_scores())
    return Counted(below.collect().to_arrow(), withheld_papers(statistics, codes).collect().to_arrow())


def find(release: Release, year: int, rules: RuleSet) -> Found:
    """Apply a rule set to the results of a year: decisions with their cells, for every school of the release.

    Raises:
        YearMissingError: the release has no results of that year.
    """
    counted = count(release)
    years = years_up_to(counted.below, year)
    schools = release.relation("schools").project("school").order("school").to_arrow_table()["school"].to_pylist()
    history = [rule_cells(counted, schools, rules, one) for one in years]
    decided = decisions(history, rule_chances(history[-1], rules), rules)
    return Found(rules, year, years, history, decided)


def identify(release: Release, year: int, rules: RuleSet) -> Identification:
    """Find the schools with low results: the list, with every school's reasons.

    Raises:
        YearMissingError: the release has no results of that year.
    """
    found = find(release, year, rules)
    schools = identified_schools(found, release.relation("schools").to_arrow_table())
    return identification(release.number or 0, found, schools)


def explain(release: Release, asked: str, year: int, rules: RuleSet) -> Explanation:
    """Say why one school is on the list or is not, down to the rows of the files.

    Raises:
        SchoolMissingError: no school answers to that code or name.
        YearMissingError: the release has no results of that year.
    """
    code = school_asked_for(release, asked)
    answer = identify(release, year, rules)
    school = next(school for school in answer.schools if school.school == code)
    return explanation(answer, school, evidence_of(release, school, rules))
