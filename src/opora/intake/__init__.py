"""Between the rooms and the path: files on their way into a draft of the next release."""

from opora.intake.files import Intake, Progress, circumstances_at
from opora.intake.schools import join_schools
from opora.intake.settling import settle_results

__all__ = ["Intake", "Progress", "circumstances_at", "join_schools", "settle_results"]
