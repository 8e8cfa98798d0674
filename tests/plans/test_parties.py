"""Who is responsible, in all the ways plans write it."""

import csv
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from opora.plans import parties_of
from opora.tables.plan import Party, parties_words

#: Cells whose parties were written down before the reader first saw them: «person[post]; body*», * – by agreement.
FRESH = Path(__file__).resolve().parents[1] / "references" / "fresh_parties.tsv"


def read(text: str) -> list[tuple[str, str]]:
    return [(party.text, party.kind) for party in parties_of(text)]


@pytest.mark.parametrize(
    ("text", "parties"),
    [
        ("УО", [("УО", "body")]),
        ("УО, МКУ «ИМС», администрация ОО", [("УО", "body"), ("МКУ «ИМС»", "body"), ("администрация ОО", "body")]),
        ("Руководители ОО ИМЦ УО", [("Руководители ОО", "role"), ("ИМЦ УО", "body")]),
        ("ИМЦ УО Шидукова Л.П.", [("ИМЦ УО", "body"), ("Шидукова Л.П.", "person")]),
        ("Методисты ИМЦ УО", [("Методисты ИМЦ УО", "role")]),
        ("УО МКУ «ИМС» руководители ОО", [("УО", "body"), ("МКУ «ИМС»", "body"), ("руководители ОО", "role")]),
        ("Образовательные организации ИМЦ УО", [("Образовательные организации", "body"), ("ИМЦ УО", "body")]),
        ("Управление образования\nруководители ОО", [("Управление образования", "body"), ("руководители ОО", "role")]),
        ("Управление\nобразования", [("Управление образования", "body")]),
        ("Управление образования и администрации школ",
         [("Управление образования", "body"), ("администрации школ", "body")]),
        ("Отдел общего и дополнительного образования", [("Отдел общего и дополнительного образования", "body")]),
        ("совет по воспитанию и школьному питанию", [("совет по воспитанию и школьному питанию", "body")]),
        ("заместители директоров по УВР, ВР", [("заместители директоров по УВР, ВР", "role")]),
        ("МКУ «Центр оценки, развития и сопровождения»; УО",
         [("МКУ «Центр оценки, развития и сопровождения»", "body"), ("УО", "body")]),
        ("ГБУ ДПО «ЦНППМ», ГАУ ДПО ИРО", [("ГБУ ДПО «ЦНППМ»", "body"), ("ГАУ ДПО ИРО", "body")]),
        ("классные руководители, социальные педагоги и психологи",
         [("классные руководители", "role"), ("социальные педагоги", "role"), ("психологи", "role")]),
        ("Административные команды ОО", [("Административные команды ОО", "role")]),
        ("Методический совет, экспертная группа", [("Методический совет", "body"), ("экспертная группа", "body")]),
        ("Заместители директоров по УВР и ВР", [("Заместители директоров по УВР и ВР", "role")]),
        ("МБОУ СОШ № 3, МБОУ СОШ № 5", [("МБОУ СОШ № 3", "body"), ("МБОУ СОШ № 5", "body")]),
        ("Управление образования администрации МО «Город Канск», ЦРО",
         [("Управление образования администрации МО «Город Канск»", "body"), ("ЦРО", "body")]),
        ("Отдел по образованию, спорту и молодёжной политике",
         [("Отдел по образованию, спорту и молодёжной политике", "body")]),
        ("Комитет образования, культуры и спорта; школы",
         [("Комитет образования, культуры и спорта", "body"), ("школы", "body")]),
        ("КАУ ДПО «АИРО имени А.М. Топорова»", [("КАУ ДПО «АИРО имени А.М. Топорова»", "body")]),
        ("Рук. РМО, ИВАНОВА И.И.", [("Рук. РМО", "role"), ("ИВАНОВА И.И.", "person")]),
        ("Директора школ: Иванов И.И., Петров П.П.",
         [("Директора школ", "role"), ("Иванов И.И.", "person"), ("Петров П.П.", "person")]),
        ("УО (Иванова И.И.)", [("УО", "body"), ("Иванова И.И.", "person")]),
        ("Зам. директора по ВР Кл. руководители Организатор",
         [("Зам. директора по ВР", "role"), ("Кл. руководители", "role"), ("Организатор", "role")]),
        ("соц. педагог, психолог", [("соц. педагог", "role"), ("психолог", "role")]),
        ("учителя русского языка, математики", [("учителя русского языка, математики", "role")]),
        ("ГАУ ДПО ИРО РБ, УО", [("ГАУ ДПО ИРО РБ", "body"), ("УО", "body")]),
        ("1. УО 2. ИМЦ", [("УО", "body"), ("ИМЦ", "body")]),
        ("1) УО; 2) руководители ОО", [("УО", "body"), ("руководители ОО", "role")]),
        ("• УО\n• ОО", [("УО", "body"), ("ОО", "body")]),
        ("УО + ОО", [("УО", "body"), ("ОО", "body")]),
        ("Абанская ООШ №1 Покатеевская СОШ", [("Абанская ООШ №1", "body"), ("Покатеевская СОШ", "body")]),
        ("Родительский комитет", [("Родительский комитет", "body")]),
        ("Администрация МБОУ «СОШ № 5», учителя",
         [("Администрация МБОУ «СОШ № 5»", "body"), ("учителя", "role")]),
        ("Иванова И.И.Петрова А.А.", [("Иванова И.И.", "person"), ("Петрова А.А.", "person")]),
        ("Магомедов М-Р.А., Алиева П.М-К.", [("Магомедов М-Р.А.", "person"), ("Алиева П.М-К.", "person")]),
        ("Руководи-\nтели ОО, ИМЦ", [("Руководители ОО", "role"), ("ИМЦ", "body")]),
        ("Педагог-\nпсихолог", [("Педагог-психолог", "role")]),
        ("Управле-\nние образования\nадминистрации района", [("Управление образования администрации района", "body")]),
        ("МБОУ СОШ № 1, 2, 3, УО", [("МБОУ СОШ № 1, 2, 3", "body"), ("УО", "body")]),
        ("Классные руководители 9, 11 классов", [("Классные руководители 9, 11 классов", "role")]),
        ("Исполнитель – ИМЦ; соисполнители – ОО", [("ИМЦ", "body"), ("ОО", "body")]),
        ("", []),
        (" , ; –", []),
    ],
)  # fmt: skip
def test_parties_are_told_apart(text: str, parties: list[tuple[str, str]]) -> None:
    assert read(text) == parties


@pytest.mark.parametrize(
    ("text", "person", "post"),
    [
        ("Килина С.А., руководитель МКУ «ИМС»", "Килина С.А.", "руководитель МКУ «ИМС»"),
        ("директор ИМЦ Л.П. Шидукова", "Л.П. Шидукова", "директор ИМЦ"),
        ("Иванова А.А. – методист ИМЦ", "Иванова А.А.", "методист ИМЦ"),
        ("Муниципальный координатор Петрова Анна Ивановна", "Петрова Анна Ивановна", "Муниципальный координатор"),
        ("Петров-Водкин К.С.", "Петров-Водкин К.С.", None),
        ("Иванова И.И., зам. директора по УВР", "Иванова И.И.", "зам. директора по УВР"),
        ("Зам. директора по УВР Иванова И.И.", "Иванова И.И.", "Зам. директора по УВР"),
        ("Петров П. П. директор школы", "Петров П. П.", "директор школы"),
    ],
)
def test_a_person_stands_with_the_post(text: str, person: str, post: str | None) -> None:
    (party,) = parties_of(text)
    assert (party.text, party.kind, party.post) == (person, "person", post)


def test_those_who_follow_a_person_in_plural_are_somebody_else() -> None:
    assert read("Коршунова Н.В., руководители ОО") == [("Коршунова Н.В.", "person"), ("руководители ОО", "role")]


@pytest.mark.parametrize(
    ("text", "agreed"),
    [
        ("УО, КИПК (по согласованию)", [False, True]),
        ("УО (по согласованию), ИМЦ", [True, False]),
        ("КИПК по согласованию; УО", [True, False]),
        ("УО, КИПК,\n(по согласованию)", [False, True]),
        ("директора ОО (по согласованию) УО", [True, False]),
    ],
)
def test_agreement_belongs_to_the_party_before_it(text: str, agreed: list[bool]) -> None:
    assert [party.by_agreement for party in parties_of(text)] == agreed


_NAMED = st.sampled_from([
    Party(text="УО", kind="body"), Party(text="МКУ «ИМС»", kind="body"), Party(text="ИМЦ УО", kind="body"),
    Party(text="Управление образования администрации Абанского района", kind="body"),
    Party(text="руководители ОО", kind="role"), Party(text="Методисты ИМЦ УО", kind="role"),
    Party(text="заместители директоров по УВР, ВР", kind="role"), Party(text="рабочая группа", kind="body"),
    Party(text="Килина С.А.", kind="person", post="руководитель МКУ «ИМС»"), Party(text="Л.П. Шидукова", kind="person"),
    Party(text="КИПК", kind="body", by_agreement=True), Party(text="классные руководители", kind="role"),
    Party(text="Орлова В.В.", kind="person", post="директор", by_agreement=True),
])  # fmt: skip


@given(st.lists(_NAMED, max_size=6))
@settings(max_examples=50, deadline=None)
def test_parties_written_are_read_back(parties: list[Party]) -> None:
    assert parties_of(parties_words(parties)) == tuple(parties)


_WORDS = st.lists(
    st.sampled_from([
        "УО", "ИМЦ", "МКУ", "«ИМС»", "руководители", "ОО", "Методисты", "и", ",",
        ";", "Иванова", "И.И.", "по", "УВР",
        "(по", "согласованию)", "отдел", "образования", "директор", "\n", "–", "/", "«", ")",
        "Шидукова Л.П.", "школ", "РМО",
    ]),
    max_size=14,
)  # fmt: skip


@given(_WORDS)
@settings(max_examples=50, deadline=None)
def test_no_word_is_lost_and_reading_what_is_written_changes_nothing(words: list[str]) -> None:
    text = " ".join(words)
    parties = parties_of(text)
    kept = re.findall(r"\w+", " ".join(f"{party.post or ''} {party.text}" for party in parties))
    given_words = re.findall(r"\w+", re.sub(r"\(?\s*по\s+согласованию\s*\)?", " ", text))
    assert sorted(set(given_words) - {"и"}) == sorted(set(kept) - {"и"})
    once = parties_of(parties_words(parties))
    assert parties_of(parties_words(once)) == once


@given(st.text(max_size=80))
@settings(max_examples=50, deadline=None)
def test_any_text_is_read(text: str) -> None:
    assert all(party.text.strip() for party in parties_of(text))


def test_cells_once_read_by_a_person_are_read_so() -> None:
    with FRESH.open(encoding="utf-8", newline="") as lines:
        rows = [(row["raw"].replace("\\n", "\n"), row["parties"])
                for row in csv.DictReader(lines, delimiter="\t", quoting=csv.QUOTE_NONE)]  # fmt: skip
    assert [(raw, shown(raw)) for raw, parties in rows if shown(raw) != parties] == []


def shown(text: str) -> str:
    return ";".join(
        f"{party.text}{f'[{party.post}]' if party.post else ''}{'*' if party.by_agreement else ''}"
        for party in parties_of(text)
    )
