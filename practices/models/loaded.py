"""What was loaded from data files, so that loading again doubles nothing and overwrites no one's edits."""

from django.db import models


class LoadedFile(models.Model):
    """A page's data file as it was last loaded."""

    kind = models.CharField(max_length=20)
    key = models.CharField(max_length=100)
    digest = models.CharField(max_length=16)
    loaded_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=("kind", "key"), name="one_load_a_page")]

    def __str__(self) -> str:
        return f"{self.kind} {self.key}"
