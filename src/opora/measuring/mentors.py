"""Mentors for a school, with reasons in words: in what they help, how alike and far they are, whether there is room."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pyarrow as pa
from pydantic import BaseModel, ConfigDict

from opora.analysis.growth import growth_of_schools
from opora.analysis.school_context.mentors import Candidate, Place, Proposal, Result, mentors
from opora.growth_rows import COLUMNS, AskedPaper, growth_rows
from opora.measuring.items import Asked, items_of_paper
from opora.measuring.nearest_schools import Near, schools_near
from opora.measuring.objectivity import objectivity
from opora.measuring.written_papers import written_paper
from opora.store import Release
from opora.tables.item_answers import ItemRow
from opora.vocabulary.papers import Paper
from opora.vocabulary.refusal import AnalysisRefusedError, perhaps
from opora.vocabulary.spelling import in_a_sentence, percent

_SHOWN = 3
_CANNOT_TELL = "cannot-tell"


@dataclass(frozen=True)
class Help:
    """What a release does not know of schools.

    Attributes:
        capacity: how many schools each can take on.
        places: coordinates of schools; the municipality is added from the release.
    """

    capacity: Mapping[str, int] = field(default_factory=dict)
    places: Mapping[str, Place] = field(default_factory=dict)


class Mentor(BaseModel):
    """A school proposed as mentor.

    Attributes:
        better_in: deficits in which it earns more than chance explains.
        differences: how much more, shares of 1.
        distance: of conditions, in spreads of schools.
        growth: above, as-expected or cannot-tell.
        km: as the crow flies; null – coordinates not known.
        capacity: schools it can take on; null – not said.
        reasons: the same in words.
    """

    model_config = ConfigDict(frozen=True)

    mentor: str
    name: str
    better_in: list[str]
    differences: list[float]
    distance: float
    alike: str
    growth: str
    km: float | None
    same_municipality: bool
    capacity: int | None
    reasons: list[str]


class Mentors(BaseModel):
    """The answer of `opora analyse mentors`."""

    model_config = ConfigDict(frozen=True)

    school: str
    title: str
    deficits: list[str]
    mentors: list[Mentor]
    notes: list[str]


def mentors_of_school(release: Release, paper: Paper, school: str, count: int, known: Help | None = None) -> Mentors:
    """Return schools that may help a school with what it lacks in a paper.

    Raises:
        AnalysisRefusedError: the school did not write the paper, or its conditions are not known.
    """
    helped = known or Help()
    answer = items_of_paper(release, paper, Asked())
    rows = [row for row in answer.rows if row.area_level == "school" and row.school is not None]
    by_school: dict[str, list[ItemRow]] = {}
    for row in rows:
        by_school.setdefault(str(row.school), []).append(row)
    if school not in by_school:
        raise AnalysisRefusedError(f"Школы «{school}» среди писавших нет.{perhaps(school, sorted(by_school))}")
    own = {_thing(row): Result(row.share, row.se) for row in by_school[school] if row.is_gap}
    if not own:
        return Mentors(school=school, title=answer.title, deficits=[], mentors=[], notes=[_NO_DEFICITS])
    asked = _asked_about(release, paper)
    near = schools_near(release, school, paper.year, by_school.keys() - asked - {school})
    growth, notes = _growth(release, paper)
    if asked:
        notes.append(f"Школ, чьи результаты в этой работе ещё ждут объяснения, – {len(asked)}: их не предлагают.")
    named = {row["school"]: row for row in release.relation("schools").to_arrow_table().to_pylist()}
    places = {code: _place(code, named, helped) for code in (school, *(one.school for one in near))}
    candidates = [_candidate(one, by_school[one.school], growth, (places, helped)) for one in near]
    found = mentors(own, places[school], candidates, count)
    return Mentors(
        school=school,
        title=answer.title,
        deficits=list(own),
        mentors=[_told(one, str(named.get(one.candidate.school, {}).get("name", ""))) for one in found],
        notes=[*notes, *([] if found else [_NOBODY])],
    )


_NO_DEFICITS = "Дефицитов больше случайного у школы в этой работе не видно: наставника по заданиям не подобрать."
_NOBODY = (
    "Среди школ в похожих условиях нет такой, которая справляется с этими заданиями лучше больше случайного: "
    "ищите наставника за пределами выпуска или среди методистов."
)


def mentors_table(answer: Mentors) -> pa.Table:
    """Return the mentors as a table; lists stand joined by «; »."""
    rows = [
        one.model_dump()
        | {"school": answer.school, "better_in": "; ".join(one.better_in), "reasons": " ".join(one.reasons)}
        | {"differences": "; ".join(percent(value) for value in one.differences)}
        for one in answer.mentors
    ]
    kinds = {"distance": pa.float64(), "km": pa.float64(), "capacity": pa.int64(), "same_municipality": pa.bool_()}
    names = ["school", *Mentor.model_fields]
    return pa.Table.from_pylist(rows, schema=pa.schema([(name, kinds.get(name, pa.string())) for name in names]))


def _thing(row: ItemRow) -> str:
    """Return what an item or skill is called within a sentence: a bare number says nothing without what it tests."""
    first, space, rest = (row.item if row.kind == "skill" else row.skill or "").partition(" ")
    skill = in_a_sentence(first) + space + rest
    if row.kind == "skill":
        return skill
    return f"задание {row.item}" + (f": {skill}" if skill else "")


def _asked_about(release: Release, paper: Paper) -> set[str]:
    """Return the schools whose results in the paper need an explanation: whom they would teach is not known yet."""
    try:
        signs = objectivity(written_paper(release, paper))
    except AnalysisRefusedError:
        return set()
    return {one.school for one in signs.schools if one.status == "needs-explanation"}


def _growth(release: Release, paper: Paper) -> tuple[dict[str, str], list[str]]:
    """Return the growth of schools in the subject and grade, and a note where nothing is known of it."""
    try:
        rows = growth_rows(release, AskedPaper(paper.year, paper.procedure, paper.subject, paper.paper_grade))
        table = growth_of_schools(rows.rows, COLUMNS).table
    except AnalysisRefusedError:
        return {}, ["Прирост школ по этому предмету не известен: он не учтён."]
    told = dict(zip(table["school"].to_pylist(), table["verdict"].to_pylist(), strict=True))
    notes = [rows.said] if any(verdict != _CANNOT_TELL for verdict in told.values()) else []
    return told, notes


def _place(school: str, named: Mapping[str, Mapping[str, object]], helped: Help) -> Place:
    place = helped.places.get(school, Place())
    municipality = named.get(school, {}).get("municipality")
    return Place(str(municipality) if municipality else None, place.latitude, place.longitude)


def _candidate(
    near: Near, rows: Sequence[ItemRow], growth: Mapping[str, str], known: tuple[Mapping[str, Place], Help]
) -> Candidate:
    places, helped = known
    return Candidate(
        school=near.school,
        distance=near.distance,
        alike=near.alike,
        results={_thing(row): Result(row.share, row.se) for row in rows},
        lacking=frozenset(_thing(row) for row in rows if row.is_gap),
        growth=growth.get(near.school, _CANNOT_TELL),
        place=places[near.school],
        capacity=helped.capacity.get(near.school),
    )


def _told(one: Proposal, name: str) -> Mentor:
    candidate = one.candidate
    return Mentor(
        mentor=candidate.school,
        name=name,
        better_in=list(one.better_in),
        differences=list(one.differences),
        distance=candidate.distance,
        alike=candidate.alike,
        growth=candidate.growth,
        km=one.km,
        same_municipality=one.is_near,
        capacity=candidate.capacity,
        reasons=_reasons(one),
    )


def _reasons(one: Proposal) -> list[str]:
    """Return why this school: where it does better, how alike, how it grows, how far, whether there is room."""
    better = "; ".join(
        f"{thing} (доля баллов больше на {100 * value:.0f} п. п.)"
        for thing, value in list(zip(one.better_in, one.differences, strict=True))[:_SHOWN]
    )
    rest = f" и ещё {len(one.better_in) - _SHOWN}" if len(one.better_in) > _SHOWN else ""
    alike = f": {one.candidate.alike}" if one.candidate.alike else ""
    reasons = [
        f"Лучше справляется: {better}{rest}.",
        f"Похожие условия{alike}.",
    ]
    if one.candidate.growth == "above":
        reasons.append("Прирост её учеников выше ожидаемого.")
    return [*reasons, _how_far(one), _room(one.candidate.capacity)]


def _how_far(one: Proposal) -> str:
    where = "Тот же муниципалитет" if one.is_near else "Другой муниципалитет"
    return f"{where}, {one.km:.0f} км по прямой." if one.km is not None else f"{where}."


def _room(capacity: int | None) -> str:
    if capacity is None:
        return "Сколько школ она может взять, не сказано: спросите её."
    return f"Может взять школ: {capacity}."
