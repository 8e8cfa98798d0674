"""`opora analyse objectivity`: signs that results may not be what pupils know, and what else explains them."""

from opora.analysis.cards import OBJECTIVITY
from opora.cli.chosen_answers import PaperGrade, PaperLevel, PaperProcedure, PaperSubject, PaperWords, PaperYear
from opora.cli.options import DEFAULT_DATA, Data, Json, Out
from opora.cli.screen import Screen
from opora.cli.written_table import written_table
from opora.measuring.objectivity import Objectivity, objectivity, objectivity_table
from opora.measuring.written_papers import written_paper
from opora.store import Store


def objectivity_signs(
    year: PaperYear = None,
    subject: PaperSubject = None,
    paper_grade: PaperGrade = None,
    procedure: PaperProcedure = "vpr",
    level: PaperLevel = None,
    data: Data = DEFAULT_DATA,
    out: Out = None,
    json: Json = None,
) -> int:
    """Посмотреть признаки необъективности одной работы – с невинными объяснениями; меньше 20 учеников – нельзя сказать.

    Признаки: сгусток у границы отметки, лёгкие задания хуже и трудные лучше, расхождение с журналом, скачок того же
    поколения. Столбцы результата: school, pupils, status, chance, q, bunching, inversion, journal_gap, cohort_jump,
    markers, explanations.
    """
    screen = Screen(json)
    paper = PaperWords(year, subject, paper_grade, procedure, level).paper()
    answer = objectivity(written_paper(Store(data).current(), paper))
    _show(screen, answer)
    if out is not None:
        screen.say(f"Таблица школ: {written_table(out, objectivity_table(answer))}")
    screen.write_json(answer)
    return 0


def _show(screen: Screen, answer: Objectivity) -> None:
    screen.say(
        f"{answer.title}: школ {len(answer.schools)}; спросить объяснение – {answer.needs_explanation}; "
        f"нельзя сказать – {answer.cannot_tell}."
    )
    for one in answer.schools:
        if one.status == "needs-explanation":
            screen.say(f"  {one.school}: учеников {one.pupils}; признаки: {', '.join(one.markers)}")
            screen.say(*(f"    возможно: {words}" for words in one.explanations))
    screen.say(*answer.notes, "", *OBJECTIVITY.lines)
