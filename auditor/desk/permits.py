"""Who may review, and how a refusal is told."""

from django.contrib.auth.models import User

REVIEW = "auditor.change_queueitem"
OVERRULE = "auditor.overrule_decision"


class ReviewRefused(Exception):
    """A mutation that cannot be made; ``code`` is stable, the message says what to do."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def permit(reviewer: User, permission: str) -> None:
    """Raises ReviewRefused (not_permitted) unless the user has the permission."""
    if reviewer.has_perm(permission):
        return
    group = "editor" if permission == OVERRULE else "reviewer or editor"
    raise ReviewRefused("not_permitted", f"This needs the {group} group. Ask an administrator to add you.")
