"""What the turns of one batch decided, collected so that each table is written once."""

from collections.abc import Sequence

from bot.conversation.interviewer import Turned
from bot.envelopes import Reply
from bot.messages import Inbound, Outbound
from storage.mailbox import InboxEntry
from storage.responses import (
    AnswerWrite,
    Change,
    FileWrite,
    ParadatumWrite,
    Person,
    ResponseWrite,
    TurnWrites,
)


class BatchLedger:
    """Collects rows until they are drained into one ``TurnWrites``; ``replies`` in the order in which they go."""

    def __init__(self) -> None:
        self.replies: list[Reply] = []
        self._clear()

    def _clear(self) -> None:
        self._answers: list[AnswerWrite] = []
        self._paradata: list[ParadatumWrite] = []
        self._files: list[FileWrite] = []
        self._with_files: set[int] = set()
        self._responses: dict[int, ResponseWrite] = {}
        self._chats: list[Change] = []
        self._inbox: dict[tuple[str, int], InboxEntry] = {}

    def receive(self, entry: InboxEntry) -> None:
        """Remember an update; a later word about the same one counts."""
        self._inbox[entry.channel, entry.update_id] = entry

    def change(self, chats: Sequence[Change]) -> None:
        """Collect changes of chats."""
        self._chats += chats

    def record(self, turned: Turned) -> None:
        """Collect what an interview's turn decided, but for its messages."""
        self._answers += turned.answers
        self._paradata += turned.paradata
        self._files += turned.files
        self._with_files |= {turned.response.id} if turned.response is not None and turned.has_file else set()
        if turned.response is not None:
            self._responses[turned.response.id] = turned.response

    def send(self, messages: Sequence[Outbound], inbound: Inbound, person: Person | None) -> None:
        """Address replies to whoever wrote; ``None`` is a stranger."""
        made = [reply(message, inbound, person) for message in messages]
        for each in made:
            each.is_strangers = person is None
        self.replies += made

    def drain(self) -> TurnWrites:
        """Return every row collected and begin anew."""
        writes = TurnWrites(
            answers=self._answers,
            paradata=self._paradata,
            responses=list(self._responses.values()),
            contact_points=self._chats,
            inbox=list(self._inbox.values()),
            files=self._files,
            with_files=sorted(self._with_files),
        )
        self._clear()
        return writes


def reply(message: Outbound, inbound: Inbound, person: Person | None) -> Reply:
    """Address one message to whoever wrote."""
    return Reply(
        inbound.channel,
        inbound.address,
        message,
        turn=inbound.update_id,
        contact_point_id=person.contact_point.id if person else None,
        case_id=person.case.id if person and person.case else None,
        response_id=person.response.id if person and person.response else None,
    )
