"""The wall between facts and decisions has one door: here releases are read, once each, and never changed.

A release never changes, so what was read of it is kept: in memory, and what takes seconds to compute also on the disk.
Nothing here knows a person: what somebody may see is decided by the queries of each room.
"""

import datetime as dt
import os
import threading
from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import Any, TypeVar

from django.conf import settings
from pydantic import TypeAdapter

from opora.analysis.conditions import Conditions, conditions
from opora.analysis.growth import LEAST_SCHOOLS, growth_of_schools
from opora.evidence import SchoolAlias, SchoolSource, aliases_of, evidence_of, sources_of
from opora.findings.summary import explanation
from opora.growth_rows import COLUMNS, AskedPaper, growth_rows
from opora.identity.suggestions import LikelySchool, likeliest_schools
from opora.pipeline import explain, identify, indicate, publish, try_thresholds
from opora.store import Release, Store
from opora.store.durable import write_durably
from opora.tables.identification import Explanation, Identification, IdentifiedSchool, PaperIndicators
from opora.tables.publication import PublicTable
from opora.vocabulary.authority import authority_names, folders
from opora.vocabulary.refusal import AnalysisRefusedError
from opora.vocabulary.rules import RuleSet, rule_set
from opora_web.rules_in_force import fingerprint_in_force

DEFAULT_RULES = "federal-2020"

#: The release in force, its rules as they were before an edit, and the few older releases that lists were made of.
_RELEASES_IN_MEMORY = 6

#: One thread at a time counts: the engine's connection is not shared.
_COUNTING = threading.RLock()
_INDICATORS = TypeAdapter(list[PaperIndicators])
_IDENTIFICATION = TypeAdapter(Identification)
_Kept = TypeVar("_Kept")


@cache
def results_store() -> Store:
    """Return the results store of this site, counted by the engine its administrator chose."""
    return Store(settings.DATA, settings.ENGINE)


def authority_folders() -> tuple[Path, ...]:
    """Return the folders of rules, scales and templates, the authority's own first."""
    return folders(Path(settings.DATA) / "authorities")


def rule_names() -> list[str]:
    """Return the names of the rule sets there are."""
    return authority_names(where=authority_folders())


def rules_named(name: str) -> RuleSet:
    """Return a rule set.

    Raises:
        AuthorityFileMissingError: there is none of that name.
    """
    return rule_set(name, authority_folders())


@dataclass(frozen=True)
class SchoolFacts:
    """What the release says of a school itself: a row of its table `schools`, with the social context of last year."""

    code: str
    name: str
    municipality: str | None
    register: dict[str, Any] = field(default_factory=dict)
    context: dict[str, Any] = field(default_factory=dict)
    codes: tuple[str, ...] = ()

    @property
    def written_code(self) -> str:
        """The code as the register writes it."""
        return str(self.register.get("written_code") or self.code)

    @property
    def kind(self) -> str:
        """The kind of school, in the register's word."""
        return str(self.register.get("kind") or "")


@dataclass(frozen=True)
class SchoolGrowth:
    """The growth of schools in one paper.

    Attributes:
        said: whose earlier result it is counted from, or why it cannot be counted.
        rows: of the table GROWTH; none where it cannot.
    """

    said: str
    rows: list[dict[str, Any]]


def _growth(release: Release, asked: AskedPaper) -> SchoolGrowth:
    try:
        gathered = growth_rows(release, asked)
        found = growth_of_schools(gathered.rows, COLUMNS)
    except AnalysisRefusedError as refused:
        return SchoolGrowth(str(refused).partition(" Или ")[0].partition(" или назовите")[0].rstrip(".") + ".", [])
    if not found.can_tell:
        return SchoolGrowth(f"Школ меньше {LEAST_SCHOOLS}: о приросте судить нельзя.", [])
    return SchoolGrowth(gathered.said, found.table.to_pylist())


_GROWTH = TypeAdapter(SchoolGrowth)


class Facts:
    """One release as the site reads it, judged by the rules of one fingerprint.

    Neither ever changes, so nothing kept here can grow stale: another release or an edited rule is another object.
    """

    def __init__(self, release: Release, fingerprint: str) -> None:
        self.release = release
        self.number = release.number or 0
        self.fingerprint = fingerprint
        self._kept: dict[str, Any] = {}

    @property
    def made_at(self) -> dt.datetime | None:
        """When the release was published."""
        return dt.datetime.fromisoformat(self.release.manifest.recipe.made_at) if self.release.manifest else None

    @cached_property
    def schools(self) -> dict[str, SchoolFacts]:
        """The schools of the release by code."""
        with _COUNTING:
            rows, contexts, pairs = (
                self.release.relation(name).to_arrow_table().to_pylist()
                for name in ("schools", "contexts", "school_codes")
            )
        latest = {row["school"]: row for row in sorted(contexts, key=lambda row: row["year"])}
        codes: dict[str, list[str]] = defaultdict(list)
        for pair in pairs:
            codes[pair["school"]].append(pair["school_code"])
        return {
            row["school"]: SchoolFacts(
                code=row["school"],
                name=row["name"],
                municipality=row["municipality"],
                register=row,
                context=latest.get(row["school"], {}),
                codes=tuple(sorted(codes[row["school"]])),
            )
            for row in rows
        }

    @cached_property
    def arrived(self) -> dict[str, set[tuple[str, int]]]:
        """The (procedure, year) of which each school has any results, by school code."""
        codes = {code: one.code for one in self.schools.values() for code in one.codes}
        found: dict[str, set[tuple[str, int]]] = defaultdict(set)
        with _COUNTING:
            for name in ("results", "mark_counts"):
                rows = self.release.relation(name).project("school_code, procedure, year").distinct().fetchall()
                for code, procedure, year in rows:
                    found[codes.get(code, code)].add((procedure, year))
        return dict(found)

    def schools_like(self, text: str, limit: int = 3) -> list[LikelySchool]:
        """Return the schools of the register most like a code or a name, the likeliest first."""
        if "registered" not in self._kept:
            with _COUNTING:
                schools, codes = (self.release.relation(name).to_arrow_table() for name in ("schools", "school_codes"))
            self._kept["registered"] = (schools.filter(schools["in_register"]), codes)
        registered, codes = self._kept["registered"]
        found: list[LikelySchool] = likeliest_schools(text, registered, codes, limit)
        return found

    @cached_property
    def years(self) -> list[int]:
        """The years that have results, newest first."""
        with _COUNTING:
            found = {
                year
                for name in ("results", "mark_counts")
                for (year,) in self.release.relation(name).project("year").distinct().fetchall()
            }
        return sorted(found, reverse=True)

    def rules(self, name: str = DEFAULT_RULES) -> RuleSet:
        """Return a rule set as it judges this release.

        Raises:
            AuthorityFileMissingError: there is none of that name.
        """
        return self.kept(f"rules-{name}", lambda: rules_named(name))

    def identification(self, year: int, rules: str = DEFAULT_RULES) -> Identification:
        """Return what a rule set says of every school in a year.

        Raises:
            YearMissingError: the release has no results of that year.
            AuthorityFileMissingError: there is no such rule set.
        """
        asked = self.rules(rules)
        name = f"identification-{year}-{rules}"
        found: Identification = self._remembered(name, _IDENTIFICATION, lambda: identify(self.release, year, asked))
        return found

    def identified(self, year: int, rules: str = DEFAULT_RULES) -> dict[str, IdentifiedSchool]:
        """Return the same by school code."""
        key = f"by-school-{year}-{rules}"
        if key not in self._kept:
            self._kept[key] = {one.school: one for one in self.identification(year, rules).schools}
        found: dict[str, IdentifiedSchool] = self._kept[key]
        return found

    def listed_at(self, year: int, rules: str, percents: Sequence[float]) -> dict[float, frozenset[str]]:
        """Return which schools a rule would put on the list at each of the thresholds: a trial, nothing is kept.

        Raises:
            YearMissingError: the release has no results of that year.
        """
        with _COUNTING:
            return try_thresholds(self.release, year, self.rules(rules), percents)

    @cached_property
    def conditions(self) -> dict[str, Conditions]:
        """In which social conditions the schools work, by code; nothing where passports are missing."""
        return conditions({code: one.context for code, one in self.schools.items() if one.context})

    def indicators(self, school: str) -> list[PaperIndicators]:
        """Return a school's marks in every paper of every year, newest year first."""
        if "indicators" not in self._kept:
            by_school: dict[str, list[PaperIndicators]] = defaultdict(list)
            for year in self.years:
                for one in self._indicators_of(year):
                    by_school[one.school].append(one)
            self._kept["indicators"] = dict(by_school)
        found: dict[str, list[PaperIndicators]] = self._kept["indicators"]
        return found.get(school, [])

    def _indicators_of(self, year: int) -> list[PaperIndicators]:
        found: list[PaperIndicators] = self._remembered(
            f"indicators-{year}", _INDICATORS, lambda: indicate(self.release, year)
        )
        return found

    def explanation(self, school: str, year: int, rules: str = DEFAULT_RULES) -> Explanation:
        """Return why a school is on the list or is not, down to the rows of the files.

        Raises:
            KeyError: the release does not have the school.
        """
        asked, answer = self.rules(rules), self.identification(year, rules)
        one = self.identified(year, rules)[school]
        with _COUNTING:
            evidence = evidence_of(self.release, one, asked)
        papers = [paper for paper in self.indicators(school) if paper.year == year]
        return explanation(answer, one, asked, evidence, papers)

    def recomputed(self, school: str, year: int, rules: str = DEFAULT_RULES) -> Explanation:
        """Return the same, computed again from the release's tables; nothing that was kept is used.

        Raises:
            SchoolMissingError: the release does not have the school.
            YearMissingError: the release has no results of that year.
        """
        with _COUNTING:
            return explain(self.release, school, year, self.rules(rules))

    def sources(self, school: str) -> list[SchoolSource]:
        """Return which files say anything of a school, and under which code."""
        with _COUNTING:
            return sources_of(self.release, school)

    def aliases(self, school: str) -> list[SchoolAlias]:
        """Return the codes of a school with the names files give beside them."""
        with _COUNTING:
            return aliases_of(self.release, school)

    def growth(self, asked: AskedPaper) -> SchoolGrowth:
        """Return the growth of all schools in a paper; no rows and a word why where there is nothing to count from."""
        name = f"growth-{asked.year}-{asked.procedure}-{asked.subject}-{asked.grade}"
        found: SchoolGrowth = self._remembered(name, _GROWTH, lambda: _growth(self.release, asked))
        return found

    def kept(self, name: str, compute: Callable[[], _Kept]) -> _Kept:
        """Return what a room makes of this release, made once and kept in memory: a release never changes."""
        if name not in self._kept:
            with _COUNTING:
                if name not in self._kept:
                    self._kept[name] = compute()
        found: _Kept = self._kept[name]
        return found

    def is_measured(self, name: str) -> bool:
        """Tell whether an analysis of this release has been computed already."""
        return self._file(self._key(name)).exists()

    def measured(self, name: str, kind: TypeAdapter[_Kept], compute: Callable[[Release], _Kept]) -> _Kept:
        """Return what an analysis makes of this release: computed once, then read from the disk.

        Args:
            name: what is asked; it becomes a file's name.
            kind: how the answer is written and read.
            compute: makes the answer of the release.
        """
        key = self._key(name)
        if self._file(key).exists():
            return kind.validate_json(self._file(key).read_bytes())
        with _COUNTING:
            found: _Kept = self._from_disk(key, kind, lambda: compute(self.release))
        return found

    def publication(self, year: int) -> PublicTable:
        """Return the table of a year as everybody may read it."""
        with _COUNTING:
            return publish(self.release, year)

    def warm(self) -> None:
        """Compute what every page asks first, so that nobody waits for it."""
        if self.years:
            self.identified(self.years[0])
            for year in self.years:
                self._indicators_of(year)

    def _remembered(self, name: str, kind: TypeAdapter[Any], compute: Any) -> Any:
        key = self._key(name)
        if key not in self._kept:
            with _COUNTING:
                self._kept[key] = self._from_disk(key, kind, compute)
        return self._kept[key]

    def _key(self, name: str) -> str:
        return f"{name}-{self.fingerprint}"

    def _file(self, key: str) -> Path:
        return Path(settings.COMPUTED) / f"{self.number:06d}" / f"{key}.json"

    def _from_disk(self, key: str, kind: TypeAdapter[Any], compute: Any) -> Any:
        file = self._file(key)
        if file.exists():
            return kind.validate_json(file.read_bytes())
        found = compute()
        file.parent.mkdir(parents=True, exist_ok=True)
        mine = file.with_suffix(f".{os.getpid()}")  # several servers may compute the same at once
        write_durably(mine, kind.dump_json(found))
        mine.replace(file)
        return found


@lru_cache(maxsize=_RELEASES_IN_MEMORY)
def _facts(number: int, fingerprint: str) -> Facts:
    store = results_store()
    return Facts(store.release(number) if number else store.current(), fingerprint)


def _facts_now(release: Release) -> Facts:
    return _facts(release.number or 0, fingerprint_in_force(release.authorities))


def current_facts() -> Facts:
    """Return the release in force; before the first one, a release without anything."""
    return _facts_now(results_store().current())


def facts_of(number: int) -> Facts:
    """Return a release by its number.

    Raises:
        ReleaseMissingError: there is none.
    """
    return _facts_now(results_store().release(number))
