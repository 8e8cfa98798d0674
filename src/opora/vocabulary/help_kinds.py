"""Kinds of help that measures give, as data: the analysis of what helped groups by them."""

from collections.abc import Sequence
from pathlib import Path

from pydantic import BaseModel, ConfigDict, TypeAdapter

from opora.vocabulary.authority import BUILT_IN
from opora.vocabulary.authority_reading import read_authority


class HelpKinds(BaseModel):
    """The kinds, code → words, with where they come from."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    title: str
    edition: str
    source: str
    kinds: dict[str, str]


def help_kinds(where: Sequence[Path] = (BUILT_IN,)) -> HelpKinds:
    """Return the kinds in force, the authority's own first.

    Raises:
        AuthorityFileUnreadableError: the authority's file is not what is expected; the message names every key.
    """
    return read_authority("programmes/help-kinds.toml", TypeAdapter(HelpKinds), where)
