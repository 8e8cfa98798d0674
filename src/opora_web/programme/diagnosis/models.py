"""A school's answers about itself, the profile that follows from them, and what the curator confirmed."""

from django.db import models

from opora_web.accounts.history import Tracked
from opora_web.accounts.models import Organisation, Person


class DiagnosisState(models.TextChoices):
    """How far a self-diagnosis is."""

    DRAFT = "draft", "заполняется школой"
    SUBMITTED = "submitted", "на проверке у куратора"
    RETURNED = "returned", "возвращена школе"
    VERIFIED = "verified", "подтверждена"


class Diagnosis(Tracked):
    """One school's self-diagnosis of one school year.

    Attributes:
        school_year: the year in which the school year begins.
        answers: by indicator code; what is missing is not answered.
        profile: the library's factor levels as they followed from the answers when submitted.
        verification: by factor code: {"is_confirmed": bool, "comment": str}.
    """

    school = models.ForeignKey(Organisation, models.PROTECT, related_name="diagnoses", verbose_name="школа")
    school_year = models.PositiveSmallIntegerField("учебный год")
    state = models.CharField("состояние", max_length=20, choices=DiagnosisState, default=DiagnosisState.DRAFT)
    questionnaire = models.CharField("вопросник", max_length=200)
    answers = models.JSONField("ответы", default=dict)
    profile = models.JSONField("профиль", default=list)
    verification = models.JSONField("проверка", default=dict)
    comment = models.TextField("слово проверяющего", blank=True)
    author = models.ForeignKey(Person, models.PROTECT, related_name="diagnoses", verbose_name="заполняет")
    begun_at = models.DateTimeField("начата")
    submitted_at = models.DateTimeField("отправлена", null=True, blank=True)
    verified_by = models.ForeignKey(Person, models.PROTECT, null=True, blank=True, related_name="diagnoses_verified")
    verified_at = models.DateTimeField("проверена", null=True, blank=True)

    class Meta:
        ordering = ("-school_year", "school__sort_key")
        constraints = (models.UniqueConstraint(fields=("school", "school_year"), name="one_diagnosis_a_year"),)

    def __str__(self) -> str:
        return f"самодиагностика {self.school}, {self.school_year}/{(self.school_year + 1) % 100:02d}"

    @property
    def is_open(self) -> bool:
        """Whether the school may still write."""
        return self.state in {DiagnosisState.DRAFT, DiagnosisState.RETURNED}
