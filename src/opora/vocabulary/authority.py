"""Where what differs between authorities is kept: rules, scales, calendars, words – data, never code."""

import tomllib
from collections.abc import Sequence
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from opora.vocabulary.obstacles import MisuseError

_HERE = Path(__file__).resolve()
_PACKAGED = _HERE.parents[1] / "authorities"
_CHECKOUT = _HERE.parents[3] / "authorities"

BUILT_IN: Path = _PACKAGED if _PACKAGED.is_dir() else _CHECKOUT


class AuthorityFileMissingError(MisuseError, LookupError):
    """A file of an authority was asked for by a name that no folder has."""

    def __init__(self, name: str, known: Sequence[str]) -> None:
        self.name = name
        self.known = tuple(known)
        asked = Path(name).name.removesuffix(".toml")
        near = get_close_matches(asked, self.known, n=1)
        perhaps = f" Возможно, {near[0]}?" if near else ""
        super().__init__(f"Набор «{asked}» не найден.{perhaps} Есть: {', '.join(self.known)}.")


def folders(own: Path | None = None) -> tuple[Path, ...]:
    """Return the folders to look into, the authority's own first."""
    return (own, BUILT_IN) if own is not None and own.is_dir() else (BUILT_IN,)


def authority_file(name: str, where: Sequence[Path] = (BUILT_IN,)) -> Path:
    """Return the first file of that name (folder/name, with suffix) in the folders.

    Raises:
        AuthorityFileMissingError: no folder has it; the error lists what there is beside it.
    """
    for folder in where:
        if (folder / name).is_file():
            return folder / name
    raise AuthorityFileMissingError(name, authority_names(str(Path(name).parent), where))


def authority_names(below: str = ".", where: Sequence[Path] = (BUILT_IN,)) -> list[str]:
    """Return the names (without suffix) of the data files below that folder, sorted."""
    return sorted({file.stem for folder in where for file in (folder / below).glob("*.toml")})


def authority_data(name: str, where: Sequence[Path] = (BUILT_IN,)) -> dict[str, Any]:
    """Return the content of an authority's TOML file."""
    with authority_file(name, where).open("rb") as stream:
        return tomllib.load(stream)
