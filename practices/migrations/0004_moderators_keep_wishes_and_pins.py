from django.db import migrations

MAY = {"wish": "wish", "pin": "pinned practice"}
ACTIONS = ["add", "change", "delete", "view"]


def grant(apps, schema_editor):
    """Moderators read and answer the wishes and pin practices."""
    content_types = apps.get_model("contenttypes", "ContentType").objects
    permissions = apps.get_model("auth", "Permission").objects
    for group in apps.get_model("auth", "Group").objects.filter(name="Moderators"):
        for model, name in MAY.items():
            # Django makes these only after all migrations.
            content_type, _ = content_types.get_or_create(app_label="practices", model=model)
            for action in ACTIONS:
                permission, _ = permissions.get_or_create(
                    content_type=content_type,
                    codename=f"{action}_{model}",
                    defaults={"name": f"Can {action} {name}"},
                )
                group.permissions.add(permission)


class Migration(migrations.Migration):
    dependencies = [
        ("practices", "0003_wishes_pins_texts"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("wagtailcore", "0002_initial_data"),
    ]

    operations = [migrations.RunPython(grant, migrations.RunPython.noop)]
