"""What a reviewer should see, and why, in words."""

from auditor.inspection.flags.claims import unsourced, weakly_sourced
from auditor.inspection.flags.kinds import SHOWN, Flag, FlagKind
from auditor.inspection.flags.raising import raise_flags

__all__ = ["SHOWN", "Flag", "FlagKind", "raise_flags", "unsourced", "weakly_sourced"]
