"""Print what reviewers put right in articles, a JSON object a line, as training data."""

from typing import Any

from django.core.management.base import BaseCommand

from auditor import corrections


class Command(BaseCommand):
    """Writes to standard output, the oldest correction first."""

    help = __doc__

    def handle(self, *args: Any, **options: Any) -> None:
        """One line a correction."""
        for line in corrections.exported():
            self.stdout.write(line)
