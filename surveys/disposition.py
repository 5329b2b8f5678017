"""The outcome of a case and the rates of a wave, after AAPOR.

Source: AAPOR, *Standard Definitions* (internet surveys of specifically named persons). A census of a known
roster as of the opening: every case drawn is eligible. Who leaves the post later is written to no more and keeps
the case, with the outcome that it has by then.

The outcome answers one question at a time; the first "yes" decides, so each case has exactly one:

1. Not linked and nothing answered: **unlinked**. Nobody of this case ever spoke with the bot (nothing ever
   returned), and nobody entered answers for them from paper or by telephone.
2. Consent withdrawn: **refused** (2.11), even after completing: the answers may no longer be counted.
3. Submitted: **completed** (1.1), even if the person blocked the bot or declined something afterwards.
4. Said no: **refused** (2.11), even with answers left from an earlier consent: an explicit no outweighs them.
5. Answered at least half of the required items: **partial** (1.2), even if the person blocked the bot later: what
   was given counts by its amount, not by how the person left (the 50 % limit is AAPOR's example for
   partials).
6. Answered anything: **breakoff** (2.12), blocked or not: blocking in the middle is the way of breaking off.
7. Blocked the bot, or no message could ever be delivered: **unreachable** (invitation
   returned undelivered).
8. **silent** (non-contact): linked, could be written to, never answered.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction


class Outcome(StrEnum):
    """How a case ended: exactly one for every case."""

    COMPLETED = "completed"
    PARTIAL = "partial"
    BREAKOFF = "breakoff"
    REFUSED = "refused"
    UNREACHABLE = "unreachable"
    SILENT = "silent"
    UNLINKED = "unlinked"


class Disposition(StrEnum):
    """Where a case stands while the wave is open, for display (the working codes of the field)."""

    REGISTERED = "registered"  # on the roster, not linked
    QUEUED = "queued"  # linked, not yet invited
    CONTACTED = "contacted"  # invited, no answer yet
    STARTED = "started"  # answered less than half of the required items
    PARTIAL = "partial"  # answered at least half
    COMPLETED = "completed"
    REFUSED = "refused"
    FAILED = "failed"  # blocked the bot, or nothing could be delivered


@dataclass(frozen=True, slots=True)
class CaseFacts:
    """What is known of one case.

    ``is_linked``: a chat belongs to the official. ``is_invited``: an invitation left, or the official linked
    during the wave. ``is_blocked``: every chat of the official is closed. ``is_undeliverable``: something
    was sent to the official in this wave and nothing ever arrived. ``answered_count``: answers given
    (non-empty, relevant). ``required_answered`` of ``required_count``: the required items that are relevant.
    """

    is_linked: bool = False
    is_invited: bool = False
    is_blocked: bool = False
    is_undeliverable: bool = False
    has_refused: bool = False
    has_withdrawn: bool = False
    is_completed: bool = False
    answered_count: int = 0
    required_answered: int = 0
    required_count: int = 0

    @property
    def is_half_done(self) -> bool:
        """Whether at least half of the required items are answered (and anything at all)."""
        return self.answered_count > 0 and 2 * self.required_answered >= self.required_count


def outcome(facts: CaseFacts) -> Outcome:
    """Return the one outcome of a case, by the order of questions at the head of this module."""
    if not facts.is_linked and not facts.is_completed and not facts.answered_count:
        return Outcome.UNLINKED
    if facts.has_withdrawn:
        return Outcome.REFUSED
    if facts.is_completed:
        return Outcome.COMPLETED
    if facts.has_refused:
        return Outcome.REFUSED
    if facts.answered_count > 0:
        return Outcome.PARTIAL if facts.is_half_done else Outcome.BREAKOFF
    if facts.is_blocked or facts.is_undeliverable:
        return Outcome.UNREACHABLE
    return Outcome.SILENT


_WORKING = {
    Outcome.UNLINKED: Disposition.REGISTERED,
    Outcome.REFUSED: Disposition.REFUSED,
    Outcome.COMPLETED: Disposition.COMPLETED,
    Outcome.PARTIAL: Disposition.PARTIAL,
    Outcome.BREAKOFF: Disposition.STARTED,
    Outcome.UNREACHABLE: Disposition.FAILED,
}


def disposition(facts: CaseFacts) -> Disposition:
    """Return where a case of an open wave stands now; the same order of questions as ``outcome``."""
    silent = Disposition.CONTACTED if facts.is_invited else Disposition.QUEUED
    return _WORKING.get(outcome(facts), silent)


@dataclass(frozen=True, slots=True)
class Rate:
    """A share of the cases of a wave: ``count`` of ``total``; always shown with both."""

    count: int
    total: int

    @property
    def fraction(self) -> Fraction | None:
        """The exact share, or ``None`` of nothing."""
        return Fraction(self.count, self.total) if self.total else None


@dataclass(frozen=True, slots=True)
class Rates:
    """The rates of a wave, all over its eligible cases (a census of persons: e = 1, so RR5 = RR1).

    ``rr1`` completed; ``rr2`` completed or partial; ``refusal`` (AAPOR REF1) refused or broke off;
    ``contact`` (CON1) everybody who answered anything or said no. ``counts`` holds every outcome; they add
    up to ``eligible``.
    """

    counts: dict[Outcome, int]
    eligible: int
    rr1: Rate
    rr2: Rate
    refusal: Rate
    contact: Rate


def rates(outcomes: Iterable[Outcome]) -> Rates:
    """Count outcomes, one a case, into the rates of a census of persons (AAPOR RR1, RR2, REF1, CON1)."""
    found = Counter(outcomes)
    counts = {each: found[each] for each in Outcome}
    total = sum(counts.values())
    responded = counts[Outcome.COMPLETED] + counts[Outcome.PARTIAL]
    declined = counts[Outcome.REFUSED] + counts[Outcome.BREAKOFF]
    return Rates(
        counts=counts,
        eligible=total,
        rr1=Rate(counts[Outcome.COMPLETED], total),
        rr2=Rate(responded, total),
        refusal=Rate(declined, total),
        contact=Rate(responded + declined, total),
    )
