"""What every document says of the office's own standards: which version was used, or that there is none."""

from surveys.reporting.numbers import date_text
from surveys.reporting.texts.standards import STANDARDS
from surveys.reporting.word.facts import Own, RegimeFacts, ReportFacts


def regime_names(facts: ReportFacts) -> dict[str, str]:
    """Return what regimes are called whose levels stand in the office's workbook, by code: short, for tables."""
    return {
        each.id: STANDARDS.own_short.format(number=facts.version.number)
        for each in facts.regimes
        if each.own is Own.EVERYTHING and facts.version is not None
    }


def cited(regime: RegimeFacts, facts: ReportFacts) -> str:
    """Return what a review is said to be by: a law, the office's workbook where the levels are its, or both."""
    if facts.version is None or regime.own is Own.NOTHING:
        return regime.basis
    day = date_text(facts.version.imported_on)
    own = STANDARDS.own.format(number=facts.version.number, day=day)
    return own if regime.own is Own.EVERYTHING else STANDARDS.both.format(basis=regime.basis, own=own)


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
