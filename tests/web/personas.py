"""The people of the tests: a small region, and one person for each post that the site knows."""

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass

from django.test import Client

from opora_web.accounts.actions import appoint, enrol_schools, root_organisation
from opora_web.accounts.models import Organisation, OrganisationKind, Person, PostKind

#: A browser of somebody who has signed in, by sign-in name.
SignedIn = Callable[[str], Client]

SINCE = dt.date(2024, 9, 1)
MOMENT = dt.datetime(2024, 9, 1, 9, tzinfo=dt.UTC)
PASSWORD = "озеро-камыш-42"

#: sign-in name → (full name, post, where). «Речной» is the district of the story, «Лесной» the neighbour.
PERSONAS: dict[str, tuple[str, PostKind | None, str]] = {
    "analyst": ("Аналитикова Анна Андреевна", PostKind.ANALYST, "region"),
    "authority-head": ("Главин Глеб Георгиевич", PostKind.AUTHORITY_HEAD, "Речной"),
    "coordinator": ("Координатова Ксения Кирилловна", PostKind.COORDINATOR, "Речной"),
    "methodologist": ("Методистова Мария Михайловна", PostKind.METHODOLOGIST, "Речной"),
    "curator": ("Кураторов Константин Кузьмич", PostKind.CURATOR, "school-1"),
    "mentor": ("Наставникова Нина Николаевна", PostKind.MENTOR, "school-1"),
    "head": ("Директорова Дарья Дмитриевна", PostKind.HEAD, "school-1"),
    "deputy": ("Завучева Зоя Захаровна", PostKind.DEPUTY, "school-1"),
    "teacher": ("Учителев Устин Ульянович", PostKind.TEACHER, "school-1"),
    "observer": ("Наблюдателев Никита Назарович", PostKind.OBSERVER, "Речной"),
    "administrator": ("Администраторов Артём Антонович", PostKind.ADMINISTRATOR, "region"),
    "neighbour-head": ("Соседкина Софья Семёновна", PostKind.HEAD, "school-2"),
    "stranger": ("Лесникова Лидия Львовна", PostKind.COORDINATOR, "Лесной"),
    "outsider": ("Прохожев Пётр Петрович", None, ""),
}


@dataclass(frozen=True)
class People:
    """The region and its people."""

    region: Organisation
    municipalities: dict[str, Organisation]
    schools: list[Organisation]
    persons: dict[str, Person]

    def __getitem__(self, name: str) -> Person:
        return Person.objects.get(pk=self.persons[name].pk)  # fresh: posts are remembered on the object


def settle_people(schools: list[dict[str, str | None]]) -> People:
    """Make the tree of these schools and all personas; the two largest municipalities become the story's."""
    region = root_organisation("Озёрский край")
    enrol_schools(schools, region, MOMENT)
    all_homes = Organisation.objects.filter(kind=OrganisationKind.MUNICIPALITY)
    homes = sorted(all_homes, key=lambda home: (-home.children.count(), home.pk))
    own = list(Organisation.objects.filter(kind=OrganisationKind.SCHOOL, parent=homes[0]).order_by("pk"))
    places = {"region": region, "Речной": homes[0], "Лесной": homes[1], "school-1": own[0], "school-2": own[1]}
    persons = {}
    for name, (full_name, kind, where) in PERSONAS.items():
        persons[name] = Person.objects.create_user(name, f"{name}@example.org", PASSWORD, full_name=full_name)
        if kind is not None:
            appoint(persons[name], kind, places[where], SINCE)
    return People(region, {"Речной": homes[0], "Лесной": homes[1]}, own, persons)
