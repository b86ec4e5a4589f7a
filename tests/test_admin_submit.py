"""Handing an article in by the admin's form: good input, bad input, nothing half-written."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

import pytest
from django.contrib.auth.models import User
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from auditor.models import Article, Audit, Outlet, Reading, Snapshot
from auditor.storage import material
from tests.conftest import audit_all

ADD = reverse("admin:auditor_article_add")
TEXT = "Nine men were seen near the harbour on Monday.\n\nNobody knows why they came."

pytestmark = pytest.mark.django_db


def page_of(article: Article) -> str:
    return reverse("admin:auditor_article_change", args=[article.pk])


class TestHandingIn:
    """The form and what it makes of good and bad input."""

    def test_a_pasted_text_becomes_an_article_with_its_own_line_ends(
        self, client: Client, reviewer: User
    ) -> None:
        client.force_login(reviewer)
        sent = {"text": TEXT.replace("\n", "\r\n"), "outlet": "The Harbour News", "title": "Nine men"}
        answer = client.post(ADD, sent, follow=True)
        article = Article.objects.get()
        assert answer.redirect_chain == [(page_of(article), 302)]
        assert "“Nine men” was submitted. Its audit follows within seconds" in answer.content.decode()
        assert (article.title, article.outlet.name, article.submitted_by) == (
            "Nine men",
            "The Harbour News",
            reviewer,
        )
        assert Reading.objects.get().text == TEXT
        assert Audit.objects.get().state == Audit.State.WAITING

    def test_handing_in_rings_for_a_worker(
        self, client: Client, reviewer: User, django_capture_on_commit_callbacks: Callable[..., list[object]]
    ) -> None:
        client.force_login(reviewer)
        with django_capture_on_commit_callbacks() as rung:
            client.post(ADD, {"text": TEXT})
        assert len(rung) == 1

    def test_the_same_text_twice_is_one_article_and_says_so(self, client: Client, reviewer: User) -> None:
        client.force_login(reviewer)
        client.post(ADD, {"text": TEXT})
        answer = client.post(ADD, {"text": TEXT}, follow=True)
        assert "known already" in answer.content.decode()
        assert "Its audit follows" in answer.content.decode()
        assert Article.objects.count() == 1

    def test_a_text_that_is_audited_already_promises_nothing(
        self, client: Client, reviewer: User, now: datetime
    ) -> None:
        client.force_login(reviewer)
        client.post(ADD, {"text": TEXT}, follow=True)
        audit_all(now)
        html = client.post(ADD, {"text": TEXT}, follow=True).content.decode()
        assert "It was known already, so no second article was made. Nothing in it is new" in html
        assert "follows within seconds" not in html
        assert "refresh" not in html

    @pytest.mark.parametrize("material", ["text", "html", "file"])
    def test_an_address_beside_a_text_is_where_it_came_from(
        self, client: Client, reviewer: User, material: str
    ) -> None:
        client.force_login(reviewer)
        given = SimpleUploadedFile("a.txt", TEXT.encode()) if material == "file" else TEXT
        answer = client.post(ADD, {material: given, "address": "https://example.org/a "}, follow=True)
        article = Article.objects.get()
        assert (article.address, article.outlet.name) == ("https://example.org/a", "example.org")
        assert article.next_audit_at is None
        assert Snapshot.objects.count() == 1
        assert "Its audit follows" in answer.content.decode()

    def test_a_bad_address_beside_a_text_is_an_error_of_the_address(
        self, client: Client, reviewer: User
    ) -> None:
        client.force_login(reviewer)
        answer = client.post(ADD, {"text": TEXT, "address": "ftp://example.org/a"})
        assert answer.status_code == 422
        assert list(answer.context["form"].errors) == ["address"]
        assert not Article.objects.exists()

    def test_a_seed_file_is_taken_in_byte_for_byte(
        self, client: Client, reviewer: User, seed: Callable[[str], Path]
    ) -> None:
        client.force_login(reviewer)
        path = seed("003")
        client.post(ADD, {"file": SimpleUploadedFile(path.name, path.read_bytes())})
        assert Reading.objects.get().text == path.read_bytes().decode()

    def test_a_page_is_read_as_html(self, client: Client, reviewer: User) -> None:
        client.force_login(reviewer)
        html = f"<html><head><title>Nine men</title></head><body><p>{TEXT}</p></body></html>"
        client.post(ADD, {"html": html})
        assert Snapshot.objects.get().media_type == "text/html"
        assert Article.objects.get().title == "Nine men"

    def test_an_address_waits_to_be_fetched(self, client: Client, reviewer: User) -> None:
        client.force_login(reviewer)
        answer = client.post(ADD, {"address": "https://example.org/a "}, follow=True)
        assert Article.objects.get().address == "https://example.org/a"
        assert "is being fetched" in answer.content.decode()
        assert "There is no version yet" in answer.content.decode()

    @pytest.mark.parametrize(
        ("sent", "code"),
        [
            ({}, "empty"),
            ({"text": TEXT, "html": "<p>both</p>"}, "ambiguous"),
            ({"address": "ftp://example.org/a"}, "scheme"),
            ({"address": "http://127.0.0.1/a"}, "address_forbidden"),
            ({"text": " \n "}, "empty"),
        ],
    )
    def test_a_refusal_is_an_error_of_the_form_and_leaves_nothing_behind(
        self, client: Client, reviewer: User, sent: dict[str, str], code: str
    ) -> None:
        client.force_login(reviewer)
        answer = client.post(ADD, sent)
        assert answer.status_code == 422
        errors = answer.context["form"].errors.as_data()
        assert [error.code for found in errors.values() for error in found] == [code]
        assert "Nothing was submitted" in answer.content.decode()
        assert not Article.objects.exists()
        assert not Outlet.objects.exists()

    @pytest.mark.parametrize("data", [b"", b"\x00\x01\x02PK\x03\x04" * 50, b"%PDF-1.7\n\x00\xff" * 20])
    def test_a_file_that_is_no_text_is_refused_with_its_reason(
        self, client: Client, reviewer: User, data: bytes
    ) -> None:
        client.force_login(reviewer)
        answer = client.post(ADD, {"file": SimpleUploadedFile("article.txt", data)})
        assert answer.status_code == 422
        assert answer.context["form"].errors["file"]
        assert not Article.objects.exists()

    def test_a_file_over_the_limit_is_refused_before_it_is_read(
        self, client: Client, reviewer: User, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(material, "MAX_BYTES", 10)
        client.force_login(reviewer)
        answer = client.post(ADD, {"file": SimpleUploadedFile("a.txt", b"eleven byte")})
        assert answer.status_code == 422
        assert "at most 10 are read" in answer.content.decode()

    def test_a_text_over_the_limit_of_a_request_gets_a_page_that_says_so(
        self, client: Client, reviewer: User
    ) -> None:
        client.force_login(reviewer)
        answer = client.post(ADD, {"text": "a" * 12_500_000})
        assert answer.status_code == 400
        assert "at most 10 MB" in answer.content.decode()
        assert not Article.objects.exists()

    def test_what_was_typed_comes_back_escaped(self, client: Client, reviewer: User) -> None:
        client.force_login(reviewer)
        answer = client.post(ADD, {"address": 'ftp://x/"><script>alert(1)</script>', "title": "<b>t</b>"})
        assert b"<script>alert" not in answer.content
        assert b"&lt;b&gt;t&lt;/b&gt;" in answer.content

    def test_a_reader_may_not(self, client: Client, reader: User) -> None:
        client.force_login(reader)
        assert client.get(ADD).status_code == 403
        assert client.post(ADD, {"text": TEXT}).status_code == 403
        assert not Article.objects.exists()
