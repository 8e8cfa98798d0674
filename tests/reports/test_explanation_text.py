"""«Почему эта школа?» in the terminal."""

from opora.reports.explanation_text import explanation_lines, explanation_sections
from tests.reports import samples


def test_the_answer_goes_from_the_verdict_to_the_rows() -> None:
    assert [section.heading for section in explanation_sections(samples.explanation())] == [
        "МКОУ Абанская ООШ № 1, Абанский район (edu100101)", "Почему", "Что посчитано", "Насколько это надёжно",
        "Что изменило бы вывод", "Откуда взяты числа", "Правило",
    ]  # fmt: skip


def test_each_line_can_be_followed_to_its_rows() -> None:
    lines = [line.replace("\u00a0", " ") for line in explanation_lines(samples.explanation())]
    assert "  низкие результаты; в перечне, впервые" in lines
    assert "  ВПР, математика, 5 класс: 40,9 % (9 из 22), интервал 23,3–61,3 %, результат низкий" in lines
    assert "  ЕГЭ, русский язык: не проводилось" in lines
    assert (
        "  ВПР, математика, 5 класс: vpr/5_mathematics.xlsx › Индивидуальные результаты › "
        "строки 7–17, 20, 22–31 (22 строки)" in lines
    )
    assert lines[-1] != ""


def test_a_tiny_school_is_not_judged() -> None:
    lines = [line.replace("\u00a0", " ") for line in explanation_lines(samples.explanation(samples.district()[3]))]
    assert "  данных недостаточно; не в перечне" in lines
    assert any("(2 из 4)" in line and line.endswith("мало участников") for line in lines)


def test_a_section_with_nothing_to_say_is_left_out() -> None:
    silent = samples.district()[0].model_copy(update={"would_change": []})
    headings = [section.heading for section in explanation_sections(samples.explanation(silent))]
    assert "Что изменило бы вывод" not in headings


def test_how_results_moved_and_what_would_change_them_stand_in_sections_of_their_own() -> None:
    moved = "ВПР, математика, 5 класс: 2023 – 9 из 38 (23,7 %), 2024 – 9 из 22 (40,9 %): судить о движении нельзя."
    known = samples.explanation()
    told = known.model_copy(update={"over_years": (moved,), "sentences": [*known.sentences, moved]})
    sections = {section.heading: section.lines for section in explanation_sections(told)}
    assert sections["Как менялись результаты"] == (moved,)
    assert moved not in sections["Почему"]
    assert sections["Что изменило бы вывод"][0] not in sections["Почему"]


def test_nothing_is_said_twice() -> None:
    lines = [line for line in explanation_lines(samples.explanation()) if line]
    assert len(lines) == len(set(lines))
    assert sum("Ещё 3 участника" in line for line in lines) == 1


def test_a_procedure_of_another_year_is_named_with_its_year() -> None:
    one = samples.district()[0]
    last_year = one.procedures[0].model_copy(update={"year": 2023})
    older = one.model_copy(update={"procedures": [last_year, *one.procedures[1:]]})
    lines = [line.replace("\u00a0", " ") for line in explanation_lines(samples.explanation(older))]
    assert any(line.startswith("  ВПР, русский язык, 5 класс, 2023 год: ") for line in lines)
