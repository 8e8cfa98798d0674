"""The models of all rooms, for Django: one migration unit, because the tables point at each other."""

from opora_web.programme.case.models import Case, CaseNote, CaseStatus, CaseTask
from opora_web.programme.diagnosis.models import Diagnosis
from opora_web.programme.identification.models import ListBasis, ListEntry, SchoolAnswer, SchoolList

__all__ = [
    "Case",
    "CaseNote",
    "CaseStatus",
    "CaseTask",
    "Diagnosis",
    "ListBasis",
    "ListEntry",
    "SchoolAnswer",
    "SchoolList",
]
