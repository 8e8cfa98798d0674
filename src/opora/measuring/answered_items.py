"""Rows of answers with what is known of their items: from a release by its paper, or from any table."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from functools import reduce
from operator import add

import narwhals.stable.v2 as nw

from opora.analysis.found_words import require_whole_numbers_in
from opora.analysis.lazy import Lazy, distinct
from opora.analysis.school_papers import first_attempts
from opora.store import Release
from opora.tables.results import ITEM_COLUMNS
from opora.vocabulary.papers import Paper
from opora.vocabulary.refusal import AnalysisRefusedError, require_columns

_NOT_STARTED = -1
_MOST_POINTS = 100  # of one item: more is a code or the score of a whole paper

#: Columns that say whose a row is, in the tables this module gives.
GROUPS = ("municipality", "school", "class_name", "pupil")


class NoItemScoresError(AnalysisRefusedError):
    """A release holds no pupils' scores of a paper's items."""


@dataclass(frozen=True)
class Known:
    """One item or skill as people know it.

    Attributes:
        column: its column.
        name: its number in the paper, or the words of the skill.
        kind: item or skill.
        maximum: most points.
        difficulty: Б, П, В where the paper says it.
        skill: what it tests, where a file says it.
    """

    column: str
    name: str
    kind: str
    maximum: int
    difficulty: str | None = None
    skill: str | None = None


@dataclass(frozen=True)
class AnsweredItems:
    """Answers of pupils to one paper.

    Attributes:
        title: what was written.
        rows: one row per pupil: GROUPS and a column of scores for each item.
        items: what is known of the items, in their order.
        notes: what a reader must know of how rows were chosen.
    """

    title: str
    rows: Lazy
    items: tuple[Known, ...]
    notes: tuple[str, ...] = field(default=())

    @property
    def columns(self) -> list[str]:
        """Columns of the items."""
        return [one.column for one in self.items]


@dataclass(frozen=True)
class GroupColumns:
    """Which columns of somebody's table name school, class, municipality, pupil; None – the table does not say."""

    municipality: str | None = None
    school: str | None = None
    class_name: str | None = None
    pupil: str | None = None


def items_of_table(table: Lazy, items: Sequence[str], groups: GroupColumns, title: str) -> AnsweredItems:
    """Return the answers of a table; the most points of an item are the most anybody has.

    Raises:
        AnalysisRefusedError: a column is missing or is no column of scores.
    """
    schema = table.collect_schema()
    named = [getattr(groups, name) for name in GROUPS]
    require_columns([*items, *(name for name in named if name is not None)], schema.names())
    require_points(table, items)
    columns = {item: f"item_{place}" for place, item in enumerate(items, start=1)}
    whose = {
        name: (nw.col(column).cast(nw.String()) if column is not None else nw.lit(None, dtype=nw.String()))
        for name, column in zip(GROUPS, named, strict=True)
    }
    scores = {column: points(item, schema) for item, column in columns.items()}
    rows = table.select(**whose, **scores)
    most = _observed_maximum(rows, list(columns.values()))
    known = tuple(Known(column, item, "item", most[column]) for item, column in columns.items())
    return AnsweredItems(title, rows, known, tuple(_odd_rows(rows, groups)))


def _odd_rows(rows: Lazy, groups: GroupColumns) -> Iterator[str]:
    """Yield what is said of rows without a school, and of pupils who stand there more than once."""
    if groups.school is not None and (without := _length(rows.filter(nw.col("school").is_null()))):
        yield f"Строк без кода школы: {without}; они только в числах по всем."
    if groups.pupil is not None:
        told = rows.filter(~nw.col("pupil").is_null())
        if repeated := _length(told) - _length(distinct(told, "school", "pupil")):
            yield f"Повторных строк участников: {repeated}; учтены все. Оставьте по одной."


def _length(rows: Lazy) -> int:
    return int(rows.select(rows=nw.len()).collect().to_arrow()["rows"][0].as_py())


def points(item: str, schema: Mapping[str, nw.dtypes.DType]) -> nw.Expr:
    """Return the points of a column; what is no number, of a column of real ones, is an answer that is not there."""
    score = nw.col(item).cast(nw.Int64()) if schema[item] == nw.Boolean() else nw.col(item)
    return nw.when(score.is_finite()).then(score) if schema[item].is_float() else score


def require_points(table: Lazy, items: Sequence[str]) -> None:
    """Refuse columns that hold no points of an item; true and false are one and none.

    Raises:
        AnalysisRefusedError: it names all such columns and what was found in each.
    """
    schema = table.collect_schema()
    expected = f"Ожидаются целые баллы от 0 до {_MOST_POINTS}; {_NOT_STARTED} – не приступал, пусто – задания не было."
    counted = [item for item in items if schema[item] != nw.Boolean()]
    require_whole_numbers_in(table, counted, (_NOT_STARTED, _MOST_POINTS), expected.replace("-", "−"))


def items_of_release(release: Release, paper: Paper) -> AnsweredItems:
    """Return the answers of a release to a paper: of the set of items most pupils had, first attempts only.

    Raises:
        NoItemScoresError: nobody's item scores are in the release.
    """
    results = first_attempts(_of(release.table("results"), paper)).filter(~nw.col("form").is_null())
    forms = results.group_by("form").agg(pupils=nw.len()).sort("form").collect().to_arrow().to_pylist()
    if not forms:
        raise NoItemScoresError(f"{paper.label}: баллов за задания в выпуске нет.{_other_papers(release)}")
    form = max(forms, key=lambda one: one["pupils"])
    known = _known_items(release, paper, form["form"])
    if not known:
        raise AnalysisRefusedError(f"{paper.label}: состав заданий в выпуске не описан.")
    codes = release.table("school_codes").select("school_code", "school")
    places = release.table("schools").select("school", "municipality")
    joined = results.filter(nw.col("form") == form["form"]).join(codes, on="school_code", how="left")
    rows = joined.with_columns(school=nw.coalesce("school", "school_code")).join(places, on="school", how="left")
    chosen = rows.select(*GROUPS, *(one.column for one in known))
    others = sum(one["pupils"] for one in forms) - form["pupils"]
    notes = (f"Учеников с другим составом заданий: {others}; они здесь не учтены.",) if others else ()
    return AnsweredItems(paper.label, chosen, _with_observed_maximum(chosen, known), notes)


def with_skills(answered: AnsweredItems) -> AnsweredItems:
    """Return the answers with a column for each skill that several items test: the sum of their scores.

    A skill of one item is that item.
    """
    times = Counter(one.skill for one in answered.items if one.skill)
    skills = sorted(skill for skill, count in times.items() if count > 1)
    sums, known = {}, []
    for place, skill in enumerate(skills, start=1):
        mine = [one for one in answered.items if one.skill == skill]
        sums[f"skill_{place}"] = reduce(add, (_points(one.column) for one in mine))
        known.append(Known(f"skill_{place}", skill, "skill", sum(one.maximum for one in mine), skill=skill))
    rows = answered.rows.with_columns(**sums) if sums else answered.rows
    return AnsweredItems(answered.title, rows, (*answered.items, *known), answered.notes)


def _points(column: str) -> nw.Expr:
    """Return earned points: nothing where an item was not started, no data where there is none."""
    score = nw.col(column).cast(nw.Int64())
    return nw.when(score < 0).then(nw.lit(0)).otherwise(score)


def _of(table: Lazy, paper: Paper) -> Lazy:
    return table.filter(*(nw.col(name) == value for name, value in paper.columns.items()))


def _known_items(release: Release, paper: Paper, form: str) -> tuple[Known, ...]:
    items = _of(release.table("items"), paper).filter(nw.col("form") == form)
    listed = items.group_by("position").agg(nw.col("item").min(), nw.col("max_score").max(), nw.col("difficulty").max())
    skills = _of(release.table("item_skills"), paper).group_by("item").agg(nw.col("skill").min())
    tested = {row["item"]: row["skill"] for row in skills.collect().to_arrow().to_pylist()}
    return tuple(
        Known(
            ITEM_COLUMNS[row["position"] - 1], row["item"], "item", row["max_score"] or 0, row["difficulty"],
            tested.get(row["item"]),
        )
        for row in listed.sort("position").collect().to_arrow().to_pylist()
    )  # fmt: skip


def _with_observed_maximum(rows: Lazy, known: tuple[Known, ...]) -> tuple[Known, ...]:
    """Return the items, those whose most points no file says with the most anybody has."""
    unknown = [one.column for one in known if not one.maximum]
    most = _observed_maximum(rows, unknown) if unknown else {}
    return tuple(
        Known(one.column, one.name, one.kind, one.maximum or most[one.column], one.difficulty, one.skill)
        for one in known
    )


def _observed_maximum(rows: Lazy, columns: Sequence[str]) -> dict[str, int]:
    found = rows.select(*(nw.col(column).max() for column in columns)).collect().to_arrow().to_pylist()
    return {column: max(int((found[0] if found else {}).get(column) or 1), 1) for column in columns}


def _other_papers(release: Release) -> str:
    """Return which papers do have item scores, for a message."""
    there = distinct(release.table("results").filter(~nw.col("form").is_null()), *Paper.__dataclass_fields__)
    papers = [Paper(**row).label for row in there.sort(*Paper.__dataclass_fields__).collect().to_arrow().to_pylist()]
    return f" Есть: {'; '.join(papers[-8:])}." if papers else ""
