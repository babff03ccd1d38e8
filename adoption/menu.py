"""The editor's menu of taking into use: one entry that opens to what a user may see of it."""

from django.utils.translation import gettext_lazy as _
from wagtail import hooks
from wagtail.admin.menu import Menu, MenuItem, SubmenuMenuItem

# Each concept registers its entries under this name.
HOOK = "register_adoption_menu_item"
menu = Menu(register_hook_name=HOOK)


@hooks.register("register_admin_menu_item")
def menu_item() -> MenuItem:
    """Return the entry; it is left out for those who may see nothing of what is in it."""
    return SubmenuMenuItem(_("Taking into use"), menu, name="taking-into-use", icon_name="site", order=330)
