"""Everything that the sentences are built from."""

from dataclasses import dataclass, field

from surveys.reporting.word.facts import ReportFacts
from surveys.reporting.word.lookup import Figures
from surveys.reporting.word.references import References


@dataclass(frozen=True, slots=True)
class Story:
    """The figures, the facts, and where the tables stand. ``charts``: the keys of the pictures there are."""

    figures: Figures
    facts: ReportFacts
    references: References = field(default_factory=References)
    charts: frozenset[str] = frozenset()
    proposals_annex: str = ""
