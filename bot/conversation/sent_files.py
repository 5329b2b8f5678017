"""One's own file, shown again: ``f.<number>`` under the card of its question."""

from typing import Final

from bot.callbacks import from36
from bot.conversation.turns import Turn
from bot.messages import Attachment, InboundKind, Outbound, OutboundKind
from bot.texts import say
from bot.texts.files import TEXTS
from storage import attachments
from storage.responses import Person
from surveys.attachments import SHOWN

PREFIX: Final = "f."


async def serve(turn: Turn, person: Person) -> list[Outbound] | None:
    """Show the file behind a button; ``None`` if it is about something else.

    Of a file that was fetched for nobody nothing is said.
    """
    if turn.inbound.kind is InboundKind.FETCHED:
        return []
    if turn.inbound.kind is not InboundKind.TAP or not turn.inbound.data.startswith(PREFIX):
        return None
    number = from36(turn.inbound.data.removeprefix(PREFIX))
    found = None
    if number is not None and person.response is not None:
        found = await attachments.content_of(turn.conn, person.response.id, number)
    if found is None:
        return [Outbound(OutboundKind.TOAST, say(TEXTS.gone), tap_id=turn.inbound.tap_id)]
    _, name, content = found
    is_picture = name.rpartition(".")[2] in SHOWN  # another file is a document
    kind = OutboundKind.PHOTO if is_picture else OutboundKind.DOCUMENT
    shown = Outbound(kind, say(TEXTS.caption), protected=True, attachment=Attachment(name, content))
    return [shown, *turn.acknowledgement()]
