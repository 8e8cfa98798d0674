"""Who is responsible, as people write it → parties: bodies, roles and persons.

Separators get lost («Руководители ОО ИМЦ УО»), commas stand inside names («по УВР, ВР»), posts follow persons after a
comma. Quotes and brackets are never torn.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace

from opora.plans.documents.table_of_text import lines_of, one_line
from opora.plans.party_words import (
    AUTHORITIES,
    COMPOUND,
    FIELDS,
    GOES_ON,
    PERSON,
    REGIONS,
    SCHOOLS,
    SUBJECTS,
    begins_body,
    begins_role,
    ends_openly,
    follows_in_name,
    is_acronym,
    is_legal_form,
    is_named_directly,
    is_one_person,
    names_teachers,
)
from opora.tables.plan import Party, PartyKind

#: «по согласованию с ТПМПК» says with whom, and makes nobody free to refuse.
_AGREEMENT = re.compile(r"\(?\s*по\s+согласовани[юя](?!\s+со?\s)\s*\)?", re.IGNORECASE)
_LONGEST = 4000  # letters; a longer cell is no list of parties
_EDGES = " ,.;:/–—-•·▪\t"
_OPENING, _CLOSING = "«(„", "»)“"
_IN_HONOUR = re.compile(r"(?:имени|им\.)\s*$")
#: A list of its own numbers: «1. УО 2. ИМЦ».
_NUMBERED = re.compile(r"^\s*1[.)]\s")
_LINE_NUMBER = re.compile(r"(?<![\w№(])(?<!№ )\d{1,2}[.)]\s+")
#: «Иванова И.И.Петрова А.А.» lost a space between two persons.
_GLUED_PERSONS = re.compile(r"(?<=[а-яё]\s[А-ЯЁ]\.[А-ЯЁ]\.)(?=[А-ЯЁ][а-яё]+\s+[А-ЯЁ]\.)")
#: «Руководи- тели», «Педагог-\nпсихолог»: a word parted at the end of a line, or a compound one.
_PARTED = re.compile(r"(?<!\w)([а-яёА-ЯЁ][а-яё]+)(?:-\s+|\s+-)(?=[а-яё])")
#: «Ответственный – ИМЦ»: what the column already says.
_LABEL = re.compile(
    r"(?:^|(?<=[;\n]))\s*(?:(?i:ответственн\w+|(?:со)?исполнител\w+)\s*[:–—-]\s+|(?i:отв)\.\s*(?=[А-ЯЁ][а-яё]+\s[А-ЯЁ]\.))"
)
_ALSO = re.compile(r"[,;]?\s+а также\s+")
_OWN_ADMINISTRATION = "администраци"
#: «Управление образования \n администрации района»: whose it is; «администрации школ» are somebody else.
_OF_AUTHORITY = re.compile(r"администрации(?:$|\s(?!школ|[оО][оОуУ]\b|образоват|поселен|муниципальных))")
_DASH = re.compile(r"^\s*[-–—]\s*")
#: Words after which a name goes on: prepositions, and bodies in a case that wants to know whose they are.
_LEADING = frozenset({
    "по", "при", "для", "в", "с", "и", "на", "из", "за", "от", "к", "о", "об", "со", "администрации", "управления",
    "отдела", "главы", "имени", "им.",
})  # fmt: skip
_INITIALS_END = re.compile(r"[А-ЯЁ]\.$")
_MARK = "\ue000"  # stands for «по согласованию» while a text is taken apart


@dataclass(frozen=True)
class _Piece:
    """Words between two separators; `is_apart` when a line end or a semicolon stands before them."""

    words: str
    is_apart: bool


def parties_of(text: str) -> tuple[Party, ...]:
    """Return the parties a cell names, in its order.

    Args:
        text: the cell, its lines apart by line ends.
    """
    text = _PARTED.sub(_whole_word, _GLUED_PERSONS.sub(" ", text.replace(_MARK, " ")))
    text = _ALSO.sub(", ", _LABEL.sub(" ", text))
    if _NUMBERED.match(text):
        text = _LINE_NUMBER.sub("\n", text)
    text = "\n".join(lines_of(text))
    if len(text) > _LONGEST:
        return (Party(text=one_line(text), kind="body"),)
    marked = _AGREEMENT.sub(f" {_MARK} ", text)
    parties: list[Party] = []
    for piece in _whole_names(_pieces(marked)):
        first, *after_agreement = piece.words.split(_MARK)
        _add(parties, first, may_be_post=not piece.is_apart)
        for words in after_agreement:
            if parties:
                parties[-1] = parties[-1].model_copy(update={"by_agreement": True})
            _add(parties, words, may_be_post=False)
    return tuple(parties)


def _whole_word(found: re.Match[str]) -> str:
    """Return the first part of a parted word; that of a compound word, «педагог-психолог», keeps its hyphen."""
    part = found[1].casefold()
    return f"{found[1]}-" if part.endswith(("но", "го", "ко")) or part in COMPOUND else found[1]


def _add(parties: list[Party], words: str, *, may_be_post: bool) -> None:
    """Add what the words name; a role right after a person is that person's post."""
    found = list(_parties_in(words))
    if found and parties and may_be_post and _is_post_of(parties[-1], found[0]):
        parties[-1] = parties[-1].model_copy(update={"post": found.pop(0).text})
    parties += found


def _is_post_of(before: Party, role: Party) -> bool:
    return before.kind == "person" and before.post is None and role.kind == "role" and is_one_person(role.text)


# --- pieces between separators ------------------------------------------------------------------------------------


def _pieces(text: str) -> Iterator[_Piece]:
    for line in _lines(text):
        is_apart = True
        for words, separator in _split(line):
            if words.strip(_EDGES):
                yield _Piece(words.strip(), is_apart)
                is_apart = False
            is_apart = is_apart or separator == ";"


def _lines(text: str) -> list[str]:
    """Return the lines of a cell; a line that goes on in the middle of a name is joined to the one above."""
    lines: list[str] = []
    for line in lines_of(text):
        first = line.split(" ", 1)[0]
        is_whole = begins_role(line) or begins_body(line) or not first[:1].islower()
        is_open = bool(lines) and not lines[-1].endswith((",", ";"))
        is_direct = (is_named_directly(first) or not first[:1].islower()) and not _OF_AUTHORITY.match(line)
        goes_on = is_open and (_wants_more(lines[-1]) or not (is_whole and is_direct))
        if goes_on and not line.startswith(_MARK):
            lines[-1] = f"{lines[-1]} {line}"
        else:
            lines.append(line)
    return lines


def _wants_more(line: str) -> bool:
    """Tell whether a line breaks off within a name: «Классные», «Замдиректора по»."""
    return ends_openly(line) or line.rsplit(" ", 1)[-1].casefold() in _LEADING


def _split(line: str) -> Iterator[tuple[str, str]]:
    """Yield the words between commas, semicolons, slashes and colons outside quotes and brackets, each with its end."""
    depth, start, is_quoted = 0, 0, False
    for place, letter in enumerate(line):
        if letter == '"':
            is_quoted = not is_quoted
        depth = max(0, depth + (letter in _OPENING) - (letter in _CLOSING))
        is_sign = letter in ",;/:" or (letter == "+" and line[place - 1 : place + 2] == " + ")
        if is_sign and depth == 0 and not is_quoted:
            yield line[start:place], letter
            start = place + 1
    yield line[start:], ""


def _whole_names(pieces: Iterator[_Piece]) -> Iterator[_Piece]:
    """Join what a comma parts within a name: «заместители по УВР, ВР», «комитет образования, культуры и спорта»."""
    held: _Piece | None = None
    for piece in pieces:
        if held is not None and _is_within_name(held, piece):
            held = replace(held, words=f"{held.words}, {piece.words}")
            continue
        if held is not None:
            yield held
        held = piece
    if held is not None:
        yield held


def _is_within_name(held: _Piece, piece: _Piece) -> bool:
    bare = piece.words.strip(_EDGES + _MARK)
    if follows_in_name(held.words, bare):
        return True
    if piece.is_apart or _MARK in held.words:
        return False
    if bare[:1].isdigit() or bare.startswith(("№", *GOES_ON)):  # «СОШ № 1, 2», «органы, осуществляющие управление»
        return True
    return (bare.startswith(FIELDS) and begins_body(held.words)) or (
        bare.startswith(SUBJECTS) and names_teachers(held.words)
    )


# --- parties of one piece -----------------------------------------------------------------------------------------


def _parties_in(words: str) -> Iterator[Party]:
    """Yield the parties of words without separators: persons first, then what stands between them."""
    start, post = 0, None
    for found in _persons(words):
        before = _torn(_trimmed(words[start : found.start()]))
        post = before.pop() if before and is_one_person(before[-1]) else None
        yield from map(_named, before)
        start = found.end()
        if post is None and (_DASH.match(words[start:]) or words[start:].strip(" (")[:1].islower()):
            after = _DASH.sub("", words[start:])
            post = _trimmed(after) if is_one_person(after) and not PERSON.search(after) else None
            start = len(words) if post else start
        yield Party(text=" ".join(found[0].split()), kind="person", post=post)
    yield from map(_named, _torn(_trimmed(words[start:])))


def _persons(words: str) -> Iterator[re.Match[str]]:
    """Yield the persons that are named themselves: not those in whose honour something is named."""
    for found in PERSON.finditer(words):
        before = words[: found.start()]
        if before.count("«") <= before.count("»") and not _IN_HONOUR.search(before):
            yield found


def _trimmed(words: str) -> str:
    """Return the words without loose marks at their ends, each quote and bracket closed."""
    bare = " ".join(words.split()).rstrip(_EDGES + _OPENING).lstrip(_EDGES + _CLOSING)
    bare = _balanced(bare)
    if bare.startswith("(") and bare.endswith(")") and bare.count("(") == 1:
        bare = bare[1:-1]
    return bare.strip(_EDGES) if not _INITIALS_END.search(bare) else bare.lstrip(_EDGES)


def _balanced(words: str) -> str:
    """Return the words without closing marks that close nothing; marks left open are closed at the end."""
    kept: list[str] = []
    opened: list[str] = []
    for letter in words:
        if letter in _OPENING:
            opened.append(_CLOSING[_OPENING.index(letter)])
        elif letter in _CLOSING:
            if not opened:
                continue
            opened.pop()
        kept.append(letter)
    text = "".join(kept) + "".join(reversed(opened))
    return text if text.count('"') % 2 == 0 else text.replace('"', "", 1)


def _named(words: str) -> Party:
    kind: PartyKind = "role" if begins_role(words) else "body"
    return Party(text=words, kind=kind)


def _torn(words: str) -> list[str]:
    """Return what the words name where separators between parties were lost or «и» stands for one."""
    parts = _parts(words)
    return [one for part in parts for one in _torn(part)] if len(parts) > 1 else parts


def _parts(words: str) -> list[str]:
    """Return the words cut wherever a party begins anew; a part alone may be cut again."""
    parts: list[str] = []
    part: list[str] = []
    for token in _tokens(words):
        if part and _begins_anew(part, token):
            parts.append(" ".join(part[:-1] if part[-1] == "и" else part))
            part = []
        part.append(token)
    return list(filter(None, map(_trimmed, [*parts, " ".join(part)])))


def _tokens(words: str) -> list[str]:
    """Return the words; what stands in quotes or brackets is one."""
    tokens: list[str] = []
    depth, is_quoted = 0, False
    for token in words.split():
        if tokens and (depth > 0 or is_quoted):
            tokens[-1] = f"{tokens[-1]} {token}"
        else:
            tokens.append(token)
        depth = max(0, depth + sum(map(token.count, _OPENING)) - sum(map(token.count, _CLOSING)))
        is_quoted ^= token.count('"') % 2 == 1
    return tokens


def _begins_anew(part: list[str], word: str) -> bool:
    """Tell whether a new party begins with the word, though no separator stands before it."""
    before = part[-1]
    if before == "и":
        goes_on = follows_in_name(" ".join(part[:-1]), word)
        return len(part) > 1 and not goes_on and is_named_directly(word) and (begins_role(word) or begins_body(word))
    if before.casefold() in _LEADING or word == "и" or before.endswith(",") or word.startswith("("):
        return False
    if is_acronym(word):
        return _acronym_begins_anew(part, word)
    return is_named_directly(word) and _word_begins_anew(before, word)


def _word_begins_anew(before: str, word: str) -> bool:
    """A capital begins another party where it can; a small letter only after what certainly ended one."""
    if word[:1].islower():
        ends_a_name = (is_acronym(before) and not is_legal_form(before)) or before.endswith("»")
        return ends_a_name and begins_role(word)
    is_school = word.endswith(("ская", "цкая")) and (before in SCHOOLS or before.lstrip("№").isdecimal())
    return (begins_role(word) or begins_body(word) or is_school) and not is_legal_form(before)


def _acronym_begins_anew(part: list[str], word: str) -> bool:
    before, bare = part[-1], word.strip('«»"().,;')
    last = before.strip('«»"().,;')
    is_of_people = begins_role(" ".join(part))
    is_whose = bare in REGIONS or before.casefold().startswith(_OWN_ADMINISTRATION)  # «Администрация МБОУ» is one
    is_nameless = all(is_legal_form(one) or one in REGIONS for one in part)  # «КГАУ ДПО КК ИПК»
    if is_nameless or is_legal_form(before) or word.startswith("«") or is_whose:
        return False
    if bare in AUTHORITIES:
        return last in AUTHORITIES | SCHOOLS or (before.endswith("»") and not is_of_people)
    if is_acronym(before) or before.endswith("»"):
        return True
    if is_legal_form(bare):  # «Управление образования МКУ «ИМС»» names two, «руководитель МКУ «ИМС»» one
        return not is_of_people
    return last.isdecimal() if bare in SCHOOLS else not begins_role(before)  # «СОШ № 1 СОШ № 2»
