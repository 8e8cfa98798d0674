"""Words by which a plan names those who are responsible: what begins a role, what begins a body."""

import re

#: Beginnings of words for people by what they do.
_PEOPLE = (
    "руководител", "директор", "заместител", "завуч", "методист", "учител", "педагог", "психолог", "куратор",
    "координатор", "специалист", "начальник", "тьютор", "наставник", "председател", "заведующ", "секретар", "логопед",
    "дефектолог", "воспитател", "советник", "организатор", "эксперт", "член", "ответственн", "тренер", "библиотекар",
    "преподавател", "инспектор", "консультант", "бухгалтер", "оператор", "администратор", "модератор", "вожат",
    "команд", "родител", "участник", "обучающ", "выпускник", "представител", "инженер", "депутат", "глав", "лидер",
    "работник", "сотрудник",
)  # fmt: skip
#: Adjectives before a word for people or for a body; alone they tell nothing.
_ADJECTIVES = (
    "ведущ", "главн", "старш", "классн", "социальн", "управленческ", "административн", "муниципальн", "школьн",
    "районн", "региональн", "педагогическ", "психологическ", "экспертн", "молод", "методическ", "сетев", "краев",
    "областн", "городск", "предметн",
)  # fmt: skip
_SHORT_ROLES = re.compile(r"^(?:зам|зав|рук|нач|отв|спец|кл|соц|ст)\b\.?", re.IGNORECASE)
_DEPUTY = re.compile(r"^зам(?=директор|начальник|завед|руковод|глав)")
_SHORT_DEPUTIES = frozenset({"зам", "зав", "нач", "рук", "отв"})
_BODIES = (
    "управлени", "отдел", "комитет", "министерств", "департамент", "администраци", "центр", "институт", "школ",
    "образовательн", "общеобразовательн", "рабоч", "совет", "комисси", "служб", "информационн", "орган", "учреждени",
    "кафедр", "объединени", "ассоциаци", "дошкольн", "опорн", "гимнази", "лице", "колледж", "университет", "филиал",
    "детск", "психолого", "территориальн",
)  # fmt: skip
_OBLIQUE = (
    "ого", "его", "ому", "ему", "ыми", "ими", "ов", "ев", "ами", "ями", "ах", "ях", "ой", "ом", "ем", "ую", "юю", "у",
    "ю", "ых", "их", "лей",
)  # fmt: skip
_OBLIQUE_WORDS = frozenset({
    "управления", "отдела", "комитета", "министерства", "департамента", "центра", "института", "совета", "органа",
    "учреждения", "руководителя", "заместителя", "начальника", "методиста", "директору", "школ",
})  # fmt: skip

#: Authorities that stand after what belongs to them: «ИМЦ УО», «методисты РУО».
AUTHORITIES = frozenset({"УО", "РУО", "ГУО", "ОУО", "МОУО", "КО", "РОО", "РОНО", "ГОРОНО"})
#: Schools as papers call them: what follows is somebody else.
SCHOOLS = frozenset({"ОО", "ОУ", "СОШ", "ООШ", "НОШ", "ШНОР", "ШНРО", "ШНСУ", "ДОУ", "ДОО", "МОО"})
#: Regions, which only say whose the body before them is: «ГАУ ДПО ИРО РБ».
REGIONS = frozenset(
    {"РФ", "РБ", "РТ", "РД", "РК", "РХ", "РМ", "РМЭ", "РСО", "РИ", "ЧР", "КБР", "КЧР", "ХМАО", "ЯНАО", "КК"}
)
_LEGAL_FORMS = re.compile(r"^(?:М|Ф?Г|К|КГ|ОГ|РГ|Ч|Н)[БКА]?(?:П?О|З)?У(?:ДО|ДПО)?$|^(?:ДПО|ДО|АНО|ВО|СПО)$")
_ACRONYM = re.compile(r"^[«\"(]*[А-ЯЁ]{2,}[А-ЯЁа-яё]*(?:[-–][А-ЯЁ0-9]+)?[»\")]*$")

#: Duties that follow «по» one after another: «заместители директоров по УВР, ВР».
DUTIES = frozenset({"УВР", "ВР", "НМР", "УР", "УМР", "ИКТ", "АХЧ", "МР", "НР", "УПР", "АХР", "ОБЖ", "ИТ"})

#: Fields of work that follow one after another: «отдел по образованию, спорту и молодёжной политике».
FIELDS = (
    "культур",
    "спорт",
    "молод",
    "наук",
    "науч",
    "туризм",
    "физическ",
    "опек",
    "развити",
    "дополнительн",
    "воспитан",
)

#: Unions of teachers that follow one another: «руководители РМО, ШМО».
UNIONS = frozenset({"МО", "РМО", "ШМО", "ГМО", "ОМО", "ПЦК"})
#: What follows «и» within one name: «КДН и ЗП».
_AFTER_AND = frozenset({"ЗП"})

#: Subjects that follow one another: «учителя русского языка, математики».
SUBJECTS = (
    "математик", "физик", "хими", "биологи", "истори", "обществознани", "географи", "литератур", "информатик",
    "русск", "английск", "иностранн", "родн", "музык", "технологи", "изо",
)  # fmt: skip
#: First parts of compound words: «педагог-психолог», «учителя-предметники».
COMPOUND = frozenset({"педагог", "педагоги", "педагогам", "учитель", "учителя", "мастер", "врач", "тренер", "план"})
#: How a name goes on after a comma.
GOES_ON = ("осуществля", "реализу", "участвующ", "входящ", "имеющ", "показавш", "работающ")
_TEACHERS = ("учител", "преподавател", "педагог")
_OF_ADJECTIVES = ("ые", "ие", "ых", "их", "ый", "ий", "ая", "ого", "его", "ой", "ое")
_KIND_OF = ("ский", "ская", "ское", "ские")

_SURNAME = (
    r"(?:[А-ЯЁ][а-яё]+(?:-[А-ЯЁ][а-яё]+)?"
    r"|[А-ЯЁ]{2,}(?:ОВА?|ЕВА?|ИНА?|КИЙ|КАЯ|КО|УК|ЮК|ИЧ|ЯН)(?![А-ЯЁа-яё]))"
)
_LETTER = r"[А-ЯЁ](?:-[А-ЯЁ])?"  # «Магомедов М-Р.А.»
_INITIAL = rf"{_LETTER}\s?\."
_PATRONYMIC = r"[А-ЯЁ][а-яё]+(?:вич|вна|чна|ьич)"
#: A person: «Шидукова Л.П.», «Л.П. Шидукова», «Иванова Анна Петровна»; the last dot may be lost.
PERSON = re.compile(
    rf"(?<![\w-])(?:{_SURNAME}\s+{_INITIAL}\s*{_LETTER}(?:\.|(?![\w.-]))|{_SURNAME}\s+{_INITIAL}(?!\s*[А-ЯЁ]\.)"
    rf"|{_INITIAL}\s*(?:{_INITIAL}\s*)?{_SURNAME}|{_SURNAME}\s+[А-ЯЁ][а-яё]+\s+{_PATRONYMIC})(?!\w)"
)


def begins_role(words: str) -> bool:
    """Tell whether words begin as people are called by what they do: «Методисты ИМЦ», «классные руководители»."""
    first, *rest = _apart(words.lstrip('«"( ')).replace(".", ". ").split() or [""]
    if first.endswith(_KIND_OF) and rest and rest[0].startswith(_BODIES):  # «родительский комитет»
        return False
    if first.startswith(_ADJECTIVES) and not first.startswith("главы"):
        return any(_is_of_people(word) for word in rest[:3])
    return first.startswith(_PEOPLE) or bool(_SHORT_ROLES.match(first))


def _apart(words: str) -> str:
    """Return the words in small letters, «замдиректора» as «зам директора»."""
    return _DEPUTY.sub("зам ", words.casefold())


def _is_of_people(word: str) -> bool:
    return (word.startswith(_PEOPLE) and not word.startswith(_ADJECTIVES)) or bool(_SHORT_ROLES.match(word))


def begins_body(words: str) -> bool:
    """Tell whether words begin as a body is called: «Управление образования», «ИМЦ», «рабочая группа»."""
    bare = words.lstrip('«"( ')
    return is_acronym(bare.split(" ", 1)[0]) or bare.casefold().startswith(_BODIES + _ADJECTIVES)


def ends_openly(words: str) -> bool:
    """Tell whether the last word wants a noun after it: «Классные», «Директора общеобразовательных»."""
    last = words.casefold().rsplit(" ", 1)[-1]
    is_adjective = last.startswith((*_ADJECTIVES, "образовательн", "общеобразовательн", "дошкольн", "детск"))
    return is_adjective and last.endswith(_OF_ADJECTIVES)


def follows_in_name(held: str, word: str) -> bool:
    """Tell whether an abbreviation goes on with a list within a name: «руководители РМО, ШМО», «по УВР, ВР»."""
    bare = word.strip(" ,.;:")
    is_duty = bare.removeprefix("по ") in DUTIES and re.search(r"\bпо\b", held) is not None
    is_union = bare in UNIONS and begins_role(held) and held.rsplit(" ", 1)[-1].strip(" ,") in UNIONS
    return is_duty or is_union or bare in _AFTER_AND


def is_named_directly(word: str) -> bool:
    """Tell whether a word can begin a party: it does not stand in a case that depends on the word before."""
    bare = word.strip('«»"(),.;').casefold()
    return bare not in _OBLIQUE_WORDS and not bare.endswith(_OBLIQUE)


def is_acronym(word: str) -> bool:
    """Tell whether a word is an abbreviation in capitals: УО, ИМЦ, МКУ."""
    return bool(_ACRONYM.match(word.rstrip(",.;")))


def is_legal_form(word: str) -> bool:
    """Tell whether a word only says what kind of body the next words name: МКУ, ГБУ, ДПО."""
    return bool(_LEGAL_FORMS.match(word.strip('«»"(),.;')))


def is_one_person(words: str) -> bool:
    """Tell whether a role is of one person: «руководитель МКУ», «заведующая отделом», not «руководители ОО»."""
    if not begins_role(words):
        return False
    first, *rest = _apart(words).replace(".", " ").split()
    if first in _SHORT_DEPUTIES:  # «зам. директора» is one, «зам. директоров» are several
        return not rest or not rest[0].endswith(("ов", "ев", "ей"))
    noun = next((word for word in words.casefold().split() if word.startswith(_PEOPLE)), words.casefold().split()[0])
    bare = noun.strip('.,;:«»"()')
    return (
        bare.endswith(("ая", "ий", "ый"))
        or bare in {"глава", "зам", "зав"}
        or not bare.endswith(("и", "ы", "а", "я", "е"))
    )


def names_teachers(words: str) -> bool:
    """Tell whether words name teachers, after whom subjects may follow one another."""
    return words.casefold().startswith(_TEACHERS)
