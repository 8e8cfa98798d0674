"""ФИС ОКО, «Форма сбора результатов»: the form schools fill in, often sent in place of the results made from it."""

from opora.sources.book import Book, Sheet
from opora.sources.headings import Found, Headings
from opora.sources.taken import Circumstances, Taken
from opora.sources.vpr import vpr_collected, vpr_individual
from opora.sources.vpr.item_names import item_heading
from opora.vocabulary.problems import Place, Problem
from opora.vocabulary.spelling import plain

SOURCE = "collection-form"
RUSSIAN = "ВПР, форма сбора результатов"
NEEDS = "лист «Протокол» со столбцами формы; не принимается, говорится, что выгрузить вместо неё"
FILLS: tuple[str, ...] = ()

HEADINGS = Headings(
    required={
        "pupil": ("номер обучающегося", "Код обучающегося", "Код участника", "Код ученика", "Номер участника",
                  "Номер ученика", "Код", "code"),
    },
    optional={
        "variant": ("вариант", "Вариант 1", "1 вариант", "var-1"),
        "sex": ("пол", "gender"),
        "journal_mark": ("отметка за предыдущ…", "Отметка по журналу", "otc"),
        "class_name": ("класс", "klass"),
        "result": ("Первичный балл", "Отметка", "Отметка за работу", "Тестовый балл", "Оценка", "Балл", "Фамилия"),
    },
)  # fmt: skip
_SHEET = plain("Протокол")
_WORDS = plain("форма сбора результатов")
_DEPTH = 20
_FORM_COLUMNS = ("variant", "sex", "journal_mark", "class_name")
_FEWEST_FORM_COLUMNS = 2


def recognises(book: Book) -> bool:
    """Tell whether any sheet is a form: it says so, or it asks for scores and has no results.

    A filled form with sums of scores is `vpr-collected`, not this.
    """
    if vpr_individual.recognises(book) or vpr_collected.recognises(book):
        return False
    return any(map(_is_form, book.sheets))


def _is_form(sheet: Sheet) -> bool:
    return _says_so(sheet) or vpr_collected.form_heading(sheet) is not None or _asks_for_scores(sheet)


def _says_so(sheet: Sheet) -> bool:
    return any(_WORDS in plain(cell) for row in sheet.rows[:_DEPTH] for cell in row if isinstance(cell, str) and cell)


def _asks_for_scores(sheet: Sheet) -> bool:
    """Tell whether the sheet «Протокол» has pupils, items and what only a form asks for, but no results."""
    if plain(sheet.name) != _SHEET:
        return False
    return HEADINGS.find_split(sheet.rows, _is_form_heading) is not None


def _is_form_heading(found: Found) -> bool:
    asked = sum(name in found.columns for name in _FORM_COLUMNS)
    items = any(item_heading(words) for words in found.texts)
    return "result" not in found.columns and items and asked >= _FEWEST_FORM_COLUMNS


def read(book: Book, circumstances: Circumstances) -> Taken:  # noqa: ARG001 - every reader is asked the same way
    """Return no rows and the problem that says which report to send instead. Source: domain reference §6.2."""
    sheet = next(sheet for sheet in book.sheets if _is_form(sheet))
    return Taken(problems=[Problem("collection-form", Place(book.file, sheet.name))])
