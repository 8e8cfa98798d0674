"""What an analysis gives its page: a report, or why there is none yet – and what can be chosen above it."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from django.http import Http404, QueryDict

from opora.analysis.cards import card
from opora.reports.analysis_report import AnalysisReport
from opora.vocabulary.card import Card
from opora_web.accounts.queries import schools_where
from opora_web.accounts.rules import Verb
from opora_web.facts import DEFAULT_RULES, Facts, SchoolFacts
from opora_web.programme.analysis.measured import AnalysisAnswer, Counting, Question, analysis_answer
from opora_web.programme.identification.forms import rule_choices
from opora_web.programme.schools.listing import Choice
from opora_web.programme.schools.rows import school_rows

_LONGEST_WORDS = 200

#: More schools than this are not chosen from a list but found in the table.
MOST_CHOICES = 300


@dataclass(frozen=True)
class Asked:
    """Who asks what of which release: everything an analysis depends on.

    Attributes:
        person: who asks.
        facts: the release.
        query: the address.
        moment: now.
        schools: the schools of the release whose part of this analysis the person may see, by municipality and name.
        school: the one asked about; None – all of them.
    """

    person: Any
    facts: Facts
    query: QueryDict
    moment: dt.datetime
    schools: dict[str, SchoolFacts]
    school: SchoolFacts | None

    @cached_property
    def chosen_municipality(self) -> str:
        """The municipality asked about; empty – all that may be seen."""
        wanted = self.query.get("municipality", "")
        return wanted if wanted in self.municipalities else ""

    @cached_property
    def municipalities(self) -> list[str]:
        """The municipalities of the schools that may be seen."""
        return list(dict.fromkeys(one.municipality for one in self.schools.values() if one.municipality))

    @cached_property
    def shown(self) -> dict[str, SchoolFacts]:
        """The schools that are left by the municipality, the words and the school asked for."""
        if self.school is not None:
            return {self.school.code: self.school}
        words = self.query.get("q", "").strip().casefold()[:_LONGEST_WORDS]
        return {
            code: one
            for code, one in self.schools.items()
            if self.chosen_municipality in {"", one.municipality} and words in f"{one.name} {code}".casefold()
        }

    @cached_property
    def places(self) -> dict[str, int]:
        """The place of each shown school in their order."""
        return {code: place for place, code in enumerate(self.shown)}

    def answer(self, method: str, *words: str) -> AnalysisAnswer | Counting:
        """Return the answer of a method, or since when it is being made."""
        return analysis_answer(self.facts, Question(method, words), self.moment)

    def choice(self, name: str, label: str, choices: list[tuple[str, str]], *, default: str = "") -> Choice:
        """Return a filter; what the address asks for and there is not, is the default."""
        asked = self.query.get(name, "")
        return Choice(name, label, tuple(choices), asked if asked in dict(choices) else default)

    @property
    def rules_choice(self) -> Choice:
        """The choice of a rule set, the same as where a list is made."""
        return self.choice("rules", "Набор правил", rule_choices(), default=DEFAULT_RULES)

    @property
    def place_choices(self) -> tuple[Choice, ...]:
        """The filters of place: municipality and school, where there is anything to choose."""
        found = []
        if len(self.municipalities) > 1:
            places = [("", "все"), *((one, one) for one in self.municipalities)]
            found.append(Choice("municipality", "Муниципалитет", tuple(places), self.chosen_municipality))
        if len(self.schools) > 1:
            near = [
                (code, one.name)
                for code, one in self.schools.items()
                if self.chosen_municipality in {"", one.municipality}
            ]
            chosen = self.school.code if self.school else ""
            if len(near) > MOST_CHOICES:  # the list below and the search lead to a school as well
                near = [(self.school.code, self.school.name)] if self.school else []
            found.append(Choice("school", "Школа", (("", "все"), *near), chosen))
        return tuple(found)

    def origin(self, *filters: Choice) -> tuple[tuple[str, str], ...]:
        """Return the lines that travel with every paper: data, release, filters."""
        told = [f"{one.label.lower()} – {one.chosen_words}" for one in filters if one.chosen]
        made = f" от {self.facts.made_at:%d.%m.%Y}" if self.facts.made_at else ""
        words = self.query.get("q", "").strip()[:_LONGEST_WORDS]
        told += [f"поиск «{words}»"] if words and self.school is None else []
        return (
            ("Выпуск данных", f"№ {self.facts.number}{made}"),
            ("Отбор", "; ".join(told) or "всё, что открывает должность"),
            ("Порядок строк", "не означает мест: школы не сравниваются по месту"),
        )


@dataclass(frozen=True)
class Typed:
    """What a person types above an analysis: its name in the address, its label, an example, what was typed."""

    name: str
    label: str
    example: str = ""
    value: str = ""

    def filled(self, value: str) -> "Typed":
        """Return the same with what was typed."""
        return replace(self, value=value)


@dataclass(frozen=True)
class Page:
    """The page of one analysis.

    Attributes:
        choices: the filters above.
        report: what is shown; None where there is nothing to show.
        counting: since when it is being computed.
        refused: why nothing can be said, and what to send so that it can.
        typed: what is typed above instead of seeking a school.
        extra: a template for what only this analysis has, with its words.
        document: makes the Word note from the authority's own template; None – the section every analysis has.
    """

    choices: tuple[Choice, ...]
    report: AnalysisReport | None = None
    counting: dt.datetime | None = None
    refused: str = ""
    typed: tuple[Typed, ...] = ()
    extra: str = ""
    words: dict[str, Any] = field(default_factory=dict)
    document: Callable[[], bytes] | None = None


def without_answer(choices: tuple[Choice, ...], found: AnalysisAnswer | Counting) -> Page | None:
    """Return the page of an answer that is not there: being computed, or refused; None where it is there."""
    if isinstance(found, Counting):
        return Page(choices, counting=found.since)
    return Page(choices, refused=found.refused) if found.refused else None


def method_card(*analyses: str) -> Card:
    """Return the card of an analysis; of several together, where a page leans on several."""
    cards = [card(one) for one in analyses]
    return Card(
        cards[0].analysis,
        cards[0].title,
        tuple(line for one in cards for line in one.says),
        tuple(line for one in cards for line in one.cannot_say),
        tuple(line for one in cards for line in one.sources),
    )


def asked_by(person: Any, facts: Facts, query: QueryDict, verb: Verb, moment: dt.datetime) -> Asked:
    """Return what a person asks of a release.

    Raises:
        Http404: a school is asked about that the person may not see, or that the release does not have.
    """
    allowed = set(schools_where(person, verb).values_list("code", flat=True))
    schools = {row.code: row.facts for row in school_rows(facts) if row.code in allowed}
    code = query.get("school", "")
    if code and code not in schools:
        raise Http404
    only = next(iter(schools.values())) if len(schools) == 1 else None
    return Asked(person, facts, query, moment, schools, schools[code] if code else only)
