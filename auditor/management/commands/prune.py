"""Take away what can be made again or is no longer wanted; by default only say what would go."""

from argparse import ArgumentTypeError
from datetime import timedelta
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils import timezone

from auditor import pruning


class Command(BaseCommand):
    """`manage.py prune [--delete] [--only KIND] [--keep-days N]`."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        """Which kinds, how old, and whether for real."""
        kinds = "; ".join(f"{kind}: {words}" for kind, words in pruning.KINDS.items())
        parser.add_argument("--delete", action="store_true", help="really do it")
        parser.add_argument(
            "--only",
            action="append",
            choices=pruning.KINDS,
            metavar="KIND",
            help=f"only this kind, may be repeated ({kinds}); else all but “former”",
        )
        parser.add_argument(
            "--keep-days",
            type=_days,
            default=365,
            help="days that fetches and doubtful pages stay (365)",
        )

    def handle(self, *_: Any, **options: Any) -> None:
        """One line for each kind."""
        piles = pruning.prune(
            now=timezone.now(),
            keep=timedelta(days=options["keep_days"]),
            kinds=options["only"] or pruning.USUAL,
            dry=not options["delete"],
        )
        for pile in piles:
            self.stdout.write(f"{pile.number:>9,}  {pile.size:>15,} bytes  {pruning.KINDS[pile.kind]}")
        if not options["delete"]:
            self.stdout.write("Nothing was deleted. With --delete it is.")


def _days(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text[:6]) <= 36500:
        raise ArgumentTypeError(f"{text!r} is no number of days between 1 and 36500.")
    return int(text)
