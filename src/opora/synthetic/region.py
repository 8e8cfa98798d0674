"""Who: municipalities and their schools, from a village school with four pupils in a grade to a city lyceum."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from opora.synthetic.names import VILLAGES, district_name, town_name
from opora.synthetic.plan import Matter, RegionPlan

_SHARE_IN_TOWNS = 0.18
_KIND_WORDS = {
    "НОШ": "начальная общеобразовательная школа",
    "ООШ": "основная общеобразовательная школа",
    "СОШ": "средняя общеобразовательная школа",
    "лицей": "лицей",
    "гимназия": "гимназия",
}
#: Median number of pupils in a grade, and the spread of its logarithm.
_SIZES = {
    ("НОШ", True): (5, 0.25),
    ("ООШ", True): (7, 0.4),
    ("СОШ", True): (12, 0.45),
    ("СОШ", False): (22, 0.35),
    ("лицей", False): (44, 0.2),
    ("гимназия", False): (40, 0.2),
}
_CENTRE_SIZE = (24, 0.25)
_CENTRES = 2
_TOWN_SCHOOLS = {"лицей": 4, "гимназия": 6}  # least number of schools in a town that has one
_DISTRICT_SHARES = (0.05, 0.4)  # of НОШ and ООШ
_LOWEST_SIZE, _HIGHEST_SIZE = 3.0, 95.0


@dataclass(frozen=True)
class Municipality:
    """A town or a district; `msu_code` is its code in the exam system."""

    number: int
    name: str
    is_town: bool

    @property
    def msu_code(self) -> str:
        """The municipality's code in РИС ГИА."""
        return str(101 + self.number)


@dataclass(frozen=True)
class School:
    """One school.

    Attributes:
        index: its place in the region, from 0.
        code: login in ФИС ОКО, also its code in the register.
        ris_code: code in the exam system; begins with the municipality's.
        name: short name; full_name: name as in the charter.
        kind: НОШ, ООШ, СОШ, лицей or гимназия.
        rural: whether it stands in a village.
        size: expected number of pupils in one grade.
    """

    index: int
    code: str
    ris_code: str
    name: str
    full_name: str
    municipality: Municipality
    kind: str
    rural: bool
    size: float

    @property
    def inn(self) -> str:
        """The school's invented taxpayer number."""
        return f"{9_900_000_000 + 17 * self.index}"

    def teaches(self, grade: int) -> bool:
        """Tell whether the school has that grade; results of grade 4 are written by НОШ only."""
        if self.kind == "НОШ":
            return grade == _LAST_GRADE["НОШ"]
        return _LAST_GRADE["НОШ"] < grade <= _LAST_GRADE[self.kind]


_LAST_GRADE = {"НОШ": 4, "ООШ": 9, "СОШ": 11, "лицей": 11, "гимназия": 11}


@dataclass(frozen=True)
class Region:
    """The whole made-up region."""

    plan: RegionPlan
    municipalities: tuple[Municipality, ...]
    schools: tuple[School, ...]

    @cached_property
    def sizes(self) -> np.ndarray:
        """Expected pupils per grade of each school."""
        return np.array([school.size for school in self.schools])

    @cached_property
    def home(self) -> np.ndarray:
        """Number of each school's municipality."""
        return np.array([school.municipality.number for school in self.schools])

    def schools_of(self, municipality: Municipality) -> np.ndarray:
        """Return the indices of the municipality's schools."""
        return np.flatnonzero(self.home == municipality.number)


def made_up_region(plan: RegionPlan) -> Region:
    """Return the region of the plan: about a quarter of municipalities are towns, the rest are districts."""
    dice = plan.dice(Matter.REGION)
    number = plan.number_of_municipalities
    towns = number // 4
    municipalities = tuple(
        Municipality(place, town_name(place) if place < towns else district_name(place - towns), place < towns)
        for place in range(number)
    )
    homes = _schools_per_municipality(plan, municipalities, dice)
    kinds = [kind for home in municipalities for kind in _kinds(home, homes[home.number], dice)]
    sizes = _scaled(plan, np.array([_size(kind, rural, centre, dice) for kind, rural, centre in kinds]))
    villages = dice.permutation(len(VILLAGES))
    schools: list[School] = []
    for home in municipalities:
        for place in range(homes[home.number]):
            index = len(schools)
            kind, rural, _ = kinds[index]
            name = _name(kind, rural, place, index, villages)
            schools.append(_school(index, place, home, (kind, rural, name), sizes[index]))
    return Region(plan, municipalities, tuple(schools))


def _schools_per_municipality(
    plan: RegionPlan, municipalities: tuple[Municipality, ...], dice: np.random.Generator
) -> list[int]:
    weights = np.array([_SHARE_IN_TOWNS if home.is_town else 1 - _SHARE_IN_TOWNS for home in municipalities])
    for is_town in (True, False):
        same = np.array([home.is_town is is_town for home in municipalities])
        weights[same] /= max(same.sum(), 1)
    weights *= dice.uniform(0.75, 1.25, len(weights))
    spare = plan.schools - len(municipalities)  # each has one school at least
    exact = spare * weights / weights.sum()
    counts = np.floor(exact).astype(int)
    for place in np.argsort(counts - exact, kind="stable")[: spare - counts.sum()]:
        counts[place] += 1
    return [int(count) + 1 for count in counts]


def _kinds(home: Municipality, schools: int, dice: np.random.Generator) -> list[tuple[str, bool, bool]]:
    """Return (kind, rural, whether it stands in the district's centre) of each school of a municipality."""
    if home.is_town:
        best = [kind for kind, least in _TOWN_SCHOOLS.items() if schools >= least]
        chosen = dice.permutation(best + ["СОШ"] * (schools - len(best)))
        return [(str(kind), False, False) for kind in chosen]
    primary, basic = (round(share * schools) for share in _DISTRICT_SHARES)
    villages = dice.permutation(["НОШ"] * primary + ["ООШ"] * basic + ["СОШ"] * (schools - primary - basic))
    return [
        ("СОШ", True, True) if place < _CENTRES else (str(kind), True, False) for place, kind in enumerate(villages)
    ]


def _size(kind: str, rural: bool, centre: bool, dice: np.random.Generator) -> float:
    median, spread = _CENTRE_SIZE if centre else _SIZES[kind, rural]
    return float(np.clip(median * np.exp(spread * dice.standard_normal()), _LOWEST_SIZE, _HIGHEST_SIZE))


def _scaled(plan: RegionPlan, sizes: np.ndarray) -> np.ndarray:
    if plan.pupils_per_grade is None:
        return sizes
    return np.asarray(np.maximum(sizes * (plan.pupils_per_grade / sizes.mean()), 1.0))


def _name(kind: str, rural: bool, place: int, index: int, villages: np.ndarray) -> tuple[str, str]:
    """Return the short name without legal form, and the name of the charter."""
    if not rural:
        short = kind.capitalize() if kind != "СОШ" else kind
        return f"{short} № {place + 1}", f"«{_KIND_WORDS[kind].capitalize()} № {place + 1}»"
    village, again = VILLAGES[villages[index % len(villages)]], index // len(villages)
    number = f" № {again + 1}" if again else ""
    return f"{village} {kind}{number}", f"«{village} {_KIND_WORDS[kind]}{number}»"


def _school(index: int, place: int, home: Municipality, who: tuple[str, bool, tuple[str, str]], size: float) -> School:
    kind, rural, (short, charter) = who
    form, whole = ("МКОУ", "казённое") if rural else ("МБОУ", "бюджетное")
    return School(
        index=index,
        code=f"edu{300_101 + index:06d}",
        ris_code=f"{home.msu_code}{place + 1:03d}",
        name=f"{form} {short}",
        full_name=f"Муниципальное {whole} общеобразовательное учреждение {charter}",
        municipality=home,
        kind=kind,
        rural=rural,
        size=float(size),
    )
