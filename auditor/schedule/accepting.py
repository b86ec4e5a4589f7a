"""What a fetch brought and nobody believed, taken as a version after all: a person has looked at it."""

from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.http import parse_header_parameters

from auditor import ingest
from auditor.desk.permits import ReviewRefused, permit
from auditor.models import Capture, Snapshot
from auditor.storage import archive
from auditor.storage.material import read_material

ACCEPT = "auditor.change_article"
"""The permission it takes."""
DOUBTED = (Capture.Outcome.UNKNOWN, Capture.Outcome.MOVED)


def accept(pk: int, *, by: User, now: datetime) -> Snapshot:
    """Take the page of the fetch ``pk`` as the newest version; the same fetch again gives the same version.

    Raises ReviewRefused (not_permitted, fetch_unknown, not_doubted, not_kept), Unreadable or PayloadDamaged.
    """
    permit(by, ACCEPT)
    capture = Capture.objects.select_related("article", "snapshot").filter(pk=pk).first()
    if capture is None:
        raise ReviewRefused("fetch_unknown", f"There is no fetch {pk}.")
    if capture.outcome not in DOUBTED:
        raise ReviewRefused("not_doubted", "Nothing was doubted about this fetch: there is nothing to take.")
    if not capture.kept:
        raise ReviewRefused("not_kept", "The bytes of this fetch are not kept. Wait for the next one.")
    headers = {name.lower(): value for name, value in capture.headers}
    media, told = parse_header_parameters(headers.get("content-type", "text/html"))
    material = read_material(
        archive.read(capture.payload),
        media,
        charset=told.get("charset", ""),
        address=capture.address,
        headers=headers,
    )
    with transaction.atomic():
        taken = ingest.take_snapshot(capture.article, material, now=now)
        Capture.objects.filter(pk=capture.pk).update(snapshot=taken)
    return taken
