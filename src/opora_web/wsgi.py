"""The way in for a WSGI server."""

import os
import threading

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "opora_web.settings")

application = get_wsgi_application()


def _warm() -> None:
    """Read the release in force, so that the first person does not wait for it."""
    from django.conf import settings

    from opora_web.facts import current_facts
    from opora_web.programme.warming import warm_pages

    if settings.WARM_ON_START:
        warm_pages(current_facts())


threading.Thread(target=_warm, name="warm-up", daemon=True).start()
