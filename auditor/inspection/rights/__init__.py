"""What the notices of a document together permit, as data: never legal advice."""

from auditor.inspection.rights.holding import Rights, read_rights

__all__ = ["Rights", "read_rights"]
