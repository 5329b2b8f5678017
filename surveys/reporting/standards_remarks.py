"""What every document says of the office's own standards: which version was used, or that there is none."""

from surveys.reporting.numbers import date_text
from surveys.reporting.texts.standards import STANDARDS
from surveys.reporting.word.facts import ReportFacts


def standards_remarks(facts: ReportFacts) -> tuple[str, ...]:
    """Return the sentences; none where the review used no version and needs none."""
    said = []
    if facts.version is not None:
        said.append(
            STANDARDS.version.format(
                number=facts.version.number,
                imported_on=date_text(facts.version.imported_on),
                as_of=date_text(facts.version.as_of),
                bases=STANDARDS.semicolon.join(facts.version.bases),
            )
        )
    if facts.asks_for_rules:
        said.append(STANDARDS.asks)
    return tuple(said)
