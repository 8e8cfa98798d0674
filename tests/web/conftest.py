"""A real release for the whole run, and the people of the region in each test's database."""

import datetime as dt
from pathlib import Path

import pytest
from django.conf import settings
from django.test import Client

from opora.pipeline import silent, take_in
from opora.store import Store
from opora.synthetic import RegionPlan, write_region
from opora_web.facts import current_facts
from tests.web.personas import People, SignedIn, settle_people

MADE_AT = dt.datetime(2024, 7, 1, 12, tzinfo=dt.UTC)


@pytest.fixture(scope="session")
def region_files(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A made-up region as the files districts hold."""
    folder = tmp_path_factory.mktemp("region")
    write_region(RegionPlan(schools=24, years=(2023, 2024)), folder, silent)
    return folder / "files"


@pytest.fixture(scope="session")
def release(region_files: Path) -> int:
    """The number of a release with everything of the region in it."""
    number = take_in([region_files], Store(Path(settings.DATA)), MADE_AT).release
    assert number is not None
    return number


@pytest.fixture
def people(db: None, release: int) -> People:
    """The region's tree and its people."""
    rows = [
        {"school": one.code, "name": one.name, "municipality": one.municipality}
        for one in current_facts().schools.values()
    ]
    return settle_people(rows)


@pytest.fixture
def signed_in(people: People) -> SignedIn:
    """A browser of somebody who has signed in."""

    def as_(name: str) -> Client:
        client = Client()
        client.force_login(people[name], backend="allauth.account.auth_backends.AuthenticationBackend")
        return client

    return as_
