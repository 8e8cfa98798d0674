"""Settings of the site under test: a data folder of its own, quick passwords; OPORA_DATABASE chooses the database."""

import os
import tempfile
from pathlib import Path

_FOLDER = Path(tempfile.mkdtemp(prefix="opora-site-"))
_BEFORE = os.environ.get("OPORA_DATA")
os.environ["OPORA_DATA"] = str(_FOLDER)
(_FOLDER / "static").mkdir()
os.environ.setdefault("OPORA_AUTHORITY", "Озёрский край")

from opora_web.settings import *  # noqa: E402, F403

if _BEFORE is None:
    del os.environ["OPORA_DATA"]  # the command line under test has a data folder of its own
else:
    os.environ["OPORA_DATA"] = _BEFORE

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
WARM_ON_START = False
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
SENDS_MAIL = True
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
