"""The mailbox: each update in once, each message out under a key, claimed before it is sent.

A message's life: queued → claimed → sending → sent | failed | unknown | dropped, or back to queued for a later try.
Only what is "sending" may have been on the wire. When its process died nobody knows whether it arrived: a reply
goes out again (at least once), an invitation or reminder does not (at most once).

The card of an interview has no message here: ``cards`` notes that it is owed, and it is drawn again after a crash.
"""

from storage.mailbox.cards import (
    abandoned_debts,
    forget_debts,
    is_owed_by,
    let_go,
    overtaken,
    owe,
    owe_open_questions,
    owed_elsewhere,
    record_cards,
)
from storage.mailbox.claims import begin_sending, claim, claim_due, depths, is_held, look, next_due
from storage.mailbox.messages import (
    AGAIN,
    CONTACT_PURPOSES,
    TOO_LATE,
    CardOutcome,
    ClaimedMessage,
    Debt,
    Depth,
    InboxEntry,
    Outcome,
    Outlook,
    QueuedMessage,
)
from storage.mailbox.outcomes import drop, expired, mark, purge, recover, take_back
from storage.mailbox.queueing import keep, mark_received, queue, seen

__all__ = [
    "AGAIN",
    "CONTACT_PURPOSES",
    "TOO_LATE",
    "CardOutcome",
    "ClaimedMessage",
    "Debt",
    "Depth",
    "InboxEntry",
    "Outcome",
    "Outlook",
    "QueuedMessage",
    "abandoned_debts",
    "begin_sending",
    "claim",
    "claim_due",
    "depths",
    "drop",
    "expired",
    "forget_debts",
    "is_held",
    "is_owed_by",
    "keep",
    "let_go",
    "look",
    "mark",
    "mark_received",
    "next_due",
    "overtaken",
    "owe",
    "owe_open_questions",
    "owed_elsewhere",
    "purge",
    "queue",
    "record_cards",
    "recover",
    "seen",
    "take_back",
]
