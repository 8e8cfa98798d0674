"""Charts are defined once in `opora.reports`: here they become pictures, and specifications for the browser.

What took time is kept on the disk under the fingerprint of what is shown, so the same chart is never drawn twice.
"""

import gzip
import hashlib
import json
import os
from collections.abc import Callable
from functools import cache
from importlib.metadata import version
from pathlib import Path
from typing import Any, Literal

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils.cache import patch_vary_headers
from django.utils.http import parse_etags, quote_etag

from opora import reports
from opora.reports.charts import DRAWING, picture
from opora.store.durable import write_durably
from opora_web.accounts.doors import open_to_all

Form = Literal["svg", "json"]

_KINDS = {"svg": "image/svg+xml", "json": "application/json"}
#: Which of the packed libraries pages may call.
_SNIPPET = "window.vegaEmbed = vegaEmbed;"
#: Where drawn pictures live, each release in a folder of its own, so that they go with it.
PICTURES = "pictures"
#: Stands for a picture whose address names no release.
WITHOUT_RELEASE = 0
_LARGEST_RELEASE = 999_999
_A_DAY, _A_YEAR = 24 * 3600, 365 * 24 * 3600


def chart_answer(request: HttpRequest, form: Form, shown: str, draw: Callable[[], Any]) -> HttpResponse:
    """Return a chart as a picture or as a specification.

    Args:
        request: what the browser asked; it may have the same already.
        form: svg – drawn here; json – for the browser to draw.
        shown: everything the chart depends on, as a text: two equal texts are one chart.
        draw: makes the Altair chart; asked only where nobody has drawn the same before.
    """
    fingerprint = hashlib.sha256(f"{_pen()} {shown}".encode()).hexdigest()[:32]
    tag = quote_etag(f"{fingerprint}-{form}")
    if tag in parse_etags(request.headers.get("If-None-Match", "")):
        return _lasting(HttpResponse(status=304), tag)
    name = f"{PICTURES}/{_release_of(request):06d}/{fingerprint[:2]}/{fingerprint}.{form}"
    return _lasting(HttpResponse(_kept(name, lambda: _drawn(draw, form)), _KINDS[form]), tag)


def _release_of(request: HttpRequest) -> int:
    """Return the release that a picture's address names."""
    asked = request.GET.get("release", "")
    number = int(asked) if asked.isascii() and asked.isdecimal() and len(asked) <= len(str(_LARGEST_RELEASE)) else 0
    return number or WITHOUT_RELEASE


def library_file() -> Path:
    """Return where the packed scripts that draw charts are kept below the folder of computed things."""
    return Path("scripts") / f"vega-{version('vl-convert-python')}.js.gz"


def _drawn(draw: Callable[[], Any], form: Form) -> bytes:
    with DRAWING:
        chart = draw()
        if form == "svg":
            return picture(chart, "svg")
        return json.dumps(chart.to_dict(), ensure_ascii=False, separators=(",", ":")).encode()


@cache
def _pen() -> str:
    """Return a fingerprint of the code that draws: another edition of it draws other pictures of the same numbers."""
    folder = Path(reports.__file__).parent
    code = b"".join(file.read_bytes() for file in sorted(folder.glob("*.py")))
    return hashlib.sha256(code + version("vl-convert-python").encode()).hexdigest()[:12]


def _lasting(answer: HttpResponse, tag: str) -> HttpResponse:
    """Return the answer as this person's browser may keep it; the release stands in the address."""
    answer["ETag"] = tag
    answer["Cache-Control"] = f"private, max-age={_A_DAY}"
    return answer


@open_to_all
def chart_library(request: HttpRequest) -> HttpResponse:
    """Answer the scripts that draw charts in the browser: Vega-Lite from this server's own packages."""
    import vl_convert

    packed = _kept(
        str(library_file()),
        lambda: gzip.compress(str(vl_convert.javascript_bundle(_SNIPPET)).encode(), mtime=0),
    )
    is_packed = "gzip" in request.headers.get("Accept-Encoding", "")
    answer = HttpResponse(packed if is_packed else gzip.decompress(packed), "text/javascript; charset=utf-8")
    if is_packed:
        answer["Content-Encoding"] = "gzip"
    answer["Cache-Control"] = f"public, max-age={_A_YEAR}, immutable"
    patch_vary_headers(answer, ["Accept-Encoding"])
    return answer


def _kept(name: str, compute: Callable[[], bytes]) -> bytes:
    file = Path(settings.COMPUTED) / name
    if file.exists():
        return file.read_bytes()
    content = compute()
    file.parent.mkdir(parents=True, exist_ok=True)
    mine = file.with_name(f"{file.name}.{os.getpid()}")  # several servers may draw the same at once
    write_durably(mine, content)
    mine.replace(file)
    return content
