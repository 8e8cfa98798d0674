"""Settings of the site under test: a data folder of its own, quick passwords; OPORA_DATABASE chooses the database."""

import os
import tempfile
from pathlib import Path

_FOLDER = Path(tempfile.mkdtemp(prefix="opora-site-"))
os.environ["OPORA_DATA"] = str(_FOLDER)
(_FOLDER / "static").mkdir()
os.environ.setdefault("OPORA_AUTHORITY", "Озёрский край")

from opora_web.settings import *  # noqa: E402, F403

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
TASKS = {"default": {"BACKEND": "django_tasks.backends.immediate.ImmediateBackend"}}
ALLOWED_HOSTS = ["testserver", "localhost", "127.0.0.1"]
