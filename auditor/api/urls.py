"""Addresses of the API, its description and the probes."""

from django.urls import include, path
from rest_framework.routers import SimpleRouter

from auditor.api.articles import Articles, Outlets, Snapshots
from auditor.api.audits import Audits
from auditor.api.captures import Captures
from auditor.api.catalogue import Catalogue
from auditor.api.feeds import article_feed, notice_feed
from auditor.api.flags import Decisions, Drafts, Flags
from auditor.api.health import healthz, readyz
from auditor.api.reference import openapi, reference
from auditor.api.tokens import Tokens

router = SimpleRouter(use_regex_path=False)
router.register("articles", Articles, basename="articles")
router.register("snapshots", Snapshots, basename="snapshots")
router.register("fetches", Captures, basename="fetches")
router.register("audits", Audits, basename="audits")
router.register("flags", Flags, basename="flags")
router.register("decisions", Decisions, basename="decisions")
router.register("drafts", Drafts, basename="drafts")
router.register("catalogue", Catalogue, basename="catalogue")
router.register("outlets", Outlets, basename="outlets")
router.register("tokens", Tokens, basename="tokens")

urlpatterns = [
    path("api/v1/", include((router.urls, "api"))),
    path("api/schema/", openapi, name="api-schema"),
    path("api/docs/", reference, name="api-docs"),
    path("feeds/articles/<int:pk>/", article_feed, name="feed-article"),
    path("feeds/notices/<int:pk>/", notice_feed, name="feed-notice"),
    path("healthz", healthz, name="healthz"),
    path("readyz", readyz, name="readyz"),
]
