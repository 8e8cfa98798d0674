"""Pages as a browser reads them."""

import re
from typing import Any


def shown(answer: Any) -> str:
    """Return a page's HTML with every line break and indent of a template as the one space it is to a reader."""
    return re.sub(r"[ \n]+", " ", answer.content.decode())
