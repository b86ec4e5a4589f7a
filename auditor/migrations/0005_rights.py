"""What the notices of an audited article say of reuse, and the same as an ODRL policy."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("auditor", "0004_catalogue")]

    operations = [
        migrations.AddField(
            model_name="audit",
            name="rights",
            field=models.JSONField(default=None, help_text="What its notices say of reuse.", null=True),
        ),
        migrations.AddField(
            model_name="audit",
            name="policy",
            field=models.JSONField(
                default=None,
                help_text="The same as an ODRL policy; null where no rule is stated.",
                null=True,
            ),
        ),
    ]
