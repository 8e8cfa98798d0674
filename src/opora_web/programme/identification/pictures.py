"""The pictures of an identification: which there are, what each answers, each with its numbers as a table."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse, QueryDict

from opora.growth_rows import AskedPaper
from opora.reports.caterpillar import CATERPILLAR_HEADINGS, caterpillar_plot, caterpillar_table
from opora.reports.chart_look import named, origin
from opora.reports.funnel import FUNNEL_HEADINGS, funnel_plot, funnel_table
from opora.reports.points import RuleProcedure, cloud, results_of_year, rule_procedures
from opora.reports.quadrant import Quadrant, quadrant_plot
from opora.reports.quadrants import context_quadrant, growth_quadrant, movement_quadrant
from opora.tables.identification import Identification
from opora_web.facts import Facts, SchoolGrowth
from opora_web.interface.charts import Form, chart_answer
from opora_web.interface.figures import Figure
from opora_web.programme.identification.rules import BORDER

_ROWS = 100
_NUMBERS = "numbers_page"


@dataclass(frozen=True)
class Subject:
    """What is drawn.

    Attributes:
        answer: the identification.
        facts: the release behind it; None where the server has it no more.
        asked_procedure: the word of one procedure; any other – all together.
        made: quadrants that are made already, by title.
    """

    answer: Identification
    facts: Facts | None
    asked_procedure: str = ""
    made: dict[str, Quadrant] = field(default_factory=dict, repr=False, compare=False)

    @cached_property
    def procedures(self) -> dict[str, RuleProcedure]:
        """The procedures of the rule by the word they have in addresses."""
        return {f"{one.procedure}-{one.subject}-{one.paper_grade}": one for one in rule_procedures(self.answer)}

    @property
    def procedure(self) -> RuleProcedure | None:
        """The procedure asked for; None – all together."""
        return self.procedures.get(self.asked_procedure)

    @property
    def index(self) -> Mapping[str, float]:
        """Well-being by school; nothing where the release is gone."""
        return {} if self.facts is None else {code: one.index for code, one in self.facts.conditions.items()}

    def growth(self) -> tuple[RuleProcedure, SchoolGrowth] | None:
        """Return the growth in the procedure asked for, else in the first that has any; None without any results."""
        asked = [self.procedure] if self.procedure else list(self.procedures.values())
        if self.facts is None or not asked:
            return None
        found = None
        for one in asked:
            found = one, self.facts.growth(
                AskedPaper(self.answer.year, one.procedure, one.subject, one.paper_grade)
            )  # fmt: skip
            if found[1].rows:
                break
        return found


@dataclass(frozen=True)
class Picture:
    """One picture.

    Attributes:
        title: its name.
        answers: the question it answers.
        shown: everything it depends on; two equal ones are one picture.
        draw: makes the chart.
        headings: of its table.
        table: its rows.
        alt: what it says, for whoever does not see it.
        origin: data date, release and filters.
        lacks: why there is nothing to show; empty where there is.
    """

    title: str
    answers: str
    shown: Callable[[Subject], Any]
    draw: Callable[[Subject], Any]
    headings: Callable[[Subject], tuple[str, ...]]
    table: Callable[[Subject], list[tuple[str, ...]]]
    alt: Callable[[Subject], str]
    origin: Callable[[Subject], str]
    lacks: Callable[[Subject], str]


def _points(subject: Subject) -> Any:
    return cloud(subject.answer, subject.procedure), subject.answer.threshold, origin(subject.answer), subject.procedure


def _no_results(subject: Subject) -> str:
    answer = subject.answer
    has_any = any(results_of_year(school, answer.year, subject.procedure) for school in answer.schools)
    return "" if has_any else "Результатов этого года нет ни у одной школы."


def _quadrant_picture(title: str, answers: str, quadrant: Callable[[Subject], Quadrant]) -> Picture:
    def made(subject: Subject) -> Quadrant:
        """Return the quadrant of a subject, made once."""
        if title not in subject.made:
            subject.made[title] = quadrant(subject)
        return subject.made[title]

    return Picture(
        title=title,
        answers=answers,
        shown=made,
        draw=lambda subject: quadrant_plot(made(subject)),
        headings=lambda subject: made(subject).headings,
        table=lambda subject: made(subject).table,
        alt=lambda subject: f"{title}. {made(subject).headline}",
        origin=_origin if quadrant is not _growth else lambda subject: made(subject).origin,
        lacks=lambda subject: _lacks(made(subject)),
    )


def _lacks(quadrant: Quadrant) -> str:
    return "" if quadrant.spots else " ".join([quadrant.said or "", *quadrant.missing]).strip()


def _origin(subject: Subject) -> str:
    of = named(subject.procedure) if subject.procedure else "Все процедуры правила вместе"
    return f"{origin(subject.answer)} {of}."


def _growth(subject: Subject) -> Quadrant:
    """Return level × growth; without anything to count from, a picture that says what is missing."""
    names = {one.school: one.name for one in subject.answer.schools}
    found = subject.growth()
    if found is None:
        return growth_quadrant([], names, "Выпуска, по которому составлен список, больше нет.", origin(subject.answer))
    procedure, grown = found
    source = f"{named(procedure)}. Данные {subject.answer.year} года, выпуск {subject.answer.release}, все его школы."
    return growth_quadrant(grown.rows, names, grown.said, source)


#: The pictures in the order of their tabs, by the word they have in addresses.
PICTURES: Mapping[str, Picture] = {
    "funnel": Picture(
        "Воронка",
        "Школа низкая или просто маленькая? В серой области отличие от среднего объяснимо случаем.",
        _points,
        lambda subject: funnel_plot(subject.answer, subject.procedure),
        lambda _: FUNNEL_HEADINGS,
        lambda subject: funnel_table(subject.answer, subject.procedure),
        lambda _: "Воронка: доли школ и границы случайного разброса; числа – в таблице под рисунком",
        _origin,
        _no_results,
    ),
    "caterpillar": Picture(
        "Интервалы",
        "Можно ли вообще различить школы? Если интервалы заметно перекрываются – нельзя.",
        _points,
        lambda subject: caterpillar_plot(subject.answer, subject.procedure),
        lambda _: CATERPILLAR_HEADINGS,
        lambda subject: caterpillar_table(subject.answer, subject.procedure),
        lambda _: "Доли школ с интервалами 95 %; числа – в таблице под рисунком",
        _origin,
        _no_results,
    ),
    "movement": _quadrant_picture(
        "Результат и движение",
        "Низкая, но поднимается – или низкая и опускается?",
        lambda subject: movement_quadrant(subject.answer, subject.procedure),
    ),
    "context": _quadrant_picture(
        "Результат и условия",
        "Трудно ли самой школе – или её ученикам?",
        lambda subject: context_quadrant(subject.answer, subject.index, BORDER, subject.procedure),
    ),
    "growth": _quadrant_picture(
        "Уровень и прирост",
        "Что даёт сама школа: результат выше или ниже того, что обещали прежние работы тех же ребят?",
        _growth,
    ),
}


@dataclass(frozen=True)
class Gallery:
    """The pictures of one subject as a page shows them: one at a time, the others as tabs.

    Attributes:
        subject: what is drawn.
        query: the page's own address: which picture, which page of its numbers.
        address: of the pictures, with «{}» where the picture's word stands.
        more: what else the pictures' addresses need.
    """

    subject: Subject
    query: QueryDict
    address: str
    more: tuple[tuple[str, str], ...] = ()
    pictures: Mapping[str, Picture] = field(default_factory=lambda: PICTURES)

    @property
    def chosen(self) -> str:
        """The word of the picture that is shown."""
        asked = self.query.get("chart", "")
        return asked if asked in self.pictures else "funnel"

    @property
    def picture(self) -> Picture:
        """The picture that is shown."""
        return self.pictures[self.chosen]

    @cached_property
    def lacks(self) -> str:
        """Why there is nothing to show; empty where there is."""
        return self.picture.lacks(self.subject)

    @property
    def procedures(self) -> list[tuple[str, str]]:
        """The procedures to choose from: word and name."""
        return [(code, named(one)) for code, one in self.subject.procedures.items()]

    @property
    def kept(self) -> list[tuple[str, str]]:
        """What of the address stays when another procedure is chosen."""
        return [(name, str(value)) for name, value in self.query.items() if name not in {"procedure", _NUMBERS}]

    @cached_property
    def figure(self) -> Figure:
        """The picture with its numbers, a page of them at a time."""
        subject, picture = self.subject, self.picture
        page = Paginator(picture.table(subject), _ROWS).get_page(self.query.get(_NUMBERS))
        procedure = (("procedure", subject.asked_procedure),) if subject.procedure else ()
        return Figure(
            name=self.chosen,
            address=self.address.format(self.chosen),
            release=subject.answer.release,
            alt=picture.alt(subject),
            caption=f"{picture.answers} {picture.origin(subject)}",
            headings=picture.headings(subject),
            rows=tuple(page.object_list),
            query=(*self.more, *procedure),
            pages=page,
            pages_name=_NUMBERS,
            is_open=_NUMBERS in self.query,
        )


def picture_answer(request: HttpRequest, form: Form, name: str, subject: Subject) -> HttpResponse:
    """Return a picture of a subject, drawn here or for the browser to draw.

    Raises:
        Http404: there is no such picture.
    """
    picture = PICTURES.get(name)
    if picture is None:
        raise Http404
    return chart_answer(request, form, f"{name} {picture.shown(subject)!r}", lambda: picture.draw(subject))
