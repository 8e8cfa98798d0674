"""The recipe of a release: what it was made of and by what."""

import datetime as dt
import hashlib
from collections.abc import Mapping, Sequence
from pathlib import Path

from opora import __version__
from opora.store import Recipe
from opora.vocabulary.authority import BUILT_IN

_FINGERPRINT = 12


def recipe(moment: dt.datetime, added: Mapping[str, str], authorities: Sequence[Path] = (BUILT_IN,)) -> Recipe:
    """Return the recipe of a release that takes in the named files (name → SHA-256) at the moment.

    `authorities` are the folders of rules and scales in force, the authority's own first.
    """
    return Recipe(
        made_at=moment.isoformat(timespec="seconds"),
        opora=__version__,
        added=dict(added),
        scales=authority_fingerprint(authorities),
        rules=authority_fingerprint(authorities, "*.toml"),
    )


def authority_fingerprint(authorities: Sequence[Path], files: str = "**/*.toml") -> str:
    """Return a fingerprint of the rules, scales and vocabularies in force: two equal ones judge alike.

    Args:
        authorities: the folders, the authority's own first.
        files: which of them, as a pattern below the folder; rule sets stand at its top.
    """
    digest = hashlib.sha256()
    for folder in authorities:
        for file in sorted(folder.glob(files)):
            digest.update(file.relative_to(folder).as_posix().encode())
            digest.update(file.read_bytes())
    return digest.hexdigest()[:_FINGERPRINT]
