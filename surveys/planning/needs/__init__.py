"""Who needs which course, and why: every reason with its source."""

from surveys.planning.needs.model import ORDER, Need, Needs, Reason, ReasonKind, Unserved

__all__ = ["ORDER", "Need", "Needs", "Reason", "ReasonKind", "Unserved"]
