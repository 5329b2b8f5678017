"""The mailbox: each update in once, each message out under a key, claimed before it is sent.

A message's life: queued → sending → sent | failed | unknown | dropped, or back to queued for a later try.
After a crash nobody knows whether what was "sending" arrived: a reply goes out again (at least once, it only
redraws), an invitation or reminder does not (at most once, the next one covers it).
"""

from storage.mailbox.claims import cards_in_flight, claim, claim_due, depths, look, next_due
from storage.mailbox.messages import (
    CONTACT_PURPOSES,
    UNORDERED_PURPOSES,
    ClaimedMessage,
    Depth,
    InboxEntry,
    Outcome,
    Outlook,
    QueuedMessage,
    Superseded,
)
from storage.mailbox.outcomes import drop, mark, purge, recover
from storage.mailbox.queueing import mark_received, queue, seen, supersede

__all__ = [
    "CONTACT_PURPOSES",
    "UNORDERED_PURPOSES",
    "ClaimedMessage",
    "Depth",
    "InboxEntry",
    "Outcome",
    "Outlook",
    "QueuedMessage",
    "Superseded",
    "cards_in_flight",
    "claim",
    "claim_due",
    "depths",
    "drop",
    "look",
    "mark",
    "mark_received",
    "next_due",
    "purge",
    "queue",
    "recover",
    "seen",
    "supersede",
]
