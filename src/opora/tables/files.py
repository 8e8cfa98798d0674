"""Files: what arrived, when, and what it was taken for."""

from opora.tables.contract import Column, Contract, Kind

FILES = Contract(
    name="files",
    heading="Принятые файлы",
    grain="один принятый файл",
    key=("source_file",),
    columns=(
        Column("source_file", "Отпечаток", Kind.WORD, "Первые 16 знаков SHA-256 содержимого", is_required=True),
        Column("sha256", "SHA-256", Kind.WORD, "Полный отпечаток содержимого", is_required=True),
        Column("file", "Файл", Kind.WORD, "Имя с папками, как его прислали", is_required=True),
        Column("source", "Вид файла", Kind.WORD, "Код читателя, который узнал файл", is_required=True),
        Column("year", "Год", Kind.SMALL, "Год работы; пусто у реестров"),
        Column("rows", "Строк", Kind.COUNT, "Сколько строк принято", "строк", (0, 2_000_000_000), is_required=True),
        Column("release", "Выпуск", Kind.COUNT, "В каком выпуске принят", range=(1, 2_000_000_000), is_required=True),
    ),
    part=("source_file",),
)
