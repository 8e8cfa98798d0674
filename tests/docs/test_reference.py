"""Reference pages say what the code says, and leave nothing out."""

import re
import tomllib
from pathlib import Path

import pytest

from opora.cli.analysing import ANALYSES
from opora.cli.app import COMMANDS
from opora.reports.effect_document import EFFECT_FIELDS
from opora.reports.letter_document import LETTER_FIELDS
from opora.reports.list_document import LIST_FIELDS
from opora.reports.minutes_document import MEETING_LETTER_FIELDS, MINUTES_FIELDS
from opora.reports.order_document import ORDER_FIELDS
from opora.reports.period_report import REPORT_FIELDS
from opora.reports.plan_document import PLAN_FIELDS
from opora.sources import READERS
from opora.tables import COUNTED_TABLES, RELEASE_TABLES
from opora.vocabulary.problem_kinds import KINDS
from opora.vocabulary.problem_kinds.plans import PLANS
from opora.vocabulary.procedures import procedures
from opora.vocabulary.rules import METHODS, rule_set, rule_set_names
from tests.docs.pages import DOCS, fences, text_of
from tools import reference


@pytest.mark.parametrize("page", reference.PAGES)
def test_a_reference_page_is_what_the_code_makes(page: str) -> None:
    assert text_of(DOCS / "reference" / page) == reference.made(page), "выполните make docs"


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("commands.md", [f"## opora {name}" for name in COMMANDS]),
        ("commands.md", [f"## opora analyse {name}" for name in ANALYSES]),
        ("problems.md", [f"| `{code}` |" for code in KINDS]),
        ("tables.md", [f"(`{table.name}`)" for table in (*RELEASE_TABLES, *COUNTED_TABLES)]),
        ("rules.md", [f"| `{name}` |" for name in rule_set_names()]),
        ("rules.md", [f"| `{name}` |" for model in METHODS for name in model.model_fields]),
        ("scales.md", [f"| `{code}` |" for code in procedures()]),
        ("sources.md", [f"| `{reader.SOURCE}` |" for reader in READERS]),
    ],
)
def test_everything_with_a_name_stands_on_its_page(page: str, words: list[str]) -> None:
    text = text_of(DOCS / "reference" / page)
    assert [word for word in words if word not in text] == []


def test_every_field_of_the_word_templates_stands_on_their_page() -> None:
    text = text_of(DOCS / "how_to" / "own-word-templates.md")
    fields = (
        *LIST_FIELDS,
        *LETTER_FIELDS,
        *ORDER_FIELDS,
        *PLAN_FIELDS,
        *EFFECT_FIELDS,
        *MINUTES_FIELDS,
        *MEETING_LETTER_FIELDS,
        *REPORT_FIELDS,
    )
    names = {part for field in fields for part in field.split(".")}
    assert sorted(name for name in names if f"`{name}`" not in text) == []


def test_every_remark_on_a_plan_is_explained() -> None:
    text = text_of(DOCS / "explanation" / "plan-remarks.md")
    of_the_linter = {kind.code for kind in PLANS} - {
        "no-plan-table", "columns-guessed", "office-missing", "office-too-slow", "period-unknown", "plan-row-skipped",
    }  # fmt: skip
    assert sorted(code for code in of_the_linter if f"`{code}`" not in text) == []


def test_the_rule_set_shown_in_the_guide_can_be_used(tmp_path: Path) -> None:
    (shown,) = [one.text for one in fences(DOCS / "how_to" / "write-a-rule-set.md") if one.language == "toml"]
    name = tomllib.loads(shown)["name"]
    (tmp_path / f"{name}.toml").write_text(shown, encoding="utf-8")
    assert rule_set(name, (tmp_path,)).least_low_procedures == 2


def test_the_page_on_identification_names_the_numbers_of_the_federal_rules() -> None:
    text, rules = text_of(DOCS / "explanation" / "identification.md"), rule_set("federal-2020")
    named = re.findall(r"`([a-z_]+)`\s\((\d+)", text)
    assert len(named) >= 7
    assert [(name, number) for name, number in named if getattr(rules, name) != int(number)] == []


def test_tables_that_readers_fill_are_tables_of_a_release() -> None:
    known = {table.name for table in RELEASE_TABLES}
    assert {table for reader in READERS for table in reader.FILLS} <= known
