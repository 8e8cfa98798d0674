"""A region on the site: 1,500 schools, five years of results, two people at every school."""

import datetime as dt
import os
import sys
from collections import Counter
from pathlib import Path

import pyarrow as pa

from opora.identity.joining import joined_schools
from opora.store import Draft, Recipe, Store
from opora.synthetic import RegionPlan, write_region_tables
from opora.tables import CONTRACTS, FILES

SCHOOLS, YEARS, POSTS_A_SCHOOL = 1_500, (2020, 2021, 2022, 2023, 2024), 2
PASSWORD = "замер-скорости-1"


def store_results(data: Path) -> None:
    """Publish the region as a release."""
    write_region_tables(RegionPlan(schools=SCHOOLS, years=YEARS), data / "made-up", lambda *_: None)
    tables = data / "made-up" / "tables"
    with Store(data).draft() as draft:
        for source in sorted(tables.iterdir()):
            files = str(source / "*.parquet") if source.is_dir() else str(source)
            draft.put(source.stem, draft.engine.read_parquet(files))
        register, names = (draft.relation(name).to_arrow_table() for name in ("register", "school_names"))
        codes = draft.relation("results").project("school_code").distinct().fetchall()
        schools, school_codes = joined_schools(register, names, sorted(code for (code,) in codes))
        draft.replace("schools", schools)
        draft.replace("school_codes", school_codes)
        draft.put("files", draft.engine.from_arrow(_files_behind(draft)))
        draft.publish(Recipe(made_at="2024-06-01T00:00:00+00:00", opora="benchmark"))


def _files_behind(draft: Draft) -> pa.Table:
    """Return the record of every file the rows name: pages say from which files a school's numbers are."""
    rows: Counter[str] = Counter()
    for table in draft.tables():
        if "source_file" in CONTRACTS[table].names:
            rows.update(dict(draft.relation(table).aggregate("source_file, count(*)").fetchall()))
    known = {"source": "vpr-individual", "year": None, "release": draft.number}
    return FILES.table([{"source_file": one, "sha256": one, "file": one, "rows": rows[one]} | known for one in rows])


def settle_people(data: Path) -> None:
    """Make the site's database: the tree of the release, two people at each school, one analyst."""
    os.environ |= {"OPORA_DATA": str(data), "DJANGO_SETTINGS_MODULE": "opora_web.settings"}
    import django

    django.setup()
    from django.conf import settings
    from django.contrib.auth.hashers import make_password

    from opora_web.accounts.actions import appoint, root_organisation
    from opora_web.accounts.models import Organisation, OrganisationKind, Person, Post, PostKind
    from opora_web.facts import current_facts
    from opora_web.machine.first_start import prepare

    moment = dt.datetime(2026, 1, 1, tzinfo=dt.UTC)
    prepare(moment)
    current_facts().warm()
    password = make_password(PASSWORD)
    schools = list(Organisation.objects.filter(kind=OrganisationKind.SCHOOL))
    people = Person.objects.bulk_create(
        Person(username=f"person-{number}", full_name=f"Человек Номер {number}", password=password)
        for number in range(len(schools) * POSTS_A_SCHOOL)
    )
    Post.objects.bulk_create(
        Post(
            person=person,
            organisation=schools[number // POSTS_A_SCHOOL],
            kind=(PostKind.HEAD, PostKind.DEPUTY)[number % POSTS_A_SCHOOL],
            since=moment.date(),
        )
        for number, person in enumerate(people)
    )
    analyst = Person.objects.create(username="analyst", full_name="Аналитик Региона", password=password)
    appoint(analyst, PostKind.ANALYST, root_organisation(settings.AUTHORITY), moment.date())


if __name__ == "__main__":
    store_results(Path(sys.argv[1]))
    settle_people(Path(sys.argv[1]))
    print(SCHOOLS)
