"""A table that an engine has not computed yet: what indicators take and give."""

from typing import Any, TypeAlias

import narwhals.stable.v2 as nw

#: A lazy frame of Narwhals over any engine.
Lazy: TypeAlias = nw.LazyFrame[Any]
