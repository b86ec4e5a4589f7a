"""From an address to a page, or to a refusal with its reason; knows no database."""

from auditor.fetching.addresses import MAX_ADDRESS_CHARS, canonical_address
from auditor.fetching.dialling import Resolver, system_resolver
from auditor.fetching.fetcher import Page, fetch
from auditor.fetching.guard import guard_sockets
from auditor.fetching.limits import Limits
from auditor.fetching.refusals import Exchange, FetchRefused, RefusalCode
from auditor.fetching.robots import Robots, fetch_robots

__all__ = [
    "MAX_ADDRESS_CHARS",
    "Exchange",
    "FetchRefused",
    "Limits",
    "Page",
    "RefusalCode",
    "Resolver",
    "Robots",
    "canonical_address",
    "fetch",
    "fetch_robots",
    "guard_sockets",
    "system_resolver",
]
