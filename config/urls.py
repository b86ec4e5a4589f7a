"""Addresses of the site."""

from django.contrib import admin
from django.urls import include, path
from django.views.generic import RedirectView

urlpatterns = [
    path("", RedirectView.as_view(pattern_name="admin:index", permanent=False), name="home"),
    path("admin/", admin.site.urls),
    path("", include("auditor.api.urls")),
]
handler404 = "auditor.api.problems.not_found"
handler500 = "auditor.api.problems.server_error"
