"""Check the log of the queue: does every entry follow from the one before?"""

from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from auditor.desk import ledger
from auditor.models import ReviewEntry


class Command(BaseCommand):
    """Reads the whole chain; ends with status 1 at the first broken entry."""

    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        """The one option."""
        parser.add_argument(
            "--head", default="", help="A digest noted earlier: the chain must still contain it."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Say how far the chain holds."""
        found = ledger.verify()
        if found.broken is not None:
            raise CommandError(f"Entry {found.broken} is broken: {found.reason}. {found.entries:,} hold.")
        head = options["head"]
        if head and not ReviewEntry.objects.filter(digest=head).exists():
            raise CommandError(f"No entry has the digest {head}: the end of the log was cut off.")
        self.stdout.write(f"{found.entries:,} entries hold; the last has the digest {found.head}.")
