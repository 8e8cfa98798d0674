"""Organisations, people and their posts: a post gives sight of a part of the tree and verbs there."""

from typing import Any

from django.contrib.auth.models import AbstractUser, UserManager
from django.db import models
from django.db.models import Q, Value
from django.db.models.functions import Concat, Substr
from simple_history.models import HistoricalRecords

from opora.reports.wording import natural_key
from opora_web.accounts.history import Tracked

_DIGITS = 6


class OrganisationKind(models.TextChoices):
    """What an organisation is."""

    FEDERATION = "federation", "федерация"
    REGION = "region", "регион"
    MUNICIPALITY = "municipality", "муниципалитет"
    SCHOOL = "school", "школа"
    CENTRE = "centre", "центр"
    INSTITUTE = "institute", "институт"


def normalised(text: str) -> str:
    """Return the text as it is searched: lower case, ё as е (SQLite compares Cyrillic letter by letter).

    A NUL is left out: no text holds one, and PostgreSQL takes none in a question.
    """
    return " ".join(text.replace("\0", "").casefold().replace("ё", "е").split())


def sort_key(name: str) -> str:
    """Return a text that sorts as people expect: ё beside е, «№ 2» before «№ 10»."""
    return "".join(f"{number:0{_DIGITS}d}{text}" for _, number, text in natural_key(normalised(name)))


class Organisation(Tracked):
    """A place in the tree: federation → region → municipality → school.

    Attributes:
        path: ids from the root to this organisation («/1/4/17/»); a subtree is a prefix.
        code: the school's code in releases; what joins decisions to facts.
        closed_at: when it was closed, merged or left the register; its past stays.
        is_dropped: whether people dropped it from the register; a release that still has it does not open it again.
        contacts: how to reach it: telephone, address, hours.
    """

    name = models.CharField("название", max_length=300)
    kind = models.CharField("вид", max_length=20, choices=OrganisationKind)
    parent = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="children")
    path = models.CharField(max_length=200, db_index=True, editable=False)
    code = models.CharField("код", max_length=60, null=True, blank=True, unique=True)
    sought = models.CharField(max_length=400, editable=False)
    sort_key = models.CharField(max_length=600, editable=False, db_index=True)
    closed_at = models.DateTimeField("закрыта", null=True, blank=True)
    is_dropped = models.BooleanField("исключена из реестра", default=False)
    contacts = models.TextField("как связаться", blank=True, max_length=1_000)

    class Meta:
        ordering = ("sort_key",)

    def __str__(self) -> str:
        return self.name

    def save(self, *args: object, **kwargs: object) -> None:
        """Save with the path and the search columns in step."""
        self.sought = normalised(f"{self.name} {self.code or ''}")[:400]
        self.sort_key = sort_key(self.name)[:600]
        super().save(*args, **kwargs)  # type: ignore[arg-type]
        path = f"{self.parent.path if self.parent else '/'}{self.pk}/"
        if path != self.path:
            self._move_below(path)

    def _move_below(self, path: str) -> None:
        """Put this organisation and everything below it under a new path."""
        everyone = type(self).objects
        if self.path:
            rest = Substr("path", len(self.path) + 1)
            everyone.filter(path__startswith=self.path).update(path=Concat(Value(path), rest))
        everyone.filter(pk=self.pk).update(path=path)
        self.path = path


class PersonManager(UserManager["Person"]):
    """People by sign-in name."""


class Person(AbstractUser):
    """A person who may sign in. Only what the work needs is kept: a name, an address, posts.

    Attributes:
        erased_at: when the person's data were erased; the journal keeps a number instead of the name.
    """

    first_name = None  # type: ignore[assignment]
    last_name = None  # type: ignore[assignment]
    full_name = models.CharField("фамилия, имя, отчество", max_length=200)
    erased_at = models.DateTimeField(null=True, blank=True, editable=False)
    history = HistoricalRecords(
        excluded_fields=("password", "last_login"), history_change_reason_field=models.TextField(null=True)
    )

    objects = PersonManager()  # type: ignore[misc]
    REQUIRED_FIELDS = ["full_name"]  # noqa: RUF012 - the shape Django wants

    def __str__(self) -> str:
        return self.full_name or self.username

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Save; coming in changes nothing about a person and leaves no record in the journal."""
        if kwargs.get("update_fields") != ["last_login"]:
            super().save(*args, **kwargs)
            return
        self.skip_history_when_saving = True
        try:
            super().save(*args, **kwargs)
        finally:
            del self.skip_history_when_saving

    def get_full_name(self) -> str:
        """Return the name as documents write it."""
        return self.full_name

    def get_short_name(self) -> str:
        """Return surname and initials."""
        surname, *names = self.full_name.split()
        return " ".join([surname, *(f"{name[0]}." for name in names)]) if surname else self.username


class PostKind(models.TextChoices):
    """What a person is in an organisation."""

    ANALYST = "regional-analyst", "региональный аналитик"
    AUTHORITY_HEAD = "authority-head", "руководитель управления образования"
    COORDINATOR = "municipal-coordinator", "муниципальный координатор"
    METHODOLOGIST = "methodologist", "методист"
    CURATOR = "curator", "куратор"
    MENTOR = "mentor", "наставник"
    HEAD = "head-of-school", "директор школы"
    DEPUTY = "deputy", "заместитель директора"
    TEACHER = "teacher", "учитель"
    OBSERVER = "observer", "наблюдатель"
    ADMINISTRATOR = "administrator", "администратор сайта"


class Post(Tracked):
    """A person's post in an organisation. A curator's or mentor's post stands at each school they look after.

    Attributes:
        since: first day.
        until: last day; None while the post is held.
    """

    person = models.ForeignKey(Person, models.PROTECT, related_name="posts", verbose_name="человек")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="posts", verbose_name="организация")
    kind = models.CharField("должность", max_length=30, choices=PostKind)
    since = models.DateField("с")
    until = models.DateField("по", null=True, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(
                fields=("person", "organisation", "kind"),
                condition=Q(until__isnull=True, trashed_at__isnull=True),
                name="one_post_at_a_time",
            ),
        )

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.organisation}"
