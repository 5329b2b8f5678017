"""What each title demands on a given date, and what an official lacks: the review of the article's first solution."""

from surveys.standards.findings import Criterion, Finding, Result, Verdict
from surveys.standards.judging import Judged, judge, review, verdicts_of
from surveys.standards.problems import PROBLEM_PARAMETERS
from surveys.standards.reading import read_standards
from surveys.standards.regimes import CERTIFICATES, OfficeRule, Regime, Standards, Version

__all__ = [
    "CERTIFICATES",
    "PROBLEM_PARAMETERS",
    "Criterion",
    "Finding",
    "Judged",
    "OfficeRule",
    "Regime",
    "Result",
    "Standards",
    "Verdict",
    "Version",
    "judge",
    "read_standards",
    "review",
    "verdicts_of",
]
