"""manage.py inspect: what an inspection finds in one file, without a database."""

import json
import sys
from argparse import ArgumentParser
from pathlib import Path

from django.core.management.base import BaseCommand, CommandError

from auditor.inspection.decoding import LIMIT
from auditor.inspection.document import Document, Unreadable
from auditor.inspection.odrl import policy
from auditor.inspection.procedure import Inspection, guess_media, inspect_document, read_document
from auditor.inspection.report import as_dict, as_text, body_text
from auditor.inspection.rulebook import load_rulebook

BAD_INPUT = 2
"""Exit status for input that cannot be read, as for a wrong command line."""
_MOST_BYTES = LIMIT * 4 + 1
"""Enough for the readers to see that a text is too long, and no more."""


class Command(BaseCommand):
    """Inspects one file or standard input and prints what was found."""

    help = "Inspect one file (or - for standard input): report, --body, --json or --odrl. Needs no database."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        """The file, how to read it, what to print."""
        parser.add_argument("file", metavar="FILE", help="a text or an HTML page; - reads standard input")
        output = parser.add_mutually_exclusive_group()
        output.add_argument("--body", action="store_true", help="print the body text alone")
        output.add_argument("--json", action="store_true", help="print everything as one JSON object")
        output.add_argument(
            "--odrl", action="store_true", help="print the rights as an ODRL policy (JSON-LD)"
        )
        media = parser.add_mutually_exclusive_group()
        media.add_argument(
            "--html", action="store_const", const="text/html", dest="media", help="read as HTML"
        )
        media.add_argument(
            "--text", action="store_const", const="text/plain", dest="media", help="read as text"
        )
        parser.add_argument("--charset", help="the encoding, if it is known from outside")

    def handle(
        self,
        *args: object,
        file: str,
        body: bool,
        json: bool,
        odrl: bool,
        media: str | None,
        charset: str | None,
        **options: object,
    ) -> None:
        """Exit status 2, with the code and what to do, when the input cannot be read."""
        try:
            document = _read(file, media, charset)
        except Unreadable as refusal:
            raise CommandError(f"{refusal.code}: {refusal}", returncode=BAD_INPUT) from None
        except OSError as error:
            reason = error.strerror or "cannot be read"
            raise CommandError(f"no_file: {file}: {reason}", returncode=BAD_INPUT) from None
        inspection = inspect_document(document, load_rulebook())
        if body:
            self.stdout.write(body_text(inspection))
        elif json:
            self.stdout.write(_dumped(as_dict(inspection)))
        elif odrl:
            self.stdout.write(_policy(inspection))
        else:
            self.stdout.write(as_text(inspection))


def _read(file: str, media: str | None, charset: str | None) -> Document:
    if file == "-":
        data = sys.stdin.buffer.read(_MOST_BYTES)
    else:
        with Path(file).open("rb") as stream:
            data = stream.read(_MOST_BYTES)
    return read_document(data, media or guess_media(file, data), charset)


def _policy(inspection: Inspection) -> str:
    found = policy(inspection.document, inspection.rights)
    if found is None:
        raise CommandError(f"no_rules: {inspection.rights.reading[0]}")
    return _dumped(found)


def _dumped(found: dict[str, object]) -> str:
    # ASCII only: any locale can print it, and an article's control characters stay escaped.
    return json.dumps(found, ensure_ascii=True)
