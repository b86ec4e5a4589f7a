"""The catalogue: a picture of it, the list under that, and a page on which a notice is decided for all."""

from collections.abc import Callable
from functools import partial

from django.contrib import admin, messages
from django.contrib.auth.models import User
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import URLPattern, path
from django.utils import timezone

from auditor import tasks
from auditor.admin import notice_page, pages
from auditor.admin.catalogue_acts import ACTS, CONFLICT, STATUSES, number, told
from auditor.admin.catalogue_list import FIGURES, CatalogueList, KindFilter, OutletFilter, StateFilter
from auditor.admin.catalogue_picture import picture
from auditor.admin.pages import Kept, Pictured, list_of, member, moment, page, page_of, require
from auditor.admin.rendering import label_of
from auditor.catalogue import entries, notice_past, rulemaking
from auditor.catalogue.entries import CatalogueRefused
from auditor.models import Boilerplate, CatalogueEntry


class BoilerplateAdmin(Pictured, Kept):
    """Found by audits, learned from repeats; looked at by everyone, decided of by reviewers."""

    heading = "Catalogue of notices"
    list_display = (
        "wording_line",
        "notice_kind",
        "standing",
        "in_articles",
        "in_outlets",
        "seen_first",
        "seen_last",
    )
    list_display_links = ("wording_line",)
    list_filter = (StateFilter, KindFilter, OutletFilter)
    search_fields = ("wording", "variants__wording")
    search_help_text = "Words of the notice or of one of its variants."
    ordering = ("kind", "pk")
    change_list_template = "auditor/catalogue.html"

    def get_changelist(self, request: HttpRequest, **options: object) -> type[CatalogueList]:
        """The list that works out figures for its own page."""
        return CatalogueList

    @admin.display(description="wording", ordering="wording")
    def wording_line(self, notice: Boilerplate) -> str:
        """The beginning, on one line."""
        line = " ".join(notice.wording.split())
        return line if len(line) <= 120 else f"{line[:119]}…"

    @admin.display(description="kind", ordering="kind")
    def notice_kind(self, notice: Boilerplate) -> str:
        """The kind, and the kind within it."""
        return " · ".join(label_of(kind) for kind in (notice.kind, notice.subkind) if kind)

    @admin.display(description="state", ordering="state")
    def standing(self, notice: Boilerplate) -> str:
        """What people made of it, in one word."""
        return notice.state

    @admin.display(description="articles", ordering=FIGURES["articles"])
    def in_articles(self, notice: Boilerplate) -> str:
        """In how many articles."""
        return f"{getattr(notice, 'articles', 0):,}"

    @admin.display(description="outlets", ordering=FIGURES["outlets"])
    def in_outlets(self, notice: Boilerplate) -> str:
        """Of how many outlets."""
        return f"{getattr(notice, 'outlets', 0):,}"

    @admin.display(description="first seen", ordering=FIGURES["first_seen"])
    def seen_first(self, notice: Boilerplate) -> str:
        """In the oldest snapshot that has it."""
        return moment(getattr(notice, "first_seen", None))

    @admin.display(description="last seen", ordering=FIGURES["last_seen"])
    def seen_last(self, notice: Boilerplate) -> str:
        """In the newest snapshot that has it."""
        return moment(getattr(notice, "last_seen", None))

    def get_urls(self) -> list[URLPattern]:
        """With the acts, each a POST of its own."""

        def act(view: Callable[..., HttpResponse]) -> Callable[..., HttpResponse]:
            return self.admin_site.admin_view(pages.act(view, "boilerplate"))

        return [
            path("learn/", act(self.learn_view), name="auditor_boilerplate_learn"),
            path("adopt/", act(self.adopt_view), name="auditor_boilerplate_adopt"),
            path("<int:pk>/decide/", act(self.decide_view), name="auditor_boilerplate_decide"),
            path("<int:pk>/undo/", act(self.undo_view), name="auditor_boilerplate_undo"),
            path("<int:pk>/rule/", act(self.rule_view), name="auditor_boilerplate_rule"),
            *super().get_urls(),
        ]

    def changelist_view(
        self, request: HttpRequest, extra_context: dict[str, object] | None = None
    ) -> HttpResponse:
        """The picture, and the list under it."""
        drawn = partial(picture, kind=request.GET.get("kind", ""), outlet=request.GET.get("outlet", ""))
        return super().changelist_view(request, {"picture": drawn, **(extra_context or {})})

    def row_page(self, request: HttpRequest, key: str) -> HttpResponse:
        """One notice; ``done`` in the address offers the decision just made for undoing."""
        return self._notice_page(request, key, done=request.GET.get("done", ""))

    def decide_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Carry out the act that the pressed button names."""
        user = require(request, entries.CHANGE)
        act = ACTS.get(request.POST.get("act", ""))
        if act is None:
            refusal = CatalogueRefused("kind_unknown", "Choose what to do by one of the buttons.")
            return self._refused(request, pk, refusal)
        try:
            entry = act(pk, request.POST, user, timezone.now())
        except CatalogueRefused as refusal:
            return self._refused(request, pk, refusal)
        return self._done(entry)

    def adopt_view(self, request: HttpRequest) -> HttpResponse:
        """Put the words of an unknown-boilerplate flag into the catalogue."""
        user = require(request, entries.CHANGE)
        item = number(request.POST.get("item", ""))
        kind, now = request.POST.get("kind", ""), timezone.now()
        try:
            entry = entries.adopt(item, kind=kind, by=user, now=now)
        except CatalogueRefused as refusal:
            if item < 0 or refusal.code == "item_unknown":
                raise Http404(str(refusal)) from refusal
            messages.error(request, str(refusal))
            return HttpResponseRedirect(page_of("queueitem", item))
        return self._done(entry)

    def learn_view(self, request: HttpRequest) -> HttpResponse:
        """Look for repeats now and not at the next full five minutes."""
        require(request, entries.CHANGE)
        tasks.ring(tasks.learn_repeats)
        messages.success(
            request, "Outlets audited since the last look are searched for repeats. Reload to see proposals."
        )
        return HttpResponseRedirect(list_of("boilerplate"))

    def undo_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Take a decision back."""
        user = require(request, entries.CHANGE)
        entry = number(request.POST.get("entry", ""))
        try:
            undoing = entries.undo(entry, by=user, now=timezone.now())
        except CatalogueRefused as refusal:
            return self._refused(request, pk, refusal)
        tasks.ring_on_commit(tasks.renew_audits)
        flags = undoing.details["flags"]
        reopened = f" {flags} flag{'' if flags == 1 else 's'} opened again." if flags else ""
        messages.success(request, f"Undone: everything stands as before.{reopened}")
        return HttpResponseRedirect(page_of("boilerplate", pk))

    def rule_view(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Make a rule of it for every outlet; what was typed stays when it is refused."""
        user, sent = require(request, rulemaking.MAKE), request.POST
        typed = {name: sent.get(name, "") for name in ("name", "scope", "pattern", "examples")}
        typed["counter_examples"] = sent.get("counter_examples", "")
        try:
            rule = rulemaking.make_rule(
                pk,
                by=user,
                now=timezone.now(),
                name=typed["name"],
                scope=typed["scope"],
                pattern=typed["pattern"],
                examples=typed["examples"].splitlines(),
                counter_examples=typed["counter_examples"].splitlines(),
            )
        except CatalogueRefused as refusal:
            return self._refused(request, pk, refusal, rule=typed)
        tasks.ring_on_commit(tasks.renew_audits)
        messages.success(request, f"{rule} is a rule for every outlet from the next audits on.")
        return HttpResponseRedirect(page_of("boilerplate", pk))

    def _done(self, entry: CatalogueEntry) -> HttpResponse:
        tasks.ring_on_commit(tasks.renew_audits)
        shown = entry.other if entry.act == CatalogueEntry.Act.MERGED and entry.other else entry.notice
        return HttpResponseRedirect(f"{page_of('boilerplate', shown.pk)}?done={entry.pk}")

    def _refused(
        self,
        request: HttpRequest,
        pk: int,
        refusal: CatalogueRefused,
        *,
        rule: dict[str, str] | None = None,
    ) -> HttpResponse:
        return self._notice_page(request, str(pk), refusal=refusal, rule=rule)

    def _notice_page(
        self,
        request: HttpRequest,
        key: str,
        *,
        done: str = "",
        refusal: CatalogueRefused | None = None,
        rule: dict[str, str] | None = None,
    ) -> HttpResponse:
        known = Boilerplate.objects.select_related("decided_by", "merged_into")
        notice = known.filter(pk=key).first() if number(key) >= 0 else None
        if notice is None:
            raise Http404(f"There is no notice {key} in the catalogue.")
        user = member(request)
        context = notice_context(notice, user) | {"kind": self.notice_kind(notice), "refusal": refusal}
        if rule is not None and isinstance(context["rule"], dict):
            context["rule"] = context["rule"] | rule
        entry = next((one for one in notice_page.log(notice) if str(one.pk) == done), None)
        if entry is not None and entry == context["undoable"]:
            context |= {"done": told(entry)}
        status = 200 if refusal is None else STATUSES.get(refusal.code, CONFLICT)
        title = f"Notice {notice.pk}"
        return page(request, self, "auditor/notice.html", title=title, status=status, context=context)


def notice_context(notice: Boilerplate, user: User) -> dict[str, object]:
    """Everything the page shows of a notice."""
    values = notice_page.parsed(notice)
    past = notice_page.log(notice)
    return {
        "notice": notice,
        "wording": notice_page.highlighted(notice.wording, values),
        "parsed": values,
        "reach": notice_page.reach(notice),
        "shapes": notice_page.shapes(notice),
        "contexts": notice_page.contexts(notice),
        "occurrences": notice_page.occurrences(notice),
        "relations": notice_page.relations(notice),
        "timeline": notice_past.timeline(notice),
        "turns": notice_past.turns(notice),
        "log": [(entry, told(entry, notice)) for entry in past],
        "undoable": notice_page.undoable(user, past),
        "decides": user.has_perm(entries.CHANGE),
        "next": notice_page.next_proposal(notice),
        "kinds": notice_page.kinds(),
        "rule": notice_page.rule_form(user, notice),
    }
