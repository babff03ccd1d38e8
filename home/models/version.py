"""The number that every change of public content raises."""

from django.db import models
from django.db.models import F


class ContentVersion(models.Model):
    """One row. Kept pages carry the number under which they were made; another number, and they are stale.

    In the database, so that every process and host sees a change when it is committed, and none before.
    """

    ROW = 1

    number = models.PositiveBigIntegerField(default=1)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.number)

    @classmethod
    def current(cls) -> int:
        """Return the number in force; one query."""
        return cls.objects.filter(pk=cls.ROW).values_list("number", flat=True).first() or 0

    @classmethod
    def raise_number(cls) -> None:
        """Make everything that was kept stale, once the transaction around commits."""
        if not cls.objects.filter(pk=cls.ROW).update(number=F("number") + 1):
            cls.objects.get_or_create(pk=cls.ROW)
