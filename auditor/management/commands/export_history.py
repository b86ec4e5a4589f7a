"""Write an article's history to files: its fetches as WARC, its audits as JSON-LD beside it."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from auditor.models import Article
from auditor.storage import history
from auditor.storage.linked_data import as_json


class Command(BaseCommand):
    """`manage.py export_history ARTICLE... [--to FOLDER]`."""

    help = __doc__ or ""

    def add_arguments(self, parser: CommandParser) -> None:
        """Which articles, and where to."""
        parser.add_argument("articles", nargs="+", metavar="ARTICLE", help="number or address of an article")
        parser.add_argument("--to", type=Path, default=Path(), help="folder for the files (here)")

    def handle(self, *_: Any, **options: Any) -> None:
        """Two files for each article; their paths are printed."""
        found = [_article(name) for name in options["articles"]]
        folder: Path = options["to"]
        folder.mkdir(parents=True, exist_ok=True)
        for article in found:
            warc = folder / f"{history.name_of(article)}.warc.gz"
            with warc.open("wb") as file:
                history.write_warc(article, file)
            beside = folder / f"{history.name_of(article)}.jsonld"
            beside.write_text(as_json(article), encoding="utf-8")
            self.stdout.write(f"{warc}\n{beside}")


def _article(name: str) -> Article:
    known = {"pk": int(name)} if name.isdecimal() else {"address": name}
    article = Article.objects.select_related("outlet").filter(**known).first()
    if article is None:
        raise CommandError(f"There is no article {name}.")
    return article
