"""An article's whole history to take away: every fetch as WARC, every audit as JSON-LD beside it."""

import zipfile
from datetime import UTC, datetime
from http.client import responses
from io import BytesIO
from tempfile import SpooledTemporaryFile
from typing import IO, Any
from urllib.parse import urlsplit

from django.http import FileResponse
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

from auditor.models import Article, Capture, Snapshot
from auditor.storage import archive
from auditor.storage.linked_data import as_json, iri

PROFILE_304 = "http://netpreserve.org/warc/1.1/revisit/server-not-modified"
PROFILE_SAME = "http://netpreserve.org/warc/1.1/revisit/identical-payload-digest"
IN_MEMORY = 5_000_000
"""Bytes."""
UNPACKED = frozenset({"content-encoding", "transfer-encoding", "content-length"})
"""Headers that are no longer true of an unpacked body: kept under another name, as archives do."""


def name_of(article: Article) -> str:
    """What the files of an article's history are called, without their endings."""
    host = urlsplit(article.address).hostname or "text"
    return f"article-{article.pk}-{host}"


def as_download(article: Article) -> FileResponse:
    """An answer that holds both files; larger ones wait on the disk, not in memory."""
    file = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115 - the answer closes it
    write_zip(article, file)
    file.seek(0)
    return FileResponse(
        file, as_attachment=True, filename=f"{name_of(article)}.zip", content_type="application/zip"
    )


def write_zip(article: Article, file: IO[bytes]) -> None:
    """Both files in one archive, for a download."""
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as pack:
        stored = zipfile.ZipInfo(f"{name_of(article)}.warc.gz", datetime.now(tz=UTC).timetuple()[:6])
        with pack.open(stored, "w") as warc:  # packed already
            write_warc(article, warc)
        pack.writestr(f"{name_of(article)}.jsonld", as_json(article))


def write_warc(article: Article, file: IO[bytes]) -> None:
    """Every fetch in order as WARC 1.1 (ISO 28500:2017), each record packed by itself.

    Of a page whose bytes were kept there is a response, or a revisit when they were written before; of a
    304 a revisit; of a page whose bytes are missing, or not kept since its text was known, a truncated
    response with its headers. What was made of a fetch stands in a metadata record beside it. Versions
    that were handed in are resources.
    """
    writer = Records(file, article)
    writer.info()
    captures = article.captures.order_by("pk").select_related("snapshot")
    pasted = article.snapshots.filter(captures=None).order_by("pk")
    for row in sorted([*captures, *pasted], key=_moment):
        writer.capture(row) if isinstance(row, Capture) else writer.resource(row)


TRUNCATED = {"WARC-Truncated": "unspecified"}


def _stored(digest: str) -> tuple[bytes, dict[str, str]]:
    """Bytes of the payload store with the headers that say if they are lacking there."""
    try:
        return archive.read(digest), {}
    except archive.PayloadDamaged:
        return b"", TRUNCATED


def _moment(row: Capture | Snapshot) -> datetime:
    return row.at if isinstance(row, Capture) else row.taken_at


class Records:
    """Writes the records of one article, and remembers which bytes it has written where."""

    def __init__(self, file: IO[bytes], article: Article) -> None:
        self._writer = WARCWriter(file, gzip=True, warc_version="1.1")
        self._article = article
        self._written: dict[str, tuple[str, str]] = {}
        self._last: tuple[str, str] | None = None

    def info(self) -> None:
        """What wrote this file, and of what."""
        about = {
            "software": "Source Auditor",
            "format": "WARC File Format 1.1",
            "isPartOf": str(self._article),
        }
        name = f"{name_of(self._article)}.warc.gz"
        self._writer.write_record(self._writer.create_warcinfo_record(name, about))

    def resource(self, version: Snapshot) -> None:
        """A version that somebody handed in."""
        where = version.address or iri(self._article, "version", version.pk)
        data, cut = _stored(version.payload)
        self._write(
            "resource", where, version.taken_at, iri(self._article, "version", version.pk),
            payload=data, warc_content_type=version.media_type, warc_headers_dict=cut,
        )  # fmt: skip

    def capture(self, capture: Capture) -> None:
        """One fetch: request, answer if there was one, and what was made of it."""
        answer = iri(self._article, "capture", capture.pk)
        if capture.status is not None:
            self._answer(capture, answer)
            lines = [(name, value) for name, value in capture.request_headers]
            target = urlsplit(capture.address)
            path = f"{target.path or '/'}{'?' + target.query if target.query else ''}"
            self._write(
                "request", capture.address, capture.at, f"{answer}-request",
                http_headers=StatusAndHeaders(f"GET {path} HTTP/1.1", lines, is_http_request=True),
                warc_headers_dict={"WARC-Concurrent-To": f"<{answer}>"},
            )  # fmt: skip
        told = {"outcome": capture.outcome, "finding": capture.finding, "code": capture.code}
        told |= {"reason": capture.reason, "text-sha256": capture.text, "payload-sha256": capture.payload}
        lines_told = "".join(
            f"{name}: {' '.join(value.split())}\r\n" for name, value in told.items() if value
        )
        self._write(
            "metadata", capture.address, capture.at, f"{answer}-metadata",
            payload=lines_told.encode(), warc_content_type="application/warc-fields",
            warc_headers_dict={"WARC-Concurrent-To": f"<{answer}>"},
        )  # fmt: skip

    def _answer(self, capture: Capture, name: str) -> None:
        http = self._http(capture)
        if capture.status == 304 and self._last:
            self._revisit(capture, name, self._last, PROFILE_304)
        elif capture.payload in self._written:
            self._last = self._written[capture.payload]
            self._revisit(capture, name, self._last, PROFILE_SAME)
        else:
            data, cut = _stored(capture.payload) if capture.kept else (b"", TRUNCATED if capture.size else {})
            self._write(
                "response", capture.address, capture.at, name,
                payload=data, http_headers=http, warc_headers_dict=cut,
            )  # fmt: skip
            if capture.kept and not cut:
                self._last = self._written[capture.payload] = (capture.address, _date(capture.at))

    def _http(self, capture: Capture) -> StatusAndHeaders:
        lines = [
            (f"X-Archive-Orig-{name}" if name in UNPACKED else name, value) for name, value in capture.headers
        ]
        if capture.kept:
            lines.append(("Content-Length", str(capture.size)))
        status = f"{capture.status} {responses.get(capture.status or 0, '')}".rstrip()
        return StatusAndHeaders(status, lines, protocol="HTTP/1.1")

    def _revisit(self, capture: Capture, name: str, earlier: tuple[str, str], profile: str) -> None:
        where, when = earlier
        headers = {
            "WARC-Profile": profile,
            "WARC-Refers-To-Target-URI": where,
            "WARC-Refers-To-Date": when,
            **({"WARC-Payload-Digest": f"sha256:{capture.payload}"} if capture.payload else {}),
        }
        http = self._http(capture)
        self._write(
            "revisit", capture.address, capture.at, name, http_headers=http, warc_headers_dict=headers
        )

    def _write(self, kind: str, where: str, at: datetime, name: str, **parts: Any) -> None:
        headers = {
            "WARC-Date": _date(at),
            "WARC-Record-ID": f"<{name}>",
            **parts.pop("warc_headers_dict", {}),
        }
        payload = parts.pop("payload", b"")
        record = self._writer.create_warc_record(
            where, kind, payload=BytesIO(payload), length=len(payload), warc_headers_dict=headers, **parts
        )
        self._writer.write_record(record)


def _date(at: datetime) -> str:
    return at.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
