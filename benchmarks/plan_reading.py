"""A plan of 500 measures in Word: reading it with every deadline and party, or only the words of its cells."""

import io
import random
import sys
import time

from docx import Document

from benchmarks.measured import tell

ROWS = 500
_HEADING = ("№ п/п", "Мероприятие", "Срок исполнения", "Ожидаемый результат", "Ответственные")
_WORDS = (
    "семинар", "учителей", "математики", "школ", "результатами", "вопросам", "подготовки", "итоговой", "аттестации",
    "методика", "оценка", "качества", "наставничество", "мониторинг", "курсы", "посещение", "уроков",
)  # fmt: skip
_DEADLINES = (
    "Март", "Сентябрь – май", "не реже 2 раз в год", "до 15 сентября 2022", "Ежемесячно", "В течение года",
    "по графику", "1 квартал 2022", "октябрь, декабрь",
)  # fmt: skip
_PARTIES = ("УО, МКУ «ИМС»", "Килина С.А., методист", "руководители ОО", "Петров П.П., директор ИМЦ; УО")


def plan_file(rows: int = ROWS) -> bytes:
    """Return a made-up plan as a Word file: a section every fifty measures, deadlines and parties of all kinds."""
    draw = random.Random(1)
    document = Document()
    document.add_paragraph("План мероприятий по поддержке школ на 2022 год")
    table = document.add_table(rows=1 + rows, cols=len(_HEADING))
    for number, row in enumerate(table.rows):
        words = (
            f"{number}.", f"{' '.join(draw.sample(_WORDS, 12)).capitalize()} {number}", draw.choice(_DEADLINES),
            f"Приказ, справка № {number}", draw.choice(_PARTIES),
        )  # fmt: skip
        for cell, text in zip(row.cells, words if number else _HEADING, strict=True):
            cell.text = text
    stream = io.BytesIO()
    document.save(stream)
    return stream.getvalue()


def main() -> None:
    """Read the plan, or only its cells, and tell the cost."""
    from opora.plans import checked, plan_in

    content = plan_file()
    began = time.perf_counter()
    if sys.argv[1] == "plan":
        assert len(checked(plan_in("план.docx", content)).measures) == ROWS
    else:
        table = Document(io.BytesIO(content)).tables[0]
        assert sum(bool(cell.text) for row in table.rows for cell in row.cells) == (ROWS + 1) * len(_HEADING)
    tell(time.perf_counter() - began)


if __name__ == "__main__":
    main()
