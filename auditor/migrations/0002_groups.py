"""The three groups: readers look, reviewers decide, editors overrule, correct and retry."""

from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor
from django.db.migrations.state import StateApps

READER = [
    (model, f"view_{model}")
    for model in (
        "article",
        "audit",
        "boilerplate",
        "capture",
        "catalogueentry",
        "decision",
        "host",
        "houserule",
        "outlet",
        "passage",
        "queueitem",
        "replay",
        "reviewentry",
        "snapshot",
    )
]
REVIEWER = [
    *READER,
    ("article", "add_article"),
    ("boilerplate", "change_boilerplate"),
    ("queueitem", "change_queueitem"),
]
EDITOR = [
    *REVIEWER,
    ("article", "change_article"),
    ("audit", "change_audit"),
    ("decision", "overrule_decision"),
    ("houserule", "add_houserule"),
    ("houserule", "change_houserule"),
    ("outlet", "change_outlet"),
]
GROUPS = {"reader": READER, "reviewer": REVIEWER, "editor": EDITOR}


def create_groups(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Permissions are normally made after all migrations, so the ones needed are made here."""
    Group = apps.get_model("auth", "Group")
    Permission = apps.get_model("auth", "Permission")
    ContentType = apps.get_model("contenttypes", "ContentType")
    for name, wanted in GROUPS.items():
        group, _ = Group.objects.get_or_create(name=name)
        for model, codename in wanted:
            content_type, _ = ContentType.objects.get_or_create(app_label="auditor", model=model)
            label = codename.replace("_", " ").capitalize()
            permission, _ = Permission.objects.get_or_create(
                content_type=content_type, codename=codename, defaults={"name": f"Can {label.lower()}"}
            )
            group.permissions.add(permission)


def remove_groups(apps: StateApps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    apps.get_model("auth", "Group").objects.filter(name__in=GROUPS).delete()


class Migration(migrations.Migration):
    dependencies = [
        ("auditor", "0001_initial"),
        ("auth", "0012_alter_user_first_name_max_length"),
        ("contenttypes", "0002_remove_content_type_name"),
    ]

    operations = [migrations.RunPython(create_groups, remove_groups)]
