"""Settings of fetching: how often, how politely, and from where."""

from datetime import timedelta

import environ

from auditor.inspection.changes import policy_of
from auditor.ladder import DEFAULT, read_ladder

env = environ.Env()

AUDITOR_LADDER = read_ladder(env.str("AUDITOR_LADDER", default=DEFAULT))
AUDITOR_HOST_PAUSE = timedelta(seconds=env.float("AUDITOR_HOST_PAUSE_SECONDS", default=2.0))
AUDITOR_HOST_BURST = max(1, env.int("AUDITOR_HOST_BURST", default=2))
AUDITOR_ROBOTS_LIFE = timedelta(hours=min(24.0, env.float("AUDITOR_ROBOTS_HOURS", default=24.0)))  # RFC 9309
# Only a test site on this machine ever needs these two; empty means: public addresses, ports 80 and 443.
AUDITOR_FETCH_NETWORKS = tuple(env.list("AUDITOR_FETCH_NETWORKS", default=[]))
AUDITOR_FETCH_PORTS = tuple(env.list("AUDITOR_FETCH_PORTS", cast=int, default=[]))
AUDITOR_ALERTS = env.json("AUDITOR_ALERTS", default={})  # least weight worth an alert, by class of change
policy_of(AUDITOR_ALERTS)
AUDITOR_PROMISE_LIFE = timedelta(days=env.float("AUDITOR_PROMISE_DAYS", default=14.0))  # then it is overdue
