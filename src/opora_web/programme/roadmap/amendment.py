"""An amendment of a plan between its beginning and its end: what the plan was, and what changed beside its words.

A plan's rows are amended in place, so that tasks, links and remarks stay with them. The rows as they were are kept
whole when the amendment begins; dropping it brings every one of them back.
"""

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator
from typing import Any

from django.db.models import Field, Model, Q, QuerySet

from opora.vocabulary.help_kinds import help_kinds
from opora_web.accounts.history import Tracked
from opora_web.accounts.models import Organisation, Person, PostKind
from opora_web.facts import authority_folders
from opora_web.programme.roadmap.models import (
    IndicatorTarget,
    PlanAmendment,
    PlanState,
    ResponsibleParty,
    Roadmap,
    RoadmapIndicator,
    RoadmapMeasure,
    RoadmapSection,
)
from opora_web.programme.roadmap.row_changes import RowChanges
from opora_web.programme.roadmap.writing import Deed

Columns = dict[str, Any]
Rows = dict[str, list[Columns]]

#: All that a plan consists of, and by what its rows are found.
PARTS: tuple[tuple[type[Model], str], ...] = (
    (Roadmap, "pk"),
    (RoadmapSection, "roadmap"),
    (RoadmapMeasure, "roadmap"),
    (ResponsibleParty, "measure__roadmap"),
    (RoadmapIndicator, "roadmap"),
    (IndicatorTarget, "indicator__roadmap"),
)
#: Columns that are no matter of an amendment: how far a plan is, and what is known of its execution at any time.
NOT_AMENDED = {"version", "state", "reached", "reached_note"}


def rows_of(roadmap: Roadmap) -> Rows:
    """Return all that a plan consists of as JSON, by the name of its part; what lies in the trash too."""
    return {model.__name__: [_columns(row) for row in _rows(model, where, roadmap)] for model, where in PARTS}


def _rows(model: type[Model], where: str, roadmap: Roadmap) -> list[Any]:
    many = [one.name for one in model._meta.many_to_many]  # noqa: SLF001 - Django's documented way
    found = model._default_manager.filter(**{where: roadmap.pk})  # noqa: SLF001 - the same
    return list(found.order_by("pk").prefetch_related(*many))


def _columns(row: Model) -> Columns:
    single = {one.attname: _plain(one.value_from_object(row)) for one in _amended(type(row))}
    return single | {one.name: sorted(other.pk for other in getattr(row, one.name).all()) for one in _many(type(row))}


def _amended(model: type[Model]) -> list["Field[Any, Any]"]:
    return [one for one in model._meta.concrete_fields if one.name not in NOT_AMENDED]  # noqa: SLF001 - the same


def _many(model: type[Model]) -> Any:
    return model._meta.many_to_many  # noqa: SLF001 - the same


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, dt.date) else value


# --- dropped ------------------------------------------------------------------------------------------------------


def bring_back(roadmap: Roadmap, amendment: PlanAmendment, deed: Deed) -> None:
    """Make a plan what it was when the amendment began; rows that came since go into the trash."""
    for model, where in PARTS:
        kept = {columns["id"]: columns for columns in amendment.rows[model.__name__]}
        if issubclass(model, Tracked):
            _bring_rows_back(model, _rows(model, where, roadmap), kept, deed)
        else:
            model._default_manager.filter(**{where: roadmap.pk}).delete()  # noqa: SLF001 - the same
            model._default_manager.bulk_create(model(**_single(model, columns)) for columns in kept.values())  # noqa: SLF001 - the same


def _bring_rows_back(model: type[Tracked], rows: list[Any], kept: dict[int, Columns], deed: Deed) -> None:
    changes = RowChanges()
    for row in rows:
        columns = kept.get(row.pk)
        if columns is None:
            changes.set(row, trashed_at=row.trashed_at or deed.moment)
            continue
        changes.set(row, **_single(model, columns))
        for name in (one.name for one in _many(model) if one.name in columns):
            getattr(row, name).set(columns[name])
    changes.save(model, deed.person, deed.why)


def _single(model: type[Model], columns: Columns) -> Columns:
    """Return a row's own columns; one that a later release has added was not kept and stays as it is."""
    kept = (one for one in _amended(model) if one.attname in columns)
    return {one.attname: one.to_python(columns[one.attname]) for one in kept}


# --- in force meanwhile -------------------------------------------------------------------------------------------


def known_to_an_order(measures: QuerySet[RoadmapMeasure]) -> QuerySet[RoadmapMeasure]:
    """Return the measures without those that amendments in the making have added to their plans."""
    kept = PlanAmendment.objects.filter(roadmap__measures__in=measures).distinct()
    before = [columns["id"] for rows in kept.values_list("rows__RoadmapMeasure", flat=True) for columns in rows]
    return measures.exclude(~Q(pk__in=before), roadmap__state=PlanState.AMENDED)


def show_in_force(measures: Iterable[RoadmapMeasure]) -> None:
    """Give measures of plans being amended the words of the edition in force, in memory alone.

    Whoever carries a plan out goes by these until an order approves the amendment. What the amendment has added keeps
    its own words.
    """
    amended: dict[int, list[RoadmapMeasure]] = defaultdict(list)
    for measure in measures:
        if measure.roadmap.state == PlanState.AMENDED:
            amended[measure.roadmap_id].append(measure)
    for amendment in PlanAmendment.objects.filter(roadmap__in=amended) if amended else ():
        _show(amendment.rows, amended[amendment.roadmap_id])


def targets_in_force(targets: Iterable[IndicatorTarget]) -> list[IndicatorTarget]:
    """Return targets as the editions in force have them, in memory alone; what an amendment has added is left out.

    Args:
        targets: with their indicators and plans; those in the trash too, because an amendment may have put them there.
    """
    found = list(targets)
    amended = {one.indicator.roadmap_id for one in found if one.indicator.roadmap.state == PlanState.AMENDED}
    for amendment in PlanAmendment.objects.filter(roadmap__in=amended) if amended else ():
        kept = {part: {columns["id"]: columns for columns in amendment.rows[part]} for part in _OF_TARGETS}
        mine = [one for one in found if one.indicator.roadmap_id == amendment.roadmap_id]
        found = [one for one in found if one not in mine or one.pk in kept["IndicatorTarget"]]
        for one in (one for one in mine if one.pk in kept["IndicatorTarget"]):
            _say(one, kept["IndicatorTarget"][one.pk])
            _say(one.indicator, kept["RoadmapIndicator"][one.indicator_id])
    return [one for one in found if one.trashed_at is None and one.indicator.trashed_at is None]


_OF_TARGETS = ("RoadmapIndicator", "IndicatorTarget")


def show_titles_in_force(roadmaps: Iterable[Roadmap]) -> None:
    """Give plans being amended the titles of their editions in force, in memory alone, in one statement."""
    amended = {one.pk: one for one in roadmaps if one.state == PlanState.AMENDED}
    kept = PlanAmendment.objects.filter(roadmap__in=amended).values_list("roadmap", "rows__Roadmap__0__title")
    for pk, title in kept:
        amended[pk].title = title


def _show(rows: Rows, measures: Iterable[RoadmapMeasure]) -> None:
    (plan,) = rows["Roadmap"]
    known = {columns["id"]: columns for columns in rows["RoadmapMeasure"]}
    sections = {columns["id"]: RoadmapSection(**_single(RoadmapSection, columns)) for columns in rows["RoadmapSection"]}
    for measure in measures:
        _say(measure.roadmap, plan)
        if measure.pk in known:
            _say(measure, known[measure.pk])
            measure.section = sections.get(measure.section_id or 0)


def _say(row: Model, columns: Columns) -> None:
    for name, value in _single(type(row), columns).items():
        setattr(row, name, value)


# --- what no order says -------------------------------------------------------------------------------------------


def changes_beside(roadmap: Roadmap) -> list[dict[str, Any]]:
    """Return what an amendment changed of measures beside their words, as rows of the table of differences.

    An order does not say it: kinds of help, links to plans above, who is meant by a responsible party.
    """
    amendment = PlanAmendment.objects.filter(roadmap=roadmap).first()
    return list(_changes(amendment.rows, rows_of(roadmap))) if amendment else []


def _changes(before: Rows, after: Rows) -> Iterator[dict[str, Any]]:
    names = _Names(before, after)
    known, said = names.said_in(before), names.said_in(after)
    for columns in after["RoadmapMeasure"]:
        was, now = known.get(columns["id"], {}), said[columns["id"]]
        fields = [(field, was.get(field, ""), words) for field, words in now.items() if was.get(field, "") != words]
        if fields and columns["trashed_at"] is None:
            yield {
                "change": "changed", "words": "изменено", "number": columns["number"], "name": columns["name"],
                "fields": fields,
            }  # fmt: skip


class _Names:
    """How people call what rows point at: asked of the database once."""

    def __init__(self, before: Rows, after: Rows) -> None:
        measures, parties = (before[part] + after[part] for part in ("RoadmapMeasure", "ResponsibleParty"))
        self._kinds = help_kinds(authority_folders()).kinds
        self._above = _called(RoadmapMeasure, (row["above_id"] for row in measures))
        self._organisations = _called(Organisation, (row["organisation_id"] for row in parties))
        self._people = _called(Person, (row["person_id"] for row in parties))

    def said_in(self, rows: Rows) -> dict[int, dict[str, str]]:
        """Return what is said of each measure beside its words, by the field as people read it."""
        found: dict[int, dict[str, str]] = {
            measure["id"]: {
                "вид помощи": self._kinds.get(measure["kind"]) or measure["kind"],
                "выполняет": self._above.get(measure["above_id"], ""),
            }
            for measure in rows["RoadmapMeasure"]
        }
        for party in rows["ResponsibleParty"]:
            found[party["measure_id"]][f"«{party['text']}» – это"] = self._meant(party)
        return found

    def _meant(self, party: Columns) -> str:
        post = f"должность: {PostKind(party['post_kind']).label}" if party["post_kind"] else ""
        named = self._people.get(party["person_id"]), self._organisations.get(party["organisation_id"])
        return "; ".join(one for one in (*named, post) if one)


def _called(model: type[Model], keys: Iterable[int | None]) -> dict[int | None, str]:
    found = model._default_manager.in_bulk({key for key in keys if key is not None})  # noqa: SLF001 - the same
    return {key: str(one) for key, one in found.items()}
