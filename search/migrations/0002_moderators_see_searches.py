from django.db import migrations

MAY = {"searchcount": ["view"], "synonymset": ["add", "change", "delete", "view"]}
NAMES = {"searchcount": "count of searches", "synonymset": "set of synonyms"}


def grant(apps, schema_editor):
    """Moderators read the counts of searches and keep the synonyms."""
    content_types = apps.get_model("contenttypes", "ContentType").objects
    permissions = apps.get_model("auth", "Permission").objects
    for group in apps.get_model("auth", "Group").objects.filter(name="Moderators"):
        for model, actions in MAY.items():
            # Django makes these only after all migrations.
            content_type, _ = content_types.get_or_create(app_label="search", model=model)
            for action in actions:
                permission, _ = permissions.get_or_create(
                    content_type=content_type,
                    codename=f"{action}_{model}",
                    defaults={"name": f"Can {action} {NAMES[model]}"},
                )
                group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [
        ("search", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailcore", "0002_initial_data"),
    ]

    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
