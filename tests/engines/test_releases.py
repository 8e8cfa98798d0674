"""A release is read by Spark from the same files, and the commands answer the same."""

import json
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from opora.cli.analysing import ANALYSES
from opora.cli.app import run
from opora.cli.engine import ENGINE_VARIABLE
from opora.measuring.items import Asked, items_of_paper
from opora.measuring.results_over_years import PapersAsked, results_of_release
from opora.school_facts import facts_of_release
from opora.store import Store
from opora.tables import CONTRACTS, RESULTS
from opora.vocabulary.papers import Paper
from tests.engines.agreement import assert_agree
from tests.engines.conftest import MASTER, Both

PAPER = ("--year", 2024, "--subject", "mathematics", "--paper-grade", 5)
COMMANDS = {
    "identify": ("identify", "--year", 2024),
    "identify by another rule": ("identify", "--year", 2024, "--compare-rules", "decline-risk"),
    "items": ("analyse", "items", *PAPER),
    "rasch": ("analyse", "rasch", *PAPER),
    "objectivity": ("analyse", "objectivity", *PAPER),
    "context": ("analyse", "context", "--year", 2024),
    "similar-schools": ("analyse", "similar-schools", "--year", 2024),
    "growth": ("analyse", "growth", "--year", 2024),
    "forecast": ("analyse", "forecast", "--year", 2024),
    "target": ("analyse", "target", "--start", 40, "--goal", 30, "--size", 25),
    "mentors": ("analyse", "mentors", "--school", "edu300101", *PAPER),
    "mixed-model": ("analyse", "mixed-model", "--year", 2024, "--subject", "mathematics",
                    "--formula", "primary_score ~ rural + (1|municipality/school)"),
}  # fmt: skip

#: Sums of fractions depend on the order they are added in; a solver passes it on.
SOLVED = {"growth": 1e-7, "mixed-model": 1e-7}


def spark_jobs(both: Both) -> set[int]:
    """Return the numbers of all jobs that Spark has done in this process."""
    return set(both.spark._session.sparkContext.statusTracker().getJobIdsForGroup(None))


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_answers_the_same(
    name: str, data: Path, both: Both, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = []
    for engine in ("duckdb", f"spark://{MASTER}"):
        before = spark_jobs(both)
        monkeypatch.setenv(ENGINE_VARIABLE, engine)
        file = tmp_path / f"{engine.partition(':')[0]}.json"
        assert run([*map(str, COMMANDS[name]), "--data", str(data), "--json", str(file)]) == 0
        answers.append(json.loads(file.read_text("utf-8")))
        assert bool(spark_jobs(both) - before) == (engine != "duckdb"), "who counted is not who was asked"
    assert_agree(answers[1], answers[0], SOLVED.get(name, 0.0))


def test_every_analysis_is_asked_of_both() -> None:
    below = {"growth-percentiles", "did-it-help"}  # they need a table or a list beside the release
    assert set(ANALYSES) <= COMMANDS.keys() | below


def test_every_table_of_a_release_is_read_the_same(data: Path, both: Both) -> None:
    embedded, spark = Store(data).current(), Store(data, both.spark).current()
    assert embedded.files("results")
    for name in CONTRACTS:
        contract = CONTRACTS[name]
        assert dict(spark.table(name).collect_schema()) == dict(embedded.table(name).collect_schema()), name
        if name != "results":
            assert_agree(spark.table(name), embedded.table(name), 0.0, name)
        assert spark.table(name).collect_schema().names() == contract.names


def test_a_table_of_older_files_has_the_columns_that_came_later(both: Both, tmp_path: Path) -> None:
    rows = RESULTS.table([{"year": 2024, "procedure": "vpr", "school_code": "Ё", "mark": 2, "journal_mark": 3}] * 3)
    files = []
    for year, left_out in ((2023, ["journal_mark", "i60"]), (2024, [])):
        folder = tmp_path / "данные {1}, копия" / "results" / f"year={year}" / "procedure=vpr"
        folder.mkdir(parents=True)
        pq.write_table(rows.drop_columns(["year", "procedure", *left_out]), folder / "часть 1.parquet")
        files.append(str(folder / "часть 1.parquet"))
    found = both.agree_on(lambda engine: engine.rows(RESULTS, files)).collect().to_arrow()
    assert sorted(found["year"].to_pylist()) == [2023] * 3 + [2024] * 3
    assert found["journal_mark"].null_count == 3
    assert found.schema.field("year").type == pa.int16()


def test_the_facts_behind_similar_schools(data: Path, both: Both) -> None:
    embedded, spark = (facts_of_release(Store(data, engine).current(), 2024) for engine in (None, both.spark))
    assert len(embedded.schools) > 20
    assert_agree(spark, embedded, 1e-12)


def test_the_results_over_years_that_support_is_judged_by(data: Path, both: Both) -> None:
    embedded, spark = (
        results_of_release(Store(data, engine).current(), PapersAsked()) for engine in (None, both.spark)
    )  # fmt: skip
    assert len(embedded.rows) > 20
    assert_agree(spark, embedded, 0.0)


def test_somebodys_table_is_counted_the_same(both: Both, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from tests.engines.drawn import years_of_pupils

    file, answers = tmp_path / "ученики [1] {2}.parquet", []
    pq.write_table(years_of_pupils(), file)
    assert both
    for engine in ("duckdb", f"spark://{MASTER}"):
        monkeypatch.setenv(ENGINE_VARIABLE, engine)
        to = tmp_path / "ответ.json"
        words = ("growth-percentiles", "--id", "id", "--time", "year", "--grade", "grade", "--score", "score",
                 "--school", "school", "--year", "2024_2025", "--progression", "3,4,5")  # fmt: skip
        assert run(["analyse", *words, "--table", str(file), "--json", str(to)]) == 0
        answers.append(json.loads(to.read_text("utf-8")))
    assert_agree(answers[1], answers[0], 0.0)


def test_a_text_table_is_parsed_here_and_counted_there(
    both: Both, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert both
    lines = "\n".join(f"{place % 2},{place % 3 % 2},{(place + 1) % 2}" for place in range(40))
    (tmp_path / "ответы.csv").write_text(f"а,б,в.1\n{lines}\n", "utf-8")
    monkeypatch.setenv(ENGINE_VARIABLE, f"spark://{MASTER}")
    words = ["analyse", "rasch", "--table", str(tmp_path / "ответы.csv"), "--json", "-"]
    assert run([*words, "--items", "а,б"]) == 0
    assert json.loads(capsys.readouterr().out)["n"] == 40


def test_a_column_that_spark_cannot_name_is_refused_with_what_to_do(
    both: Both, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert both
    file = tmp_path / "т.parquet"
    pq.write_table(pa.table({"балл.1": [1, 0], "б": [0, 1]}), file)
    monkeypatch.setenv(ENGINE_VARIABLE, f"spark://{MASTER}")
    assert run(["analyse", "rasch", "--table", str(file), "--items", "балл.1,б"]) == 1
    assert "OPORA_ENGINE=duckdb" in capsys.readouterr().err


def test_the_map_of_a_paper_with_its_skills(data: Path, both: Both) -> None:
    paper = Paper(2024, "vpr", "mathematics", 5, "standard")
    embedded, spark = (items_of_paper(Store(data, engine).current(), paper, Asked()) for engine in (None, both.spark))
    assert embedded.schools > 5
    assert_agree(spark, embedded, 0.0)
