"""By which fields any record names a school."""

from collections.abc import Sequence
from typing import Any

from django.db import connection, models

from opora_web.accounts.models import Organisation

SchoolField = models.ForeignKey[Any, Any]


def fields_naming(school: Organisation, fields: Sequence[SchoolField]) -> set[SchoolField]:
    """Return by which of these fields any record names a school, whoever may see the record.

    Most schools have no records in most rooms. Written out, the question costs nothing beside those it spares: a room's
    own carries who may see what, and Django puts it together anew each time.
    """
    each = (f"EXISTS (SELECT 1 FROM {_table(field)} WHERE {_quoted(field.column)} = %s)" for field in fields)  # noqa: S608 - names of the models' own tables
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {', '.join(each)}", [school.pk] * len(fields))
        return {field for field, is_there in zip(fields, cursor.fetchone(), strict=True) if is_there}


def _table(field: SchoolField) -> str:
    return _quoted(field.model._meta.db_table)  # noqa: SLF001 - Django's documented way to a model's table


def _quoted(name: str) -> str:
    return connection.ops.quote_name(name)
