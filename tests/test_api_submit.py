"""Articles come in through the API: text, pages, addresses, files; and everything that is none."""

import json
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse

from auditor import tasks
from auditor.models import Article, Audit, Outlet, Reading, Snapshot
from tests.api_door import Caller, code_of, fields_of

pytestmark = pytest.mark.django_db

TEXT = "Nine men were seen near the river on Monday, the mayor said."
PAGE = "<html><head><title>The river</title></head><body><p>Nine men were seen on Monday.</p></body></html>"


@pytest.fixture
def tool(reviewer: User) -> Caller:
    """A tool that may submit and read."""
    return Caller(reviewer)


def upload(tool: Caller, name: str, data: bytes, **fields: str) -> HttpResponse:
    return tool.post("articles/", {"file": SimpleUploadedFile(name, data), **fields}, format="multipart")


def nothing_was_written() -> bool:
    return not any(model.objects.exists() for model in (Article, Snapshot, Reading, Audit, Outlet))


def test_a_text_is_taken_in_once(tool: Caller, reviewer: User) -> None:
    new = tool.post("articles/", {"text": TEXT, "outlet": "The Courier", "title": "At the river"})
    assert new.status_code == 202
    article = Article.objects.get()
    assert new.headers["Location"] == f"http://testserver/api/v1/articles/{article.pk}/"
    assert new.json() == tool.get(new.headers["Location"]).json()
    assert new.json()["state"] == "waiting"
    assert new.json()["title"] == "At the river"
    assert new.json()["outlet"]["name"] == "The Courier"
    assert new.json()["submitted_by"] == reviewer.username
    known = tool.post("articles/", {"text": TEXT})
    assert (known.status_code, known.json()) == (200, new.json())
    assert known.headers["Location"] == new.headers["Location"]
    assert Snapshot.objects.count() == 1


def test_a_page_is_a_version_of_the_article_at_its_address(tool: Caller) -> None:
    first = tool.post("articles/", {"html": PAGE, "address": "https://example.org/river"})
    second = tool.post(
        "articles/", {"html": PAGE.replace("Nine", "Ten"), "address": "https://EXAMPLE.org/river#top"}
    )
    assert (first.status_code, second.status_code) == (202, 200)
    assert first.json()["id"] == second.json()["id"]
    assert first.json()["title"] == "The river"
    assert list(Snapshot.objects.order_by("pk").values_list("revision", "media_type")) == [
        (1, "text/html"),
        (2, "text/html"),
    ]


def test_an_address_waits_for_its_fetch(tool: Caller) -> None:
    answer = tool.post("articles/", {"address": "https://example.org/news/1"})
    assert answer.status_code == 202
    assert answer.json()["state"] == "waiting"
    assert answer.json()["snapshot"] is None
    assert answer.json()["next_audit_at"] is not None
    assert tool.post("articles/", {"address": "https://example.org/news/1"}).status_code == 200


@pytest.mark.parametrize(
    ("name", "data", "media_type"),
    [("river.txt", TEXT.encode(), "text/plain"), ("river.html", PAGE.encode(), "text/html")],
)
def test_a_file_is_read_as_what_it_is(tool: Caller, name: str, data: bytes, media_type: str) -> None:
    answer = upload(tool, name, data, outlet="The Courier")
    assert answer.status_code == 202
    assert answer.json()["outlet"]["name"] == "The Courier"
    assert Snapshot.objects.get().media_type == media_type
    assert upload(tool, name, data).status_code == 200


@pytest.mark.parametrize(
    ("body", "task"),
    [
        ({"text": TEXT}, tasks.carry_out_audits),
        ({"address": "https://example.org/news/1"}, tasks.fetch_due_articles),
    ],
)
def test_a_worker_is_rung_for_once_the_row_is_there(
    tool: Caller,
    body: dict[str, str],
    task: Any,
    django_capture_on_commit_callbacks: Any,
) -> None:
    with django_capture_on_commit_callbacks() as rings:
        tool.post("articles/", body)
    assert [ring.args for ring in rings] == [(task,)]


def test_a_file_rings_too(tool: Caller, django_capture_on_commit_callbacks: Any) -> None:
    with django_capture_on_commit_callbacks() as rings:
        upload(tool, "river.txt", TEXT.encode())
    assert [ring.args for ring in rings] == [(tasks.carry_out_audits,)]


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"text": TEXT, "html": PAGE},
        {"title": "Nothing but a title"},
        [TEXT],
        TEXT,
        7,
    ],
)
def test_exactly_one_kind_of_article_is_wanted(tool: Caller, body: Any) -> None:
    answer = tool.post("articles/", body)
    assert code_of(answer) == (400, "invalid_body")
    assert fields_of(answer) == {"": "one_of"}
    assert nothing_was_written()


@pytest.mark.parametrize(
    ("body", "fields"),
    [
        ({"text": TEXT, "priority": "high"}, {"priority": "unknown_field"}),
        ({"address": "https://example.org/", "outlet": "The Courier"}, {"outlet": "unknown_field"}),
        ({"text": 7}, {"text": "invalid"}),
        ({"text": None}, {"text": "null"}),
        ({"text": ["a"]}, {"text": "invalid"}),
        ({"text": TEXT, "title": 7}, {"title": "invalid"}),
        ({"text": TEXT, "title": "t" * 501}, {"title": "max_length"}),
        ({"text": TEXT, "title": "nul \0 inside"}, {"title": "null_characters_not_allowed"}),
        ({"text": TEXT, "outlet": "half \ud800"}, {"outlet": "surrogate_characters_not_allowed"}),
        ({"address": "https://example.org/\0"}, {"address": "null_characters_not_allowed"}),
        ({"address": "https://example.org/" + "a" * 2048}, {"address": "max_length"}),
        ({"text": TEXT, "half \udfff name": 1}, {"half ? name": "unknown_field"}),
        ({"text": TEXT, "n\0": 1}, {"n\0": "unknown_field"}),
    ],
)
def test_a_field_at_fault_is_named(tool: Caller, body: dict[str, Any], fields: dict[str, str]) -> None:
    answer = tool.post("articles/", body)
    assert code_of(answer) == (400, "invalid_body")
    assert fields_of(answer) == fields
    assert nothing_was_written()


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ({"text": ""}, (422, "empty")),
        ({"text": " \n\t"}, (422, "empty")),
        ({"html": ""}, (422, "empty")),
        ({"text": "a\0b"}, (422, "binary")),
        ({"text": "half a character: \ud83d"}, (422, "lone_surrogates")),
        ({"html": "<p>half a character: \udc00</p>"}, (422, "lone_surrogates")),
        ({"text": "a" * 10_000_001}, (413, "too_large")),
        ({"address": "ftp://example.org/"}, (422, "scheme")),
        ({"address": "https://"}, (422, "malformed")),
        ({"address": "https://user:secret@example.org/"}, (422, "userinfo")),
        ({"address": "https://example.org:22/"}, (422, "port")),
        ({"text": TEXT, "address": "javascript:alert(1)"}, (422, "scheme")),
    ],
)
def test_what_cannot_be_audited_is_refused_with_its_reason(
    tool: Caller, body: dict[str, Any], problem: tuple[int, str]
) -> None:
    answer = tool.post("articles/", body)
    assert code_of(answer) == problem
    assert answer.json()["detail"]
    assert nothing_was_written()


def test_an_address_on_this_machine_is_never_fetched(tool: Caller) -> None:
    answer = tool.post("articles/", {"address": "http://127.0.0.1/"})
    assert code_of(answer) == (422, "address_forbidden")
    assert fields_of(answer) == {"address": "address_forbidden"}
    assert nothing_was_written()


@pytest.mark.parametrize(
    ("name", "data", "problem"),
    [
        ("empty.txt", b"", (422, "empty")),
        ("paper.pdf", b"%PDF-1.7\n" + b"\0" * 100, (415, "media_type")),
        ("paper.txt", b"PK\x03\x04" + b"\0" * 100, (415, "media_type")),
        ("core.txt", b"\x7fELF" + b"\0" * 100, (422, "binary")),
        ("garbled.txt", b"Nine men \x81\x8d\xff\xfe were seen.", (422, "undecodable")),
    ],
)
def test_a_file_that_is_no_text_is_refused(
    tool: Caller, name: str, data: bytes, problem: tuple[int, str]
) -> None:
    assert code_of(upload(tool, name, data)) == problem
    assert nothing_was_written()


def test_a_form_without_a_file_is_refused(tool: Caller) -> None:
    answer = tool.post("articles/", {"title": "No file"}, format="multipart")
    assert code_of(answer) == (400, "invalid_body")
    assert fields_of(answer) == {"file": "required"}


@pytest.mark.parametrize(
    "data",
    [
        b'{"text": "unclosed',
        b'{"text": NaN}',
        b'{"text": "\xff"}',
        b"\xff\xfe{\x00}\x00",
        b"[" * 100_000,
        b"9" * 5_000,
    ],
)
def test_a_body_that_is_no_json_is_refused(tool: Caller, data: bytes) -> None:
    answer = tool.post("articles/", data, content_type="application/json")
    assert code_of(answer) == (400, "parse_error")


def test_json_is_utf8_whatever_the_header_says(tool: Caller) -> None:
    data = json.dumps({"text": "Ein Bürger sagte es."}, ensure_ascii=False).encode()
    answer = tool.post("articles/", data, content_type="application/json; charset=idna")
    assert answer.status_code == 202
    assert Reading.objects.get().text == "Ein Bürger sagte es."


def test_a_damaged_form_is_refused(tool: Caller) -> None:
    answer = tool.post("articles/", b"--x", content_type="multipart/form-data")
    assert code_of(answer) == (400, "parse_error")


@pytest.mark.parametrize(
    "content_type", ["text/plain", "application/xml", "application/x-www-form-urlencoded", "x" * 300]
)
def test_other_media_types_are_refused(tool: Caller, content_type: str) -> None:
    answer = tool.post("articles/", b"text=a", content_type=content_type)
    assert code_of(answer) == (415, "unsupported_media_type")


@pytest.mark.parametrize("content_type", ["application/json", "multipart/form-data; boundary=x"])
def test_fifty_megabytes_are_refused_unread(tool: Caller, content_type: str) -> None:
    answer = tool.client.generic(
        "POST", "/api/v1/articles/", b"{}", content_type=content_type, CONTENT_LENGTH=str(50_000_000)
    )
    assert code_of(answer) == (413, "too_large")
    assert "50,000,000" in answer.json()["detail"]
    assert nothing_was_written()


def test_too_many_submissions_a_minute_are_put_off(tool: Caller, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("auditor.api.door.SubmitThrottle.THROTTLE_RATES", {"submit": "2/min"})
    assert [tool.post("articles/", {"text": TEXT}).status_code for _ in range(3)] == [202, 200, 429]
    assert tool.get("articles/").status_code == 200
    answer = tool.post("articles/", {"text": TEXT})
    assert code_of(answer) == (429, "throttled")
    assert 1 <= int(answer.headers["Retry-After"]) <= 60


def test_a_submitted_page_is_only_ever_text_in_the_answers(tool: Caller) -> None:
    hostile = "<script>alert(1)</script>"
    answer = tool.post("articles/", {"text": TEXT, "title": hostile})
    assert answer.headers["Content-Type"] == "application/json"
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.json()["title"] == hostile
