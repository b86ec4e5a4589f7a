"""manage.py export_rules: the rules that reviewers made, as TOML to be committed with the packaged ones."""

from django.core.management.base import BaseCommand

from auditor.catalogue import house


class Command(BaseCommand):
    """Prints every rule in force that was made here, in the rulebook's own format."""

    help = "Print the rules that reviewers made, as TOML for auditor/inspection/rules."

    def handle(self, *args: object, **options: object) -> None:
        """Nothing at all when there are none."""
        self.stdout.write(house.as_toml(house.standing()), ending="")
