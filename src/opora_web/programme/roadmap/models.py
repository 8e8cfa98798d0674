"""A plan in the working database: its sections, measures, who answers, indicators; its remarks and its editions.

The library's `Plan` is the plan between rooms: reading, linting, comparing and writing all speak it; these rows are
the plan while people work on it, and an edition keeps the record as it was approved. Words that come from a cell of
somebody's file have no bound here: a cell has none.
"""

from django.db import models

from opora.plans.aims import is_less_better
from opora_web.accounts.history import Tracked
from opora_web.accounts.models import Organisation, Person, PostKind
from opora_web.programme.case.models import Case


class PlanKind(models.TextChoices):
    """What sort of plan it is; each sort asks for its own sections."""

    ROADMAP = "roadmap", "дорожная карта"
    SCHOOL_PLAN = "school-plan", "план школы"
    SCHOOL_PROGRAMME = "school-programme", "программа школы на три года"
    ANTI_RISK = "anti-risk", "антирисковая программа"
    SEMINARS = "seminars", "план семинаров и сетевого взаимодействия"
    DECISIONS = "decisions", "поручения совещаний"


class PlanState(models.TextChoices):
    """How far a plan is. While it is amended, its last edition stays in force."""

    DRAFT = "draft", "черновик"
    REVIEW = "review", "на проверке"
    APPROVED = "approved", "утверждён приказом"
    AMENDED = "amended", "исправляется"
    ENDED = "ended", "завершён"


class Roadmap(Tracked):
    """A plan of measures of one organisation for some years.

    Attributes:
        organisation: whose plan it is: a region, a municipality, a school.
        case: the case it serves, for plans of a school that is accompanied.
        starts_on, ends_on: its period, both days included; deadlines are read inside it.
        factor: the confirmed risk factor an anti-risk programme answers, by its code.
        is_template: a plan to copy from; it is never executed.
        source, source_name: the file it was read from, below the uploads folder, and its sender's name.
        has: meanings of the columns its own file had, so that the linter asks only for what the plan meant to say.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="roadmaps", verbose_name="чей план")
    case = models.ForeignKey(Case, models.PROTECT, null=True, blank=True, related_name="roadmaps")
    kind = models.CharField("вид плана", max_length=20, choices=PlanKind, default=PlanKind.ROADMAP)
    title = models.CharField("название", max_length=1000)
    starts_on = models.DateField("начало")
    ends_on = models.DateField("окончание")
    state = models.CharField("состояние", max_length=20, choices=PlanState, default=PlanState.DRAFT)
    factor = models.CharField("фактор риска", max_length=100, blank=True)
    is_template = models.BooleanField("образец для копирования", default=False)
    copied_from = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="copies")
    source = models.CharField(max_length=200, blank=True)
    source_name = models.CharField("файл плана", max_length=300, blank=True)
    has = models.JSONField(default=list)
    made_by = models.ForeignKey(Person, models.PROTECT, related_name="roadmaps_made", verbose_name="составил")
    made_at = models.DateTimeField("составлен")

    class Meta:
        ordering = ("-starts_on", "organisation__sort_key", "-pk")

    def __str__(self) -> str:
        return self.title


class RoadmapSection(Tracked):
    """A section of a plan: a heading over measures, or – in programmes – a text the programme must have.

    Attributes:
        code: the required section it answers, «» for one of the plan's own.
    """

    roadmap = models.ForeignKey(Roadmap, models.CASCADE, related_name="sections")
    position = models.PositiveIntegerField()
    title = models.TextField("раздел")
    code = models.CharField(max_length=60, blank=True)
    text = models.TextField("текст раздела", blank=True)

    class Meta:
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.title


class RoadmapMeasure(Tracked):
    """One measure of a plan.

    Attributes:
        number: as the plan writes it; «» where it does not.
        deadline_text, deadline: the words, never lost, and the library's `Deadline` read of them (None: no deadline).
        kind: what sort of help it is, by the authority's list of kinds; the analysis of effect groups by it.
        above: the measure of a higher plan that this one carries out.
        place: table and row of the file it was read from.
    """

    roadmap = models.ForeignKey(Roadmap, models.CASCADE, related_name="measures")
    section = models.ForeignKey(RoadmapSection, models.SET_NULL, null=True, blank=True, related_name="measures")
    position = models.PositiveIntegerField()
    number = models.TextField("№", blank=True)
    name = models.TextField("мероприятие")
    deadline_text = models.TextField("срок", blank=True)
    deadline = models.JSONField(null=True, blank=True)
    expected = models.TextField("ожидаемый результат", blank=True)
    note = models.TextField("примечание", blank=True)
    other = models.JSONField(default=dict, blank=True)
    kind = models.CharField("вид помощи", max_length=60, blank=True)
    above = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="below")
    place = models.JSONField(null=True, blank=True)

    class Meta:
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return f"{self.number} {self.name}".strip()


class ResponsibleParty(models.Model):
    """Who answers for a measure: as the plan says it, and whom a person of the site recognised in it.

    Attributes:
        text, kind, post, by_agreement: the library's `Party`.
        organisation, person, post_kind: who is meant; a body, a person, or everyone in such a post below the plan's
            organisation. All None until somebody has said so.
    """

    measure = models.ForeignKey(RoadmapMeasure, models.CASCADE, related_name="parties")
    position = models.PositiveSmallIntegerField()
    text = models.TextField()
    kind = models.CharField(max_length=10)
    post = models.TextField(blank=True)
    by_agreement = models.BooleanField(default=False)
    organisation = models.ForeignKey(Organisation, models.SET_NULL, null=True, blank=True, related_name="parties")
    person = models.ForeignKey(Person, models.SET_NULL, null=True, blank=True, related_name="parties")
    post_kind = models.CharField(max_length=30, choices=PostKind, blank=True)

    class Meta:
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.text


class RoadmapIndicator(Tracked):
    """An indicator of a plan, with its targets by year.

    Attributes:
        unit: «share» for percents, else as the plan writes it.
    """

    roadmap = models.ForeignKey(Roadmap, models.CASCADE, related_name="indicators")
    measure = models.ForeignKey(RoadmapMeasure, models.SET_NULL, null=True, blank=True, related_name="indicators")
    position = models.PositiveIntegerField()
    name = models.TextField("показатель")
    unit = models.TextField("единица", blank=True)
    place = models.JSONField(null=True, blank=True)

    class Meta:
        ordering = ("position", "pk")

    def __str__(self) -> str:
        return self.name

    @property
    def is_less_better(self) -> bool:
        """Whether its targets are reached by a value no greater than they are."""
        kept = [one for one in self.targets.all() if one.trashed_at is None]
        return is_less_better(self.name, [one.value for one in kept], [one.text for one in kept])


class IndicatorTarget(Tracked):
    """What an indicator must reach in a year, what it reached, and which schools are meant.

    Attributes:
        year: as the plan writes it («2021», «2021/22»).
        value, reached: shares are 0–1, other values in the indicator's unit.
        schools: the schools whose turn it is this year (33.3 % are these three).
    """

    indicator = models.ForeignKey(RoadmapIndicator, models.CASCADE, related_name="targets")
    position = models.PositiveSmallIntegerField()
    year = models.CharField("год", max_length=20)
    value = models.FloatField("цель", null=True, blank=True)
    text = models.TextField("цель, как в плане", blank=True)
    reached = models.FloatField("достигнуто", null=True, blank=True)
    reached_note = models.TextField("откуда известно", blank=True)
    schools = models.ManyToManyField(Organisation, related_name="targets", blank=True)

    class Meta:
        ordering = ("position", "pk")

    @property
    def is_met(self) -> bool | None:
        """Whether the target is reached; None where it or what was reached is not known."""
        if self.value is None or self.reached is None:
            return None
        return self.reached <= self.value if self.indicator.is_less_better else self.reached >= self.value

    def __str__(self) -> str:
        return f"{self.indicator}: {self.year}"


class PlanRemark(Tracked):
    """An expert's remark beside a line of a plan, or on the plan as a whole, and what was done about it.

    Attributes:
        settled_at: when its author took the reply for an answer.
    """

    roadmap = models.ForeignKey(Roadmap, models.CASCADE, related_name="remarks")
    measure = models.ForeignKey(RoadmapMeasure, models.CASCADE, null=True, blank=True, related_name="remarks")
    author = models.ForeignKey(Person, models.PROTECT, related_name="plan_remarks", verbose_name="кто")
    written_at = models.DateTimeField("когда")
    text = models.TextField("замечание")
    reply = models.TextField("что сделано", blank=True)
    replied_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="plan_replies")
    settled_at = models.DateTimeField("снято", null=True, blank=True)

    class Meta:
        ordering = ("written_at", "pk")

    def __str__(self) -> str:
        return self.text[:80]


class PlanEdition(models.Model):
    """A plan as one order approved it: number 0 is the plan itself, 1, 2, … its amendments. Never changed.

    Attributes:
        plan: the library's `Plan` as JSON, whole.
        scan, scan_name: the signed order, below the uploads folder.
        earlier_scans: files of it that another took the place of: [[scan, name], …], the oldest first.
        beside: what the amendment changed that no order says, as rows of the table of differences.
    """

    roadmap = models.ForeignKey(Roadmap, models.PROTECT, related_name="editions")
    number = models.PositiveIntegerField()
    plan = models.JSONField()
    order_number = models.CharField("номер приказа", max_length=60)
    order_date = models.DateField("дата приказа")
    scan = models.CharField(max_length=200, blank=True)
    scan_name = models.CharField(max_length=300, blank=True)
    earlier_scans = models.JSONField(default=list, blank=True)
    beside = models.JSONField(default=list, blank=True)
    why = models.TextField("основание", blank=True)
    approved_by = models.ForeignKey(Person, models.PROTECT, related_name="editions_approved")
    approved_at = models.DateTimeField()

    class Meta:
        ordering = ("number",)
        constraints = (models.UniqueConstraint(fields=("roadmap", "number"), name="edition_once"),)

    def __str__(self) -> str:
        return f"изменение № {self.number}" if self.number else "первая редакция"

    @property
    def paper(self) -> str:
        """The paper that approved it: «приказ от 01.09.2024 № 12»; decisions of meetings are approved by minutes."""
        sort = "протокол" if self.roadmap.kind == PlanKind.DECISIONS else "приказ"
        return f"{sort} от {self.order_date:%d.%m.%Y} № {self.order_number}"


class PlanAmendment(models.Model):
    """An amendment of an approved plan that is being made; gone when an order approves it, or when it is dropped.

    Attributes:
        rows: all that the plan consisted of when the amendment began, by part: what dropping it brings back.
        why: what is to change, and why.
    """

    roadmap = models.OneToOneField(Roadmap, models.CASCADE, related_name="amendment")
    rows = models.JSONField()
    why = models.TextField()

    def __str__(self) -> str:
        return f"изменение плана «{self.roadmap}»"


class PlanArrival(Tracked):
    """A plan's file that came and waits for a person: taken row by row into a new plan, or into one that exists.

    Attributes:
        roadmap: the plan it is another edition of (Word there and back); None for a new one.
        plan: what the library read, with the problems of reading; the linter judges it anew as rows are edited.
        choices: what a person decided: {"rows": {key: {"taken": bool, "said": changed fields}}, "parties": {words:
            code}}.
        settled_at: when it became a plan or was thrown away.
    """

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="plan_arrivals")
    roadmap = models.ForeignKey(Roadmap, models.PROTECT, null=True, blank=True, related_name="arrivals")
    kind = models.CharField(max_length=20, choices=PlanKind, default=PlanKind.ROADMAP)
    file = models.CharField(max_length=200)
    file_name = models.CharField(max_length=300)
    plan = models.JSONField()
    choices = models.JSONField(default=dict)
    sender = models.ForeignKey(Person, models.PROTECT, related_name="plan_arrivals")
    sent_at = models.DateTimeField()
    settled_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-sent_at", "-pk")

    def __str__(self) -> str:
        return self.file_name
