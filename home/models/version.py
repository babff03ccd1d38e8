"""The numbers that changes of public content raise."""

from django.db import models
from django.db.models import F


class ContentVersion(models.Model):
    """Two rows. What is kept carries the number under which it was made; another number, and it is stale.

    In the database, so that every process and host sees a change when it is committed, and none before.
    """

    ROW = 1  # of everything that pages show
    USE = 2  # of what institutions tell of their use, which takes longest to read and changes less than pages do

    number = models.PositiveBigIntegerField(default=1)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.number)

    @classmethod
    def current(cls, row: int = ROW) -> int:
        """Return the number in force; one query."""
        return cls.objects.filter(pk=row).values_list("number", flat=True).first() or 0

    @classmethod
    def raise_number(cls, row: int = ROW) -> None:
        """Make what was kept under a number stale, once the transaction around commits."""
        if not cls.objects.filter(pk=row).update(number=F("number") + 1):
            cls.objects.get_or_create(pk=row)
