"""Where the desk's pages are."""

from collections.abc import Callable

from django.contrib.admin import AdminSite
from django.http import HttpResponse
from django.urls import URLPattern, path
from django.views.decorators.http import require_POST, require_safe

from auditor.admin.desk import adjudicating, assigning, board, family, keeping, own_pages, views

View = Callable[..., HttpResponse]


def addresses(site: AdminSite) -> list[URLPattern]:
    """The desk's addresses, below the site's own."""

    def read(route: str, view: View, name: str) -> URLPattern:
        return path(route, site.admin_view(require_safe(view)), name=name)

    def act(route: str, view: View, name: str) -> URLPattern:
        return path(route, site.admin_view(require_POST(view)), name=name)

    return [
        read("desk/", views.start_view, "desk"),
        act("desk/next/", views.next_view, "desk_next"),
        read("desk/claims/<int:pk>/", views.claim_view, "desk_claim"),
        act("desk/claims/<int:pk>/answer/", views.answer_view, "desk_answer"),
        act("desk/claims/<int:pk>/beat/", keeping.beat_view, "desk_beat"),
        act("desk/ahead/", keeping.ahead_view, "desk_ahead"),
        act("desk/let-go/", keeping.let_go_view, "desk_let_go"),
        act("desk/undo/", views.undo_view, "desk_undo"),
        act("desk/flags/<int:pk>/take/", views.flag_view, "desk_flag"),
        read("desk/history/", own_pages.history_view, "desk_history"),
        path("desk/keys/", site.admin_view(own_pages.keys_view), name="desk_keys"),
        read("desk/notices/", family.families_view, "desk_families"),
        path("desk/notices/<int:pk>/", site.admin_view(family.family_view), name="desk_family"),
        path("desk/adjudication/", site.admin_view(adjudicating.adjudication_view), name="desk_adjudication"),
        path("desk/assignments/", site.admin_view(assigning.assignments_view), name="desk_assignments"),
        read("desk/board/", board.board_view, "desk_board"),
        act("desk/claims/<int:pk>/revoke/", board.revoke_view, "desk_revoke"),
        act("desk/drafts/<int:pk>/discard/", views.discard_view, "desk_discard"),
    ]
