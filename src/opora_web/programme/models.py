"""The models of all rooms, for Django: one migration unit, because the tables point at each other."""

from opora_web.programme.diagnosis.models import Diagnosis
from opora_web.programme.identification.models import ListEntry, SchoolAnswer, SchoolList

__all__ = ["Diagnosis", "ListEntry", "SchoolAnswer", "SchoolList"]
