"""Settings of the REST interface."""

from datetime import timedelta

import environ

env = environ.Env()

KNOX_TOKEN_MODEL = "auditor.AccessToken"  # noqa: S105 - a model's name
REST_KNOX = {
    "TOKEN_TTL": timedelta(days=env.int("AUDITOR_TOKEN_DAYS", default=365)),
    "AUTH_HEADER_PREFIX": "Bearer",
}
REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": ["knox.auth.TokenAuthentication"],
    "DEFAULT_PERMISSION_CLASSES": ["auditor.api.permissions.Scoped"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_FILTER_BACKENDS": ["auditor.api.filters.StrictFilterBackend"],
    "DEFAULT_PAGINATION_CLASS": "auditor.api.pagination.KeysetPagination",
    "DEFAULT_SCHEMA_CLASS": "auditor.api.schema.Schema",
    "DEFAULT_THROTTLE_CLASSES": ["rest_framework.throttling.UserRateThrottle"],
    "DEFAULT_THROTTLE_RATES": {
        "user": env.str("AUDITOR_RATE", default="600/min"),
        "submit": env.str("AUDITOR_SUBMIT_RATE", default="120/min"),
    },
    "EXCEPTION_HANDLER": "auditor.api.problems.handle",
    "PAGE_SIZE": 50,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Source Auditor",
    "VERSION": "1",
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SCHEMA_PATH_PREFIX": r"/api/v1",
    "COMPONENT_SPLIT_REQUEST": True,
    "ENFORCE_NON_BLANK_FIELDS": True,
    "POSTPROCESSING_HOOKS": ["auditor.api.schema.add_problems"],
}
