"""Changes that the search engine has not taken yet."""

from django.db import models


class PendingChange(models.Model):
    """A document that changed while the engine was out of reach; it is brought in step at the next chance."""

    document = models.CharField(max_length=255, unique=True)
    since = models.DateTimeField(auto_now_add=True)

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.document)
