"""A plan of misfortunes, drawn from a seed: what happens before each blow, the blow, what happens after it."""

import random
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from tests.process.misfortune import At, Blow


class Trouble(StrEnum):
    """What befalls the bot beside the blow."""

    NONE = "none"
    REDELIVERED = "updates come again"
    REVERSED = "updates come in reverse"
    REFUSED = "401, 404, 409 once each"
    DOWN = "5xx for a run of calls"
    RESET = "connections break after the effect"
    LIMITED = "429 to two chats, sometimes for longer if it is not obeyed"
    CROWD = "a hundred strangers write while the bot stands still"
    DATABASE = "the database server crashes and starts again"
    FULL = "the disk is full for a while"
    BLOCKED = "somebody blocks the bot, and unblocks it after the blow"
    IMPORT = "a roster is taken in, and that process is killed"
    REPORT = "an administrator orders a report"
    TORN = "garbage at the end of the WAL, after the blow"
    SNAPSHOT = "the files are copied away, as they lie there"
    STOPPED = "SIGTERM instead of kill -9"


@dataclass(frozen=True)
class Act:
    """One act of the plan."""

    trouble: Trouble
    blow: Blow

    def __str__(self) -> str:
        return f"{self.trouble.value}; the blow {self.blow.at.value} {self.blow.method} no. {self.blow.count}"


_OFTEN: Final = (
    ("getUpdates", At.SOON, 3),  # a batch is being stored
    ("getUpdates", At.AFTER, 3),
    ("editMessageText", At.BEFORE, 8),  # committed, not yet shown
    ("editMessageText", At.AFTER, 8),
    ("sendMessage", At.BEFORE, 2),
    ("sendMessage", At.AFTER, 2),
    ("answerCallbackQuery", At.AFTER, 6),
)
_FETCHING: Final = "getUpdates"
_BROADCAST: Final = ("sendMessage", At.AFTER, 5)  # invitations are leaving
_ONLY_SQLITE: Final = frozenset({Trouble.TORN, Trouble.SNAPSHOT, Trouble.FULL})
_ONLY_SERVER: Final = frozenset({Trouble.DATABASE})
_ONLY_POLLING: Final = frozenset({Trouble.REVERSED})


def plan(seed: int, kills: int, *, is_sqlite: bool, is_polling: bool = True) -> Iterator[Act]:
    """Draw acts with so many ``kill -9``. Every trouble comes before any comes again.

    The first blow falls among the invitations.
    """
    chance = random.Random(f"plan:{seed}")
    left_out = (_ONLY_SERVER if is_sqlite else _ONLY_SQLITE) | (frozenset() if is_polling else _ONLY_POLLING)
    kinds = [trouble for trouble in Trouble if trouble not in left_out]
    often = [each for each in _OFTEN if is_polling or each[0] != _FETCHING]
    deck: list[Trouble] = []
    is_first = True
    while kills:
        if not deck:
            deck = chance.sample(kinds, len(kinds))
        trouble = deck.pop()
        if trouble is Trouble.REPORT:
            blow = Blow("sendDocument", 1, chance.choice((At.BEFORE, At.AFTER)))
        else:
            method, at, most = _BROADCAST if is_first else chance.choice(often)
            blow = Blow(method, chance.randint(1, most), at)
        is_first = False
        kills -= trouble is not Trouble.STOPPED
        yield Act(trouble, blow)
