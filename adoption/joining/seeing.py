"""Who sees which adoptions in the editor, and who keeps the register of institutions."""

from typing import Any

from wagtail.permissions import page_permission_policy

from adoption.models import Adoption, AdoptionQuerySet
from practices.models import PracticePage

# Wagtail's own group, whose members coordinate the network.
NETWORK = "Moderators"


def is_network(user: Any) -> bool:
    """Return whether a user coordinates the network, and so decides which institutions the register has."""
    if not user.is_active:
        return False
    may_add: bool = user.has_perm("practices.add_organisation")
    return may_add or user.groups.filter(name=NETWORK).exists()


def seen_by(user: Any) -> AdoptionQuerySet:
    """Return the adoptions that a user sees and decides about: the network all, others of practices they may edit."""
    adoptions = Adoption.objects.filter(confirmed_at__isnull=False)
    if is_network(user):
        return adoptions
    return adoptions.filter(practice__in=practices_of(user).values("translation_key"))


def practices_of(user: Any) -> Any:
    """Return the practices whose pages a user may edit."""
    if is_network(user):
        return PracticePage.objects.all()
    pages = page_permission_policy.instances_user_has_permission_for(user, "change")
    return PracticePage.objects.filter(pk__in=pages.order_by().values("pk"))


def sees_any(user: Any) -> bool:
    """Return whether adoptions are a user's business at all."""
    return is_network(user) or practices_of(user).exists()
