"""The authority whose words a process speaks: its own procedures, subjects and calendar beside the built-in ones.

A process works for one authority, as it speaks one language: papers are named in every room, and to hand the authority
on to each of them would teach all rooms what only this one needs to know.
"""

from collections.abc import Callable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import ParamSpec, TypeVar

from opora.vocabulary.authority import BUILT_IN

_Asked = ParamSpec("_Asked")
_Told = TypeVar("_Told")

_folders: tuple[Path, ...] = (BUILT_IN,)
_forget: list[Callable[[], None]] = []


def authority_in_force() -> tuple[Path, ...]:
    """Return the folders of the authority the process works for, its own first."""
    return _folders


def work_for(folders: Sequence[Path]) -> None:
    """Speak this authority's words from now on; what was remembered of another's is forgotten.

    Args:
        folders: where its files are, its own folder first.
    """
    global _folders  # noqa: PLW0603 - one authority for the process, see above
    if tuple(folders) == _folders:
        return
    _folders = tuple(folders)
    for forget in _forget:
        forget()


def remembered(size: int | None = None) -> Callable[[Callable[_Asked, _Told]], Callable[_Asked, _Told]]:
    """Remember the answers (the last `size` of them) of a function that depends on the words in force."""

    def keeping(function: Callable[_Asked, _Told]) -> Callable[_Asked, _Told]:
        kept = lru_cache(maxsize=size)(function)
        _forget.append(kept.cache_clear)
        return kept  # type: ignore[return-value]  # the cache's type forgets the arguments

    return keeping
