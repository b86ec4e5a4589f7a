"""The form by which a person hands in an article: one text, page, file or address."""

from datetime import datetime

from django import forms
from django.contrib.auth.models import User
from django.core.files.uploadedfile import UploadedFile

from auditor import ingest
from auditor.fetching import FetchRefused
from auditor.inspection.document import Unreadable
from auditor.storage import material

MATERIAL = ("file", "text", "html")


class SubmissionForm(forms.Form):
    """One of file, text and HTML, perhaps with the address it came from; or an address alone."""

    address = forms.CharField(
        required=False,
        max_length=2048,
        widget=forms.URLInput(attrs={"class": "wide", "autocomplete": "url"}),
        help_text="Alone, it is fetched within seconds and again every day: public http and https only. "
        "With a file, a text or HTML it says where that came from, and nothing is fetched.",
    )
    file = forms.FileField(
        required=False,
        allow_empty_file=True,
        help_text="An HTML page or a plain text, at most 10 MB.",
    )
    text = forms.CharField(
        required=False,
        strip=False,
        widget=forms.Textarea(attrs={"class": "wide", "rows": 8}),
        help_text="The article as plain text, with whatever stands around it.",
    )
    html = forms.CharField(
        required=False,
        strip=False,
        label="HTML",
        widget=forms.Textarea(attrs={"class": "wide", "rows": 8}),
        help_text="The source of the page.",
    )
    outlet = forms.CharField(
        required=False,
        max_length=200,
        widget=forms.TextInput(attrs={"class": "wide"}),
        help_text="Optional. Who published it; taken from the address when there is one.",
    )
    title = forms.CharField(
        required=False,
        max_length=500,
        widget=forms.TextInput(attrs={"class": "wide"}),
        help_text="Optional. Otherwise the page's title or the headline found in it.",
    )

    def given(self) -> list[str]:
        """What was filled in of file, text and HTML."""
        return [name for name in MATERIAL if self.cleaned_data.get(name) or name in self.files]

    def clean_text(self) -> str:
        """A browser sends every line end as CR LF, whatever was pasted; the article's own was LF."""
        return _lines(self.cleaned_data["text"])

    def clean_html(self) -> str:
        """As for the text."""
        return _lines(self.cleaned_data["html"])

    def clean_file(self) -> UploadedFile | None:
        """Refuse by size before reading: ingest would only count the bytes in memory."""
        file: UploadedFile | None = self.cleaned_data["file"]
        if file is not None and (file.size or 0) > material.MAX_BYTES:
            raise forms.ValidationError(
                f"The file has {file.size:,} bytes; at most {material.MAX_BYTES:,} are read. "
                "Submit a shorter text.",
                code="too_large",
            )
        return file

    def clean(self) -> dict[str, object]:
        """One article."""
        if self.errors:
            return self.cleaned_data
        given = self.given()
        if not given and not self.cleaned_data["address"]:
            raise forms.ValidationError(
                "Nothing was handed in. Give an address, a file, a text or HTML.", code="empty"
            )
        if len(given) > 1:
            raise forms.ValidationError(
                f"Only one of them, please: {' and '.join(given)} were given.", code="ambiguous"
            )
        return self.cleaned_data

    def submit(self, *, by: User, now: datetime) -> ingest.Submission | None:
        """Hand the article in; None with the refusal among the form's errors when it was refused."""
        source = next(iter(self.given()), "address")
        try:
            return self._submit(source, by, now)
        except FetchRefused as refusal:
            self.add_error("address", forms.ValidationError(str(refusal), code=str(refusal.code)))
        except Unreadable as refusal:
            self.add_error(source, forms.ValidationError(str(refusal), code=str(refusal.code)))
        return None

    def _submit(self, source: str, by: User, now: datetime) -> ingest.Submission:
        given = self.cleaned_data
        address = given["address"]
        if source == "address":
            return ingest.submit_address(address, by=by, now=now)
        named = {"address": address, "outlet": given["outlet"], "title": given["title"]}
        if source == "file":
            file = given["file"]
            return ingest.submit_file(file.name, file.read(), by=by, now=now, **named)
        media_type = "text/html" if source == "html" else "text/plain"
        return ingest.submit_text(given[source], media_type=media_type, by=by, now=now, **named)


def _lines(text: str) -> str:
    return text.replace("\r\n", "\n")
