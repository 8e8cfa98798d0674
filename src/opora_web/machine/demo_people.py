"""The people of the demo: one for each post, in the district where the story goes on."""

import datetime as dt
from collections import Counter
from dataclasses import dataclass

from opora_web.accounts.actions import appoint, root_organisation
from opora_web.accounts.models import Organisation, Person, PostKind
from opora_web.facts import Facts


@dataclass(frozen=True)
class DemoPerson:
    """One person of the demo: sign-in name, full name, post, and where it stands."""

    sign_in_name: str
    full_name: str
    kind: PostKind
    where: str


#: `district` is the story's municipality, `first`, `second` its listed schools, `neighbour` another municipality.
PEOPLE: tuple[DemoPerson, ...] = (
    DemoPerson("analyst", "Белова Анна Сергеевна", PostKind.ANALYST, "region"),
    DemoPerson("head-of-region", "Панин Сергей Николаевич", PostKind.AUTHORITY_HEAD, "region"),
    DemoPerson("head-of-authority", "Громов Павел Ильич", PostKind.AUTHORITY_HEAD, "district"),
    DemoPerson("coordinator", "Орлова Марина Викторовна", PostKind.COORDINATOR, "district"),
    DemoPerson("methodologist", "Лаптева Ольга Юрьевна", PostKind.METHODOLOGIST, "district"),
    DemoPerson("curator", "Зимин Андрей Петрович", PostKind.CURATOR, "first"),
    DemoPerson("mentor", "Соловьёва Ирина Олеговна", PostKind.MENTOR, "first"),
    DemoPerson("director", "Кузнецова Елена Павловна", PostKind.HEAD, "first"),
    DemoPerson("second-director", "Тихонов Виктор Андреевич", PostKind.HEAD, "second"),
    DemoPerson("deputy", "Крылова Светлана Игоревна", PostKind.DEPUTY, "first"),
    DemoPerson("teacher", "Носова Вера Николаевна", PostKind.TEACHER, "first"),
    DemoPerson("observer", "Ершов Дмитрий Олегович", PostKind.OBSERVER, "district"),
    DemoPerson("neighbour", "Фролова Галина Петровна", PostKind.COORDINATOR, "neighbour"),
    DemoPerson("administrator", "Седов Илья Романович", PostKind.ADMINISTRATOR, "region"),
)


def story_places(facts: Facts, authority: str) -> dict[str, Organisation]:
    """Return where the story goes on: the municipality with most listed schools, two of them, a neighbour.

    Raises:
        LookupError: the region is so small that no municipality has schools on the list in both of the last years.
    """
    listed, before = ([one for one in facts.identification(year).schools if one.listed] for year in facts.years[:2])
    had_a_list = {one.municipality for one in before}
    districts = Counter(one.municipality for one in listed if one.municipality in had_a_list).most_common(1)
    if not districts:
        raise LookupError("В учебном регионе мало школ в списке: возьмите больше школ, --schools 180.")
    own = [one.school for one in listed if one.municipality == districts[0][0]]
    schools = {one.code: one for one in Organisation.objects.filter(code__in=own).select_related("parent")}
    first, second = schools[own[0]], schools[own[-1]]
    district = first.parent
    if district is None:
        raise LookupError("В учебном регионе нет муниципалитетов.")
    neighbour = Organisation.objects.filter(kind=district.kind).exclude(pk=district.pk).order_by("sort_key").first()
    return {
        "region": root_organisation(authority),
        "district": district,
        "first": first,
        "second": second,
        "neighbour": neighbour or district,
    }


def settle_people(places: dict[str, Organisation], password: str, since: dt.date) -> dict[str, Person]:
    """Make the people of the demo and give them their posts; return them by sign-in name."""
    people = {}
    for one in PEOPLE:
        address = f"{one.sign_in_name}@example.org"
        person = Person.objects.create_user(one.sign_in_name, address, password, full_name=one.full_name)
        appoint(person, one.kind, places[one.where], since)
        people[one.sign_in_name] = person
    return people
