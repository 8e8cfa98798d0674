"""A backup holds everything, and what is put back is what was there."""

import datetime as dt
import json
import os
import shutil
import zipfile
from hashlib import sha256
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from opora.pipeline import take_in
from opora.store import Store
from opora_web.machine.backup import BackupImpossibleError
from opora_web.machine.restoring import unpack
from tests.web.machine.processes import site

MOMENT = dt.datetime(2026, 11, 22, 12, tzinfo=dt.UTC)


@pytest.fixture(scope="module")
def lived_in(tmp_path_factory: pytest.TempPathFactory, region_files: Path) -> Path:
    """A data folder with a release, a person, an uploaded file."""
    data = tmp_path_factory.mktemp("lived") / "data"
    take_in([next(region_files.rglob("*еестр*.xlsx"))], Store(data), MOMENT)
    assert site(data, "migrate", "-v0").returncode == 0
    (data / "uploads").mkdir()
    (data / "uploads" / "ab.xlsx").write_bytes(b"sent")
    made = "Person.objects.create_user('one', password='x', full_name='Один')"
    assert site(data, "shell", "-v0", "-c", f"from opora_web.accounts.models import Person; {made}").returncode == 0
    return data


@pytest.fixture
def copy(lived_in: Path, tmp_path: Path) -> Path:
    """A backup of that folder."""
    done = site(lived_in, "backup", str(tmp_path / "copy.opora"))
    assert done.returncode == 0, done.stderr
    return tmp_path / "copy.opora"


def test_what_is_restored_is_what_was_there(lived_in: Path, copy: Path, tmp_path: Path):
    done = site(tmp_path / "fresh", "restore", str(copy))
    assert done.returncode == 0, done.stderr
    fresh = tmp_path / "fresh"
    assert (
        Store(fresh).current().relation("schools").fetchall()
        == Store(lived_in).current().relation("schools").fetchall()
    )
    assert (fresh / "secret").read_bytes() == (lived_in / "secret").read_bytes()
    assert (fresh / "uploads" / "ab.xlsx").read_bytes() == b"sent"
    people = "from opora_web.accounts.models import Person as P; print([p.full_name for p in P.objects.all()])"
    assert "['Один']" in site(fresh, "shell", "-v0", "-c", people).stdout
    assert site(fresh, "doctor").returncode == 0


def test_the_key_of_signatures_is_not_in_a_backup(copy: Path):
    assert "site-key" not in zipfile.ZipFile(copy).namelist()


def test_restore_does_not_overwrite_unless_told_and_then_keeps_the_old(lived_in: Path, copy: Path, tmp_path: Path):
    other = tmp_path / "other"
    shutil.copytree(lived_in, other)
    (other / "mine.txt").write_text("моё")
    refused = site(other, "restore", str(copy))
    assert refused.returncode == 1
    assert "--overwrite" in refused.stderr
    assert site(other, "restore", str(copy), "--overwrite").returncode == 0
    (kept,) = tmp_path.glob("other-до-*")
    assert (kept / "mine.txt").read_text() == "моё"


def test_a_damaged_backup_is_refused_and_nothing_is_touched(lived_in: Path, copy: Path, tmp_path: Path):
    content = bytearray(copy.read_bytes())
    for place in range(2_000, len(content), 5_000):
        content[place] ^= 0xFF
    copy.write_bytes(content)
    other = tmp_path / "other"
    shutil.copytree(lived_in, other)
    refused = site(other, "restore", str(copy), "--overwrite")
    assert refused.returncode == 1
    assert "повреждена" in refused.stderr
    assert Store(other).current().number == 1
    assert [path.name for path in tmp_path.glob("other*")] == ["other"]


@given(places=st.lists(st.floats(0, 1, exclude_max=True), min_size=1, max_size=20), mask=st.integers(1, 255))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
def test_damage_anywhere_is_refused_in_words_or_harmless(copy: Path, places: list[float], mask: int):
    content = bytearray(copy.read_bytes())
    for place in places:
        content[int(place * len(content))] ^= mask
    with TemporaryDirectory() as folder:
        damaged = Path(folder) / "copy.opora"
        damaged.write_bytes(content)
        try:
            unpacked = unpack(damaged, Path(folder) / "data")
        except BackupImpossibleError:
            return
        # what was let in was damaged only where no one reads: dates of members, gaps
        for name, digest in unpacked.files.items():
            assert sha256((Path(folder) / "data" / name).read_bytes()).hexdigest() == digest


def test_a_backup_cannot_write_outside_the_folder(copy: Path, tmp_path: Path):
    with zipfile.ZipFile(copy) as archive:
        description = json.loads(archive.read("backup.json"))
    hostile = tmp_path / "hostile.opora"
    with zipfile.ZipFile(hostile, "w") as archive:
        archive.writestr("../../outside.txt", "наружу")
        description["files"] = {"../../outside.txt": "00"}
        archive.writestr("backup.json", json.dumps(description))
    refused = site(tmp_path / "fresh", "restore", str(hostile))
    assert refused.returncode == 1
    assert "за пределы" in refused.stderr
    assert not (tmp_path.parent / "outside.txt").exists()


def test_the_doctor_finds_a_lost_file_of_a_release(lived_in: Path, tmp_path: Path):
    sick = tmp_path / "sick"
    shutil.copytree(lived_in, sick)
    next((sick / "results" / "schools").rglob("*.parquet")).unlink()
    seen = site(sick, "doctor", "--json")
    assert seen.returncode == 1
    (trouble,) = [one for one in json.loads(seen.stdout) if one["verdict"] == "trouble"]
    assert "schools" in trouble["seen"]
    assert "opora restore" in trouble["remedy"]


#: A plan with its file, the file of its changes, the order that approved it, and evidence of what was done.
PAPERS = """
import datetime as dt, io
from opora_web.accounts.actions import root_organisation
from opora_web.accounts.models import Person
from opora_web.intake.sendings.uploads import store_content
from opora_web.programme.execution.models import Evidence, Occurrence
from opora_web.programme.identification.scans import keep_scan
from opora_web.programme.roadmap.models import PlanArrival, PlanEdition, Roadmap, RoadmapMeasure
person, place, day = Person.objects.first(), root_organisation('Край'), dt.date(2026, 9, 1)
now = dt.datetime(2026, 9, 1, tzinfo=dt.UTC)
kept = lambda name: store_content(name, name.encode()).stored_as
plan = Roadmap.objects.create(organisation=place, title='План', starts_on=day, ends_on=day, source=kept('план'),
    made_by=person, made_at=now)
PlanArrival.objects.create(organisation=place, roadmap=plan, file=kept('правки'), file_name='правки.docx', plan={},
    sender=person, sent_at=now)
PlanEdition.objects.create(roadmap=plan, number=0, plan={}, order_number='1', order_date=day,
    scan=keep_scan(io.BytesIO(b'%PDF-order'), 'приказ')[0], approved_by=person, approved_at=now)
days = dict.fromkeys(('starts_on', 'due_on', 'planned_starts_on', 'planned_due_on', 'edition_starts_on',
    'edition_due_on'), day)
task = Occurrence.objects.create(measure=RoadmapMeasure.objects.create(roadmap=plan, position=1, name='Дело'), **days)
Evidence.objects.create(occurrence=task, kind='note', proves='сделано', file=kept('фото'), author=person, added_at=now)
"""


def test_files_of_plans_orders_and_evidence_come_back_and_the_doctor_misses_each_lost_one(
    lived_in: Path, tmp_path: Path
):
    busy, fresh = tmp_path / "busy", tmp_path / "fresh"
    shutil.copytree(lived_in, busy)
    made = site(busy, "shell", "-v0", "-c", PAPERS)
    assert made.returncode == 0, made.stderr
    kept = {file.relative_to(busy): file.read_bytes() for file in (busy / "uploads").rglob("*") if file.is_file()}
    assert {"план".encode(), "правки".encode(), b"%PDF-order", "фото".encode()} < set(kept.values())
    assert site(busy, "backup", str(tmp_path / "copy")).returncode == 0
    assert site(fresh, "restore", str(tmp_path / "copy")).returncode == 0
    assert {name: (fresh / name).read_bytes() for name in kept} == kept
    seen = site(fresh, "doctor", "--json")
    assert seen.returncode == 0
    assert "на месте: 4" in seen.stdout
    shutil.rmtree(fresh / "uploads")
    seen = site(fresh, "doctor", "--json")
    assert seen.returncode == 1
    troubles = [one for one in json.loads(seen.stdout) if one["verdict"] == "trouble"]
    assert [one["what"] for one in troubles] == [
        "файлы планов", "присланные планы", "приказы о планах", "подтверждения",
    ]  # fmt: skip
    assert all(one["seen"].startswith("не найдено: 1 из 1") and "opora restore" in one["remedy"] for one in troubles)


@pytest.mark.skipif(not os.environ.get("OPORA_DATABASE"), reason="на PostgreSQL: make test-postgres")
def test_a_backup_of_postgresql_brings_people_back(lived_in: Path, tmp_path: Path):
    """The same round trip on the server's own programs; a person added after the backup is gone after the restore."""
    base, _, _ = os.environ["OPORA_DATABASE"].rpartition("/")
    admin = {"OPORA_DATABASE": f"{base}/postgres"}
    made = "from django.db import connection as c; k = c.cursor(); k.execute('CREATE DATABASE kept')"
    assert site(lived_in, "shell", "-v0", "-c", made, **admin).returncode == 0
    kept = {"OPORA_DATABASE": f"{base}/kept"}
    assert site(lived_in, "migrate", "-v0", **kept).returncode == 0
    add = "from opora_web.accounts.models import Person as P; P.objects.create_user('{0}', full_name='{0}')"
    assert site(lived_in, "shell", "-v0", "-c", add.format("before"), **kept).returncode == 0
    assert site(lived_in, "backup", str(tmp_path / "copy"), **kept).returncode == 0
    assert site(lived_in, "shell", "-v0", "-c", add.format("after"), **kept).returncode == 0
    restored = site(tmp_path / "fresh", "restore", str(tmp_path / "copy"), **kept)
    assert restored.returncode == 0, restored.stderr
    asked = (
        "from opora_web.accounts.models import Person as P; print(list(P.objects.values_list('username', flat=True)))"
    )
    assert "['before']" in site(tmp_path / "fresh", "shell", "-v0", "-c", asked, **kept).stdout
