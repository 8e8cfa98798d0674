"""The app of this folder."""

from django.apps import AppConfig


class ProgrammeConfig(AppConfig):
    """Schools are understood, the list is approved, cases run."""

    name = "opora_web.programme"
    label = "programme"
    verbose_name = "Работа со школами"

    def ready(self) -> None:
        """Let the rooms hear each other: an approved plan becomes tasks of people."""
        from opora_web.programme.execution.arranging import parties_were_recognised, plan_was_approved
        from opora_web.programme.roadmap.signals import parties_recognised, plan_approved

        plan_approved.connect(plan_was_approved, dispatch_uid="execution")
        parties_recognised.connect(parties_were_recognised, dispatch_uid="execution")
