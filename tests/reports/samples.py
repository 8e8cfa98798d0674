"""An identification, an explanation and a receipt drawn by hand: a small district with tiny schools."""

from collections.abc import Sequence
from typing import Any

from scipy.stats import beta

from opora.tables.identification import (
    Evidence,
    Explanation,
    Identification,
    IdentifiedSchool,
    PaperIndicators,
    ProcedureResult,
    SourceRow,
    Summary,
)
from opora.tables.receipt import FileReceipt, ProblemRecord, Receipt, problem_record
from opora.vocabulary.availability import Availability
from opora.vocabulary.papers import paper_label
from opora.vocabulary.problems import FileStatus, Place, Problem

YEAR = 2024
THRESHOLD = 0.3
RULE_WORDS = (
    "Результат процедуры считается низким, если порог работы не преодолели не менее 30\u00a0% участников.",
    "Школа входит в перечень, если результат низкий не менее чем в 2 процедурах одного года.",
)

#: The procedures of the rule, in the order in which counts are drawn below.
PROCEDURES = (
    ("vpr", "russian", 5), ("vpr", "mathematics", 5), ("vpr", "russian", 6), ("vpr", "mathematics", 6),
    ("oge", "russian", 9), ("oge", "mathematics", 9), ("ege", "russian", 11), ("ege", "mathematics", 11),
)  # fmt: skip

HOSTILE_NAMES = (
    'МБОУ «СОШ <b>№ 1</b>» & "К\'о"',
    '=HYPERLINK("http://example.invalid","нажмите")',
    "{{ 7*7 }} {% for x in y %}",
    "+79990000000",
    "@SUM(A1:A9)",
    "Муниципальное бюджетное общеобразовательное учреждение " * 12,
    "Школа 🏫 «Радость»\x07\x00",
    "-2+3",
    "]]><w:t>x</w:t>",
    "#{ note }# {%tr endfor %}",
)


def result(procedure: int, counts: tuple[int, int] | None, *, least: int = 10) -> ProcedureResult:
    """Return one procedure from (below, pupils); None stands for a procedure that was not held."""
    code, subject, grade = PROCEDURES[procedure]
    known = {"procedure": code, "subject": subject, "paper_grade": grade, "pupil_grade": grade, "year": YEAR}
    label = paper_label(code, subject, grade)
    if counts is None:
        return ProcedureResult(
            **known, pupils=None, below=None, share_below=None, interval=None, is_low=None,
            availability=Availability.NOT_HELD, label=label,
        )  # fmt: skip
    below, pupils = counts
    enough = pupils >= least
    return ProcedureResult(
        **known, pupils=pupils, below=below, share_below=below / pupils, interval=wilson(below, pupils),
        is_low=10 * below >= 3 * pupils if enough else None,
        availability=Availability.MEASURED if enough else Availability.TOO_FEW,
        probability_low=float(beta.sf(THRESHOLD, below + 0.5, pupils - below + 0.5)), label=label,
    )  # fmt: skip


def wilson(below: int, pupils: int) -> tuple[float, float]:
    """Return the 95 % interval by the formula as printed in textbooks."""
    z, share = 1.959963984540054, below / pupils
    middle = share + z * z / (2 * pupils)
    spread = z * (share * (1 - share) / pupils + z * z / (4 * pupils * pupils)) ** 0.5
    bottom = 1 + z * z / pupils
    return max(0.0, (middle - spread) / bottom), min(1.0, (middle + spread) / bottom)


def school(
    code: str, name: str, counts: Sequence[tuple[int, int] | None], status: str = "none", **known: Any
) -> IdentifiedSchool:
    """Return a school from its counts in the order of PROCEDURES."""
    procedures = [result(number, pair) for number, pair in enumerate(counts)]
    low = sum(one.is_low is True for one in procedures)
    said: dict[str, Any] = {
        "municipality": "Абанский район", "listed": None, "movement": None, "probability_low": 0.04,
        "list_stability": 0.96, "is_small": any((pair or (0, 99))[1] < 20 for pair in counts),
        "reasons": [_reason(status, low)],
        "would_change": ["Ещё 3 участника ниже порога по математике в 6 классе."],
        "certainty": [_certainty(known.get("probability_low", 0.04))],
    }  # fmt: skip
    return IdentifiedSchool(
        school=code, name=name, status=status, low_procedures=low, procedures=procedures, **(said | known)
    )


def _reason(status: str, low: int) -> str:
    if status == "insufficient-data":
        return "Ни в одной процедуре нет 10 участников, поэтому судить о результатах нельзя."
    return f"Процедур с низким результатом – {low} из 6 измеренных; правилу нужно не менее 2."


def _certainty(probability: float | None) -> str:
    if probability is None:
        return "Участников мало: вывод не говорит ни за, ни против школы."
    return f"Вероятность, что школа действительно подпадает под правило, – {round(probability * 100)} %."


def district() -> list[IdentifiedSchool]:
    """Return twelve schools: four listed, two at risk, one that left, two with too little data."""
    no = None
    entered = {"listed": "first-time", "movement": "entered"}
    stays = {"listed": "long-standing", "movement": "stays"}
    return [
        school("edu100101", "МКОУ Абанская ООШ № 1",
               [(8, 22), (9, 22), (5, 20), (8, 20), (4, 24), (8, 24), no, no],
               "low", **entered, probability_low=0.93, list_stability=0.9),
        school("edu100102", "МАОУ Абанская СОШ № 3",
               [(5, 74), (8, 75), (9, 68), (11, 68), (3, 62), (9, 62), (1, 31), (2, 20)]),
        school("edu100103", "МБОУ «Долгомостовская СОШ имени Александра Помозова»",
               [(13, 31), (15, 31), (12, 28), (14, 28), (7, 26), (10, 26), (1, 12), (2, 8)],
               "stably-low", **stays, probability_low=0.995, list_stability=0.99),
        school("edu100104", "МКОУ Апано-Ключинская СОШ",
               [(2, 4), (1, 4), (1, 5), (2, 5), (1, 6), (1, 6), no, no],
               "insufficient-data", probability_low=None, list_stability=None),
        school("edu100105", "МКОУ Березовская СОШ",
               [(3, 12), (4, 12), (2, 11), (2, 11), (1, 10), (3, 10), no, no],
               "low", **entered, probability_low=0.52, list_stability=0.55),
        school("edu100106", "МКОУ Вознесенская СОШ",
               [(1, 13), (2, 13), (2, 14), (3, 14), (1, 12), (2, 12), no, no],
               "none", movement="left"),
        school("edu100107", "МКОУ Заозерновская ООШ",
               [(0, 4), (1, 4), (0, 3), (1, 3), no, no, no, no],
               "insufficient-data", probability_low=None, list_stability=None),
        school("edu200108", "МБОУ Никольская СОШ",
               [(3, 15), (5, 15), (2, 17), (3, 17), (2, 16), (3, 16), (0, 7), (1, 4)],
               "at-risk", probability_low=0.31, list_stability=0.7, municipality="Ирбейский район"),
        school("edu200109", "МБОУ Ирбейская СОШ № 1",
               [(6, 88), (10, 87), (8, 80), (13, 82), (5, 79), (10, 79), (0, 40), (1, 25)],
               municipality="Ирбейский район"),
        school("edu200110", "МБОУ Ирбейская СОШ № 2",
               [(11, 61), (17, 60), (13, 59), (16, 59), (6, 55), (13, 55), (1, 22), (2, 14)],
               "at-risk", probability_low=0.22, list_stability=0.8, municipality="Ирбейский район"),
        school("edu200111", "МБОУ Покатеевская СОШ",
               [(7, 18), (8, 19), (6, 17), (7, 17), (4, 15), (6, 15), no, no],
               "low", **stays, probability_low=0.9, list_stability=0.85, municipality="Ирбейский район"),
        school("edu200112", "МБОУ Устьянская СОШ",
               [(4, 33), (6, 33), (5, 30), (7, 31), (2, 29), (5, 29), (0, 14), (1, 9)],
               municipality="Ирбейский район"),
    ]  # fmt: skip


def summary(schools: Sequence[IdentifiedSchool]) -> Summary:
    """Return the list in numbers."""
    listed = [one for one in schools if one.status in {"low", "stably-low"}]
    small = [one for one in schools if one.is_small]
    return Summary(
        schools=len(schools), listed=len(listed),
        first_time=sum(one.listed == "first-time" for one in listed),
        long_standing=sum(one.listed == "long-standing" for one in listed),
        at_risk=sum(one.status == "at-risk" for one in schools),
        left=sum(one.movement == "left" for one in schools),
        insufficient_data=sum(one.status == "insufficient-data" for one in schools),
        small_schools=len(small), small_schools_decided_by_chance=2,
        share_of_small_schools_decided_by_chance=2 / len(small) if small else None,
    )  # fmt: skip


def identification(schools: Sequence[IdentifiedSchool] | None = None, **changes: Any) -> Identification:
    """Return the district's list by the federal rule; `changes` replace fields."""
    schools = district() if schools is None else list(schools)
    known: dict[str, Any] = {
        "release": 7, "year": YEAR, "rules": "federal-2020", "rules_title": "Методика приказа Рособрнадзора № 847",
        "rules_edition": "редакция от 19.08.2020", "rules_source": "приказ Рособрнадзора от 19.08.2020 № 847",
        "threshold": THRESHOLD, "least_low_procedures": 2, "min_participants": 10, "summary": summary(schools),
        "rule_words": RULE_WORDS,
        "notes": ["По 2 школам нет результатов ОГЭ: в них нет девятых классов."], "schools": schools,
    }  # fmt: skip
    return Identification(**(known | changes))


def renamed(names: Sequence[str]) -> Identification:
    """Return the district with other names, wherever a foreign text can stand."""
    schools = district()
    changed = [
        one.model_copy(update={"name": name, "municipality": name, "reasons": [name], "would_change": [name]})
        for one, name in zip(schools, [*names, *(one.name for one in schools)], strict=False)
    ]
    return identification([*changed], notes=list(names), rules_title=names[0], rules_source=names[1])


def explanation(one: IdentifiedSchool | None = None) -> Explanation:
    """Return why a school is on the list, with the rows of two procedures."""
    one = one or district()[0]
    return Explanation(
        release=7, year=YEAR, rules="federal-2020", rules_title="Методика приказа Рособрнадзора № 847",
        rules_edition="редакция от 19.08.2020", rules_source="приказ Рособрнадзора от 19.08.2020 № 847",
        threshold=THRESHOLD, least_low_procedures=2, min_participants=10, notes=[], school=one.school, identified=one,
        rule_words=RULE_WORDS,
        sentences=[*one.reasons, *one.certainty, *one.would_change],
        evidence=[
            _evidence(0, "vpr/5a_russian.xlsx", range(7, 20)),
            _evidence(1, "vpr/5_mathematics.xlsx", [*range(7, 18), 20, *range(22, 32)]),
            Evidence(
                procedure="oge", subject="mathematics", paper_grade=9, year=YEAR, label="ОГЭ, математика",
                rows=[SourceRow(file="oge/статистика.xlsx", sheet="Отметки", row=14, pupils=24, below=8)],
            ),
        ],
    )  # fmt: skip


def indicators() -> PaperIndicators:
    """Return marks of five pupils: one «2», two «3», one «4», one «5»."""
    return PaperIndicators(
        school="edu100101", name="МКОУ Абанская ООШ № 1", municipality="Абанский район", procedure="vpr",
        subject="biology", paper_grade=7, level="standard", year=YEAR, label="ВПР, биология, 7 класс", pupils=5,
        mark_2=1, mark_3=2, mark_4=1, mark_5=1, share_passed=0.8, share_good=0.4, mean_mark=3.4, sou=0.448,
    )  # fmt: skip


def _evidence(procedure: int, file: str, rows: Sequence[int]) -> Evidence:
    code, subject, grade = PROCEDURES[procedure]
    found = [
        SourceRow(file=file, sheet="Индивидуальные результаты", row=row, pupil=str(50_000 + row), mark=2 + row % 3)
        for row in rows
    ]
    label = paper_label(code, subject, grade)
    return Evidence(procedure=code, subject=subject, paper_grade=grade, year=YEAR, label=label, rows=found)


def problem(code: str, file: str, row: int | None = None, column: str | None = None, **known: Any) -> ProblemRecord:
    """Return a problem on the first sheet of a file."""
    sheet = "Лист1" if row else None
    place = Place(file, sheet, row, column)
    return problem_record(Problem(code, place, known.get("found", ""), position=known.get("position")))


def receipt() -> Receipt:
    """Return the receipt of four files: one taken in, one refused with many problems, two others."""
    marks = [problem("mark-unknown", "5б.xlsx", row, "Отметка", found="н", position=2) for row in range(14, 38)]
    files = [
        FileReceipt(
            file="vpr/5a_math.xlsx", status=FileStatus.ACCEPTED, source="vpr-individual", year=YEAR, rows=22,
            schools=["edu100101"], problems=[problem("scale-unknown", "vpr/5a_math.xlsx")],
        ),
        FileReceipt(
            file="5б.xlsx", status=FileStatus.REFUSED, source="vpr-individual", year=YEAR, rows=0, schools=[],
            problems=[*marks, problem("number-unknown", "5б.xlsx", 9, "Первичный балл", found="много", position=1)],
        ),
        FileReceipt(
            file="5в.xlsx", status=FileStatus.ALREADY_KNOWN, source="vpr-individual", year=YEAR, rows=0,
            schools=["edu100101"], problems=[],
        ),
        FileReceipt(
            file="фото.jpg", status=FileStatus.NOT_RECOGNISED, source=None, year=None, rows=0, schools=[],
            problems=[problem("not-recognised", "фото.jpg")],
        ),
    ]  # fmt: skip
    return Receipt(release=7, previous_release=6, files=files)
