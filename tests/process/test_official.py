"""What an official's journal says of the tables: the rules by which the kill tests judge."""

from tests.process.official import Entry, Journal, discrepancies

ITEM = "topics"


def told(entries: list[tuple[str, str]], *revisions: str) -> list[str]:
    """Hold a journal about the topics against these revisions, the last of which stands."""
    journal = Journal([Entry(what, ITEM, value) for what, value in entries])
    answers = {ITEM: revisions[-1]} if revisions else {}
    return discrepancies(journal, answers, [(ITEM, each) for each in revisions])


def test_what_was_acknowledged_last_stands() -> None:
    """One choice after the other, each acknowledged: no word of complaint."""
    entries = [("gave", "lead"), ("saw", "lead"), ("gave", "lang"), ("saw", "lead lang")]
    assert not told(entries, "lead", "lead lang")


def test_an_acknowledgement_may_come_after_the_next_choice() -> None:
    """The first tap came again after a kill, when its sender had tapped on the new card: both are stored."""
    entries = [("gave", "lang"), ("gave", "lead"), ("saw", "lang")]
    assert not told(entries, "lang", "lead lang")


def test_a_change_that_nobody_made_is_found() -> None:
    """Every choice was acknowledged, and another value stands."""
    entries = [("gave", "lang"), ("saw", "lang"), ("gave", "lead"), ("saw", "lead lang")]
    (found, *_) = told(entries, "lang", "lead lang", "lang")
    assert "given" in found


def test_what_was_acknowledged_and_is_not_stored_is_found() -> None:
    """A lost answer, also where another one came after it."""
    entries = [("gave", "lang"), ("saw", "lang"), ("gave", "lead")]
    assert told(entries, "lead") == ["topics: acknowledged and lost {'lang'}"]
