"""The desk: Django's admin with pages of its own for articles, the review queue and the catalogue."""

from django.contrib import admin

from auditor.admin.site import Desk

# The default site is a lazy object; filled here, before any application has registered with it.
admin.site._wrapped = Desk()  # type: ignore[attr-defined]  # the slot of Django's LazyObject
