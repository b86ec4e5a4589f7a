"""Make a token for another tool and print it, once."""

from datetime import timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.core.management.base import BaseCommand, CommandError, CommandParser

from auditor.models import AccessToken, Scope


class Command(BaseCommand):
    """The token itself is kept nowhere: only its digest is."""

    help = "Make an API token for a user and print it. It cannot be shown again."

    def add_arguments(self, parser: CommandParser) -> None:
        """User, name, scopes and days."""
        parser.add_argument("username", help="Whose rights the token has, at most.")
        parser.add_argument("--name", required=True, help="What it is for, in its owner's list.")
        parser.add_argument(
            "--scope",
            action="append",
            required=True,
            choices=Scope.values,
            dest="scopes",
            help="May be repeated.",
        )
        parser.add_argument("--days", type=int, help="Until it expires; the configured time unless told.")

    def handle(self, *args: Any, **options: Any) -> None:
        """Raises CommandError when the user is unknown or inactive, or the days are none."""
        user = get_user_model().objects.filter(username=options["username"], is_active=True).first()
        if user is None:
            raise CommandError(f"There is no active user {options['username']!r}.")
        if options["days"] is not None and options["days"] < 1:
            raise CommandError("A token lives at least one day: --days 1 or more.")
        if len(options["name"]) > AccessToken._meta.get_field("name").max_length:
            raise CommandError("The name is too long: 80 characters at most.")
        days = {} if options["days"] is None else {"expiry": timedelta(days=options["days"])}
        _, token = AccessToken.objects.create(
            user=user, name=options["name"], scopes=sorted(set(options["scopes"])), **days
        )
        self.stdout.write(token)
