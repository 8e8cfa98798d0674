"""What stands in the way of a file that should hold a plan."""

from opora.vocabulary.problems import Place, Problem

#: What a plan may take: a district's longest plan has a few hundred rows.
MOST_UNPACKED_BYTES = 200 * 1024 * 1024
MOST_PART_BYTES = 40 * 1024 * 1024
MOST_ROWS = 20_000
MOST_CELLS = 400_000

_WHOLE = ("целый документ", "Откройте его в Word и сохраните заново: Файл › Сохранить как › Документ Word (.docx).")

#: Refusal → what is expected of a document and what to do, where the words for workbooks do not fit.
_OF_DOCUMENTS = {
    "file-empty": ("документ с планом", "Скачайте файл заново и пришлите его ещё раз."),
    "file-damaged": _WHOLE,
    "file-encrypted": ("документ без пароля", "Откройте файл, снимите пароль и сохраните."),
    "file-too-large": (
        "не больше 200 МБ после распаковки и 20 000 строк в таблицах",
        "Удалите рисунки и лишние таблицы и сохраните файл.",
    ),
    "not-recognised": (
        "план: .docx, .doc, .odt, .xlsx, .html или .txt",
        "Сохраните план в Word в формате .docx и загрузите его.",
    ),
}


class UnreadablePlanError(Exception):
    """The file cannot be opened as a document; `problem` says why and what to do."""

    def __init__(self, code: str, file: str, found: str = "") -> None:
        expected, remedy = _OF_DOCUMENTS.get(code, ("", ""))
        self.problem = Problem(code, Place(file), found, expected, remedy)
        super().__init__(self.problem.text)


def refuse_large(file: str, rows: int, cells: int) -> None:
    """Refuse tables that are larger than any plan's, before memory is taken for them.

    Raises:
        UnreadablePlanError: they are.
    """
    if rows > MOST_ROWS or cells > MOST_CELLS:
        raise UnreadablePlanError("file-too-large", file)
