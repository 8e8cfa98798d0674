"""What the items of ВПР test: «Достижение планируемых результатов» of the region, a sheet for each paper."""

import tomllib
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import groupby
from pathlib import Path
from typing import Any

from opora.synthetic.files_vpr import paper_words, subject_words
from opora.synthetic.names import REGION
from opora.synthetic.papers import PaperForm
from opora.synthetic.sending import Row, Sending, Sheets
from opora.synthetic.writing import WrittenPaper

FILE = Path("ВПР", "Достижение планируемых результатов.xlsx")
_HEADINGS = ("Номер задания", "Блоки ПООП обучающийся научится / получит возможность научиться", "Макс балл", REGION)


def skills_file(written: Sequence[WrittenPaper]) -> Sending:
    """Return the report of the region: it alone says what items test. Layout: domain reference §6.6."""
    return Sending(FILE, lambda: _sheets(written))


def skills_of(form: PaperForm, year: int) -> dict[str, str]:
    """Return what each item of a paper tests; nothing for a paper whose items are not those of the real one."""
    for entry in _entries():
        if (form.procedure, form.subject, form.paper_grade) != ("vpr", entry["subject"], entry["paper_grade"]):
            continue
        if entry.get("year_from", 0) <= year <= entry.get("year_to", year):
            tested = {item: skill for items, skill in entry["skills"] for item in items.split()}
            return tested if tested.keys() == set(form.items) else {}
    return {}


@cache
def _entries() -> list[dict[str, Any]]:
    text = Path(__file__).with_name("skills.toml").read_text(encoding="utf-8")
    return list(tomllib.loads(text)["paper"])


def _sheets(written: Sequence[WrittenPaper]) -> Sheets:
    sheets = {}
    for (form, year), same in groupby(written, key=lambda paper: (paper.form, paper.year)):
        groups = list(same)
        tested = skills_of(form, year)
        if tested:
            name = f"{subject_words(form.subject)} {form.paper_grade}, {year}"
            sheets[name] = _rows(form, groups, tested)
    return sheets


def _rows(form: PaperForm, groups: Sequence[WrittenPaper], tested: dict[str, str]) -> Iterator[Row]:
    pupils = sum(len(paper.school) for paper in groups)
    yield (f"ВПР {paper_words(form, groups[0].year)}",)
    yield ("Предмет:", subject_words(form.subject))
    yield _HEADINGS
    yield (None, None, None, f"{pupils} уч.")
    for place, (item, most) in enumerate(zip(form.items, form.maxima, strict=True)):
        earned = sum(int(paper.scores[place].clip(min=0).sum()) for paper in groups)
        yield (item, tested[item], most, round(100 * earned / (pupils * most), 2) if pupils else None)
