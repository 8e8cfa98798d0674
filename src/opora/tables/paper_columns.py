"""Columns that many tables share: the paper a result belongs to, the address it came from."""

from opora.tables.contract import Column, Kind
from opora.vocabulary.subjects import LEVELS

PAPER_COLUMNS = (
    Column("year", "Год", Kind.SMALL, "Календарный год процедуры", range=(2010, 2100), is_required=True),
    Column("procedure", "Процедура", Kind.WORD, "Код оценочной процедуры: vpr, oge, ege …", is_required=True),
    Column("subject", "Предмет", Kind.WORD, "Код учебного предмета", is_required=True),
    Column(
        "paper_grade",
        "Класс работы",
        Kind.TINY,
        "Класс, программу которого проверяет работа",
        range=(1, 11),
        is_required=True,
    ),
    Column("level", "Уровень", Kind.WORD, "Уровень работы", choices=tuple(LEVELS), is_required=True),
)

ADDRESS_COLUMNS = (
    Column("source_file", "Файл", Kind.WORD, "Отпечаток файла, из которого пришла строка", is_required=True),
    Column("source_sheet", "Лист", Kind.WORD, "Лист книги"),
    Column("source_row", "Строка", Kind.COUNT, "Номер строки листа, считая с 1", range=(1, 2_000_000_000)),
)

#: Whom an aggregate row describes.
AREA_LEVELS = ("sample", "region", "municipality", "school")

#: Rows that every school's report repeats as a backdrop: any file may bring them again.
BACKDROPS = ("sample", "region", "municipality")

AREA_COLUMNS = (
    Column("area_level", "Уровень группы", Kind.WORD, "Кого описывает строка", choices=AREA_LEVELS, is_required=True),
    Column("area", "Группа участников", Kind.WORD, "Название группы, как в файле", is_required=True),
    Column("municipality", "Муниципалитет", Kind.WORD, "Муниципалитет, как в файле"),
    Column("school_code", "Код школы", Kind.WORD, "Код школы, как его даёт файл; пусто у групп выше школы"),
)


def participants(name: str = "pupils", heading: str = "Кол-во участников") -> Column:
    """Return the column that counts the pupils behind a row."""
    return Column(
        name, heading, Kind.COUNT, "Сколько учеников писали работу", "чел.", (0, 50_000_000), is_required=True
    )
