"""What each title demands on a given date, and what an official lacks: the review of the article's first solution."""

from surveys.standards.findings import Criterion, Finding, Result, Verdict

__all__ = ["Criterion", "Finding", "Result", "Verdict"]
