"""The management cycle: which of its stages have something behind them, and which are empty.

Goals → indicators → monitoring → analysis → recommendations → measures → decisions → effect: the regional evaluation of
municipal mechanisms asks for each of them with a paper or a fact behind it.
"""

from collections.abc import Callable
from dataclasses import dataclass

from django.urls import reverse

from opora_web.programme.diagnosis.models import Diagnosis, DiagnosisState
from opora_web.programme.reporting.figures import FIGURES_BY_CODE, Row
from opora_web.programme.reporting.models import Report
from opora_web.programme.reporting.scope import Scope
from opora_web.programme.roadmap.models import PlanRemark


@dataclass(frozen=True)
class Trace:
    """One kind of things that show that a stage is there."""

    code: str
    title: str
    headings: tuple[str, ...]
    rows: Callable[[Scope], list[Row]]


@dataclass(frozen=True)
class Stage:
    """One stage of the cycle.

    Attributes:
        code, title: its name; asks: what the evaluation asks of it.
        traces: what shows it; one trace with rows is enough.
        remedy: what to do where nothing does.
        address: the name of the view where one does it.
    """

    code: str
    title: str
    asks: str
    traces: tuple[Trace, ...]
    remedy: str
    address: str


@dataclass(frozen=True)
class Covered:
    """A stage with what is behind it in a scope."""

    stage: Stage
    counts: tuple[tuple[Trace, int], ...]

    @property
    def is_empty(self) -> bool:
        """Whether nothing is behind it."""
        return not any(count for _, count in self.counts)

    @property
    def address(self) -> str:
        """Where one fills it."""
        return reverse(self.stage.address)


def coverage(scope: Scope) -> list[Covered]:
    """Return the stages in their order with what is behind each."""
    return [
        Covered(stage, tuple((trace, len(trace.rows(scope))) for trace in stage.traces)) for stage in STAGES
    ]  # fmt: skip


def _plans(scope: Scope) -> list[Row]:
    return [
        Row(
            (one.title, str(one.organisation), f"{one.starts_on:%d.%m.%Y} – {one.ends_on:%d.%m.%Y}"),
            reverse("plan", args=[one.pk]),
        )
        for one in scope.plans
    ]


def _monitored(scope: Scope) -> list[Row]:
    return [row for code in ("reached", "behind") for row in FIGURES_BY_CODE[code].rows(scope)]


def _lists(scope: Scope) -> list[Row]:
    return [
        Row(
            (f"{one.rules_title}, {one.year}", f"от {one.order_date:%d.%m.%Y} № {one.order_number}"),
            reverse("list", args=[one.pk]),
        )
        for one in scope.lists
        if one.order_date and one.order_date >= scope.starts_on
    ]  # fmt: skip


def _diagnoses(scope: Scope) -> list[Row]:
    found = Diagnosis.objects.filter(
        school__path__startswith=scope.path, submitted_at__date__range=scope.period, trashed_at__isnull=True
    ).exclude(state=DiagnosisState.DRAFT)  # fmt: skip
    return [
        Row((str(one.school), one.get_state_display()), reverse("diagnosis", args=[one.pk]))
        for one in found.select_related("school")
    ]


def _reports(scope: Scope) -> list[Report]:
    found = Report.objects.filter(
        organisation__path__startswith=scope.path, ends_on__gte=scope.starts_on, starts_on__lte=scope.ends_on,
        trashed_at__isnull=True,
    )  # fmt: skip
    return list(found.select_related("organisation"))


def _analysed(scope: Scope) -> list[Row]:
    return [
        Row((str(one), str(one.organisation), "подписан" if one.signed_at else "черновик"),
            reverse("report", args=[one.pk]))
        for one in _reports(scope)
    ]  # fmt: skip


def _advised(scope: Scope) -> list[Row]:
    return [
        Row((sentence["text"], str(one)), reverse("report", args=[one.pk]))
        for one in _reports(scope)
        for sentence in one.sentences
        if sentence["is_taken"] and sentence["part"] != "summary"
    ]


def _remarks(scope: Scope) -> list[Row]:
    found = PlanRemark.objects.filter(
        roadmap__organisation__path__startswith=scope.path, written_at__date__range=scope.period,
        trashed_at__isnull=True, roadmap__trashed_at__isnull=True,
    )  # fmt: skip
    return [
        Row((one.text, str(one.roadmap)), reverse("plan", args=[one.roadmap_id]))
        for one in found.select_related("roadmap", "author")
    ]


def _of(*codes: str) -> tuple[Trace, ...]:
    """Return numbers of reports as traces."""
    found = [FIGURES_BY_CODE[code] for code in codes]
    return tuple(Trace(one.code, one.title, one.headings, one.rows) for one in found)


STAGES: tuple[Stage, ...] = (
    Stage("goals", "Цели", "Цель работы записана в утверждённом плане.",
          (Trace("plans", "планов утверждено", ("План", "Чей", "Срок"), _plans),),
          "Загрузите план из Word или составьте его и утвердите приказом.", "plans"),
    Stage("indicators", "Показатели", "У цели есть показатель со значением на год.",
          _of("targets"), "Впишите в план показатели с целями по годам.", "plans"),
    Stage("monitoring", "Мониторинг", "Значения показателей собраны, школы выявлены по данным.",
          (Trace("monitored", "значений показателей внесено", FIGURES_BY_CODE["targets"].headings, _monitored),
           Trace("lists", "списков школ утверждено", ("Список", "Приказ"), _lists)),
          "Примите результаты, составьте список школ, внесите значения показателей.", "lists"),
    Stage("analysis", "Анализ", "Причины названы, итоги описаны.",
          (Trace("diagnoses", "самодиагностик отправлено", ("Школа", "Состояние"), _diagnoses),
           Trace("reports", "справок и отчётов составлено", ("Отчёт", "Чей", "Состояние"), _analysed)),
          "Проведите самодиагностику школ и составьте справку о выполнении.", "reports"),
    Stage("recommendations", "Рекомендации", "Из анализа следуют адресные рекомендации.",
          (Trace("advised", "задач и рекомендаций в отчётах", ("Что предложено", "Отчёт"), _advised),
           Trace("remarks", "замечаний к планам школ", ("Замечание", "План"), _remarks)),
          "Составьте отчёт: задачи и рекомендации Опора предложит из данных.", "reports"),
    Stage("measures", "Меры", "По рекомендациям идут мероприятия с ответственными и сроками.",
          _of("planned", "visits"), "Утвердите план: его мероприятия станут задачами людей.", "plans"),
    Stage("decisions", "Управленческие решения", "Итоги рассмотрены, решения приняты и записаны.",
          _of("meetings", "decisions"), "Проведите совещание и подпишите протокол.", "meetings"),
    Stage("effect", "Эффект", "Показано, что изменилось после мер.",
          _of("effect", "reached", "left-support", "left-list"),
          "Приложите к мероприятиям результат «до и после», внесите достигнутые значения.", "execution"),
)  # fmt: skip
TRACES = {trace.code: trace for stage in STAGES for trace in stage.traces}
