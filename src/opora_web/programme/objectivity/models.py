"""A question about the signs in one paper of one school: asked, answered, settled – with innocence presumed."""

from django.db import models
from django.db.models import Q

from opora_web.accounts.history import Tracked
from opora_web.accounts.models import Organisation, Person


class QuestionState(models.TextChoices):
    """How far a question is."""

    ASKED = "asked", "школу спросили"
    ANSWERED = "answered", "школа ответила"
    EXPLAINED = "explained", "объяснено"
    OPEN = "open", "вопрос остался"


#: While a question stands, the result is not called reliable.
STANDING = (QuestionState.ASKED, QuestionState.ANSWERED, QuestionState.OPEN)


class ObjectivityQuestion(Tracked):
    """What a school is asked about the signs in one paper.

    Attributes:
        release: the release the signs were copied from; later releases change nothing here.
        paper: the paper's code, as addresses write it; title: its name for people.
        finding: the library's signs of the school, as JSON.
        words: what the office asks, beyond the signs.
        answer: what the school answers.
        decision: what the office says of the answer.
    """

    school = models.ForeignKey(Organisation, models.PROTECT, related_name="objectivity_questions", verbose_name="школа")
    release = models.PositiveIntegerField("выпуск")
    paper = models.CharField("работа", max_length=120)
    title = models.CharField("название работы", max_length=300)
    finding = models.JSONField("признаки", editable=False)
    state = models.CharField("состояние", max_length=20, choices=QuestionState, default=QuestionState.ASKED)
    words = models.TextField("вопрос", blank=True)
    asked_by = models.ForeignKey(Person, models.PROTECT, related_name="objectivity_asked", verbose_name="кто спросил")
    asked_at = models.DateTimeField("когда спросили")
    answer = models.TextField("ответ школы", blank=True)
    answered_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="objectivity_answered", verbose_name="кто ответил"
    )
    answered_at = models.DateTimeField("когда ответили", null=True, blank=True)
    decision = models.TextField("решение", blank=True)
    decided_by = models.ForeignKey(
        Person, models.PROTECT, null=True, blank=True, related_name="objectivity_decided", verbose_name="кто решил"
    )
    decided_at = models.DateTimeField("когда решили", null=True, blank=True)

    class Meta:
        ordering = ("-asked_at", "-pk")
        constraints = (
            models.UniqueConstraint(
                fields=("school", "paper"), condition=Q(trashed_at__isnull=True), name="one_question_about_a_paper"
            ),
        )

    def __str__(self) -> str:
        return f"вопрос школе {self.school}: {self.title}"

    @property
    def stands(self) -> bool:
        """Whether the result is still not called reliable."""
        return self.state in STANDING
