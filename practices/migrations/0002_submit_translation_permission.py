from django.db import migrations

GROUPS = ["Editors", "Moderators"]


def withdraw(apps, schema_editor):
    """The library grants one permission for the whole site to these groups; pages' own permissions decide here."""
    permissions = apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label="wagtail_localize", codename="submit_translation"
    )
    for group in apps.get_model("auth", "Group").objects.filter(name__in=GROUPS):
        group.permissions.remove(*permissions)


def grant(apps, schema_editor):
    permissions = apps.get_model("auth", "Permission").objects.filter(
        content_type__app_label="wagtail_localize", codename="submit_translation"
    )
    for group in apps.get_model("auth", "Group").objects.filter(name__in=GROUPS):
        group.permissions.add(*permissions)


class Migration(migrations.Migration):
    dependencies = [
        ("practices", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("wagtailcore", "0002_initial_data"),
        ("wagtail_localize", "0006_create_submit_translation_permission"),
    ]

    operations = [migrations.RunPython(withdraw, grant)]
