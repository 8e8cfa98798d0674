"""What a person keeps of the pages for themselves: filters of long lists under a name."""

from django.db import models

from opora_web.accounts.history import Tracked
from opora_web.accounts.models import Person


class SavedFilter(Tracked):
    """Filters and order of a list, kept by one person under a name; nobody else sees them.

    Attributes:
        path: the list's own address.
        query: filters and order as the address has them, without the page.
    """

    person = models.ForeignKey(Person, models.CASCADE, related_name="saved_filters", verbose_name="чья")
    name = models.CharField("название", max_length=80)
    path = models.CharField(max_length=200, editable=False)
    query = models.CharField(max_length=1_500, editable=False)

    class Meta:
        ordering = ("path", "name", "pk")

    def __str__(self) -> str:
        return self.name
