"""Names of schools and municipalities as files spell them, brought to one comparable key."""

import re
from functools import lru_cache

from opora.vocabulary.codes import SchoolCode
from opora.vocabulary.spelling import plain

_LEGAL_FORMS = tuple(
    plain(words)
    for words in (
        "муниципальное", "государственное", "областное", "краевое", "республиканское", "казенное", "бюджетное",
        "автономное", "общеобразовательное", "образовательное", "учреждение", "частное",
        "МКОУ", "МБОУ", "МАОУ", "МОУ", "ГБОУ", "ГКОУ", "ГАОУ", "ГОУ", "ОГБОУ", "КГБОУ", "КГКОУ", "ЧОУ", "НОУ",
    )
)  # fmt: skip
_WHOLE_WORDS = {
    plain("средняя общеобразовательная школа"): plain("сош"),
    plain("основная общеобразовательная школа"): plain("оош"),
    plain("начальная общеобразовательная школа"): plain("нош"),
    plain("имени"): plain("им"),
}
_WORD = re.compile(r"\w+")


def _any_of(*words: str) -> re.Pattern[str]:
    return re.compile(rf"\b(?:{'|'.join(re.escape(plain(word)) for word in words)})\b\.?")


_TOWN = _any_of("городской округ", "город", "г.о", "г", "го")
_DISTRICT = _any_of("муниципальный район", "муниципальный округ", "район", "района", "районе", "р-н", "мр")
_ANY = _any_of("муниципальное образование", "мо")


@lru_cache(maxsize=65_536)
def school_key(name: str) -> str:
    """Return a school's name without legal form, quotes, «№» and punctuation.

    «МКОУ Абанская ООШ №1» → «абанская оош 1».
    """
    words = plain(name)
    for whole, short in _WHOLE_WORDS.items():
        words = words.replace(whole, short)
    return " ".join(word for word in _WORD.findall(words) if word not in _LEGAL_FORMS)


@lru_cache(maxsize=65_536)
def municipality_key(name: str) -> str:
    """Return a municipality's name in one spelling.

    «г. Канск», «город Канск» and «Канск г.» are equal; a town is not a district: «Канский р-н» differs. Districts have
    been turned into municipal okrugs one after another and are the same place before and after.
    """
    words = _ANY.sub(" ", plain(name))
    town, district = _TOWN.search(words), _DISTRICT.search(words)
    bare = _DISTRICT.sub(" ", _TOWN.sub(" ", words))
    kind = "р" if district else "г" if town else ""
    return " ".join([kind, *_WORD.findall(bare)]).strip()


def named_school_code(name: str, municipality: str | None) -> SchoolCode:
    """Return the code under which a school stands that a file knows by name only."""
    return SchoolCode(f"name:{municipality_key(municipality or '')}/{school_key(name)}")
