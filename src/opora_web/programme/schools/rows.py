"""Schools as rows of a list: what the release and the rule say of each, ready to be sought, filtered and sorted."""

from dataclasses import dataclass

from opora.analysis.conditions import Conditions
from opora.tables.identification import ON_THE_LIST, STATUS_IN_RUSSIAN, IdentifiedSchool
from opora.vocabulary.codes import CodeSystem, code_system
from opora_web.accounts.models import sort_key
from opora_web.facts import DEFAULT_RULES, Facts, SchoolFacts
from opora_web.programme.schools.rules import sought_words

_WITHOUT_PLACE = "без муниципалитета"


@dataclass(frozen=True, eq=False)
class SchoolRow:
    """One school of the list, as one release and its rules tell it: a row never changes, and is only itself.

    Attributes:
        facts: what the release says of the school.
        identified: what the rule says; None before the first results.
        sought: name and codes as they are searched, between spaces.
        wellbeing: the index of social well-being, mean 50, spread 10; None without a social passport.
        order: sorts by name as people expect.
        place_order: sorts by municipality, then name.
    """

    facts: SchoolFacts
    identified: IdentifiedSchool | None
    sought: str
    wellbeing: float | None
    order: str
    place_order: str

    @property
    def code(self) -> str:
        """The school's code."""
        return self.facts.code

    @property
    def name(self) -> str:
        """The school's name."""
        return self.facts.name

    @property
    def municipality(self) -> str:
        """The municipality, or that there is none."""
        return self.facts.municipality or _WITHOUT_PLACE

    @property
    def kind(self) -> str:
        """The kind in the register's word."""
        return self.facts.kind

    @property
    def is_rural(self) -> bool | None:
        """Whether it is a rural school; None where the register does not say."""
        return self.facts.register.get("rural")

    @property
    def pupils(self) -> int | None:
        """How many pupils the register gives it."""
        return self.facts.register.get("pupils")

    @property
    def status(self) -> str:
        """The rule's word; insufficient-data before the first results."""
        return self.identified.status if self.identified else "insufficient-data"

    @property
    def status_words(self) -> str:
        """The rule's word in Russian."""
        return STATUS_IN_RUSSIAN[self.status]

    @property
    def is_listed(self) -> bool:
        """Whether the rule puts it on the list."""
        return self.status in ON_THE_LIST

    @property
    def probability(self) -> float | None:
        """How likely the rule truly holds of it."""
        return self.identified.probability_low if self.identified else None

    @property
    def stability(self) -> float | None:
        """How likely the same decision would be with other pupils."""
        return self.identified.list_stability if self.identified else None

    @property
    def measured(self) -> int:
        """In how many procedures of the rule its results can be judged."""
        return sum(one.is_low is not None for one in self.identified.procedures) if self.identified else 0


def latest_identified(facts: Facts) -> dict[str, IdentifiedSchool]:
    """Return what the authority's rule says of every school in the latest year; nothing before the first results."""
    return facts.identified(facts.years[0], DEFAULT_RULES) if facts.years else {}


def school_rows(facts: Facts) -> list[SchoolRow]:
    """Return all schools of a release by municipality and name; made once for each release."""
    return facts.kept("school-rows", lambda: _rows(facts))


def _rows(facts: Facts) -> list[SchoolRow]:
    identified, conditions = latest_identified(facts), facts.conditions
    rows = [_row(one, identified.get(one.code), conditions.get(one.code)) for one in facts.schools.values()]
    return sorted(rows, key=lambda row: (row.place_order, row.code))


def _row(school: SchoolFacts, identified: IdentifiedSchool | None, found: Conditions | None = None) -> SchoolRow:
    named = [school.name, str(school.register.get("full_name") or ""), *codes_of(school)]
    order = sort_key(school.name)
    return SchoolRow(
        facts=school,
        identified=identified,
        sought=f" {' '.join(word for text in named for word in sought_words(text))} ",
        wellbeing=found.index if found else None,
        order=order,
        place_order=f"{sort_key(school.municipality or 'яяя')} {order}",
    )


def codes_of(school: SchoolFacts) -> list[str]:
    """Return every code and number by which people may ask for a school."""
    known = [school.code, *school.codes, *(school.register.get(name) for name in ("fisoko_login", "ris_code", "inn"))]
    return list(dict.fromkeys(str(code) for code in known if code))


def is_by_name(code: str) -> bool:
    """Tell a code that only stands for a name, because some file knows the school by nothing else."""
    return code_system(code) is CodeSystem.NAME
