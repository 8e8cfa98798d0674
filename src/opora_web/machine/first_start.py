"""What has to stand before the first page can be shown."""

import datetime as dt
from pathlib import Path

from django.conf import settings
from django.core.management import CommandError, call_command

from opora.vocabulary.own_files import own_file_problems
from opora_web.accounts.actions import appoint, enrol_schools, root_organisation
from opora_web.accounts.models import Person, PostKind
from opora_web.facts import authority_folders, current_facts


def prepare(moment: dt.datetime) -> None:
    """Bring the database, the folders and the tree of organisations up to date.

    Raises:
        CommandError: a file the authority wrote for itself cannot be used.
    """
    if problems := own_file_problems(authority_folders()):
        raise CommandError("\n".join(problems))
    for folder in (settings.STATIC_ROOT, settings.UPLOADS, settings.COMPUTED):
        Path(folder).mkdir(parents=True, exist_ok=True)
    call_command("migrate", verbosity=0, interactive=False)
    align_schools(moment)


def align_schools(moment: dt.datetime) -> int:
    """Bring the tree in step with the schools of the release in force; return how many organisations changed."""
    root = root_organisation(settings.AUTHORITY)
    rows = [
        {"school": one.code, "name": one.name, "municipality": one.municipality}
        for one in current_facts().schools.values()
    ]
    return enrol_schools(rows, root, moment) if rows else 0


def first_administrator(moment: dt.datetime) -> Person | None:
    """Return the administrator made for an empty site; None where people are already known."""
    if Person.objects.exists():
        return None
    person = Person(username="administrator", full_name="Администратор")
    person.set_unusable_password()
    person.save()
    appoint(person, PostKind.ADMINISTRATOR, root_organisation(settings.AUTHORITY), moment.date())
    return person
