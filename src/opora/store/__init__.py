"""Floor 3, accepted tables → numbered release → read back, on any engine."""

from opora.store.draft import Draft
from opora.store.release import Manifest, Recipe, Release
from opora.store.staging import Staging
from opora.store.store import FolderNameError, ReleaseMissingError, ReleaseMovedError, Store, StoreBusyError

__all__ = [
    "Draft",
    "FolderNameError",
    "Manifest",
    "Recipe",
    "Release",
    "ReleaseMissingError",
    "ReleaseMovedError",
    "Staging",
    "Store",
    "StoreBusyError",
]
