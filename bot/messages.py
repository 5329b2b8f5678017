"""What passes between the channels and the house: messages in, messages out, and how sending fails."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import Final, Protocol


class InboundKind(StrEnum):
    """What a person did."""

    TEXT = "text"  # typed words, commands among them
    TAP = "tap"  # pressed a button under a card
    CONTACT = "contact"  # shared a phone number
    FILE = "file"  # sent a document
    MEDIA = "media"  # sent a photo, a sound or a film
    LOCATION = "location"  # sent where they are; ``text`` holds latitude, longitude, altitude, accuracy
    FETCHED = "fetched"  # nothing of the platform: a file that was sent before is here, or cannot be had
    EDITED = "edited"  # changed an old message (never an answer)
    OTHER = "other"  # sticker, poll, story …
    HIDDEN = "hidden"  # something that the platform keeps from bots: this person cannot write to one
    BLOCKED = "blocked"  # blocked the bot
    UNBLOCKED = "unblocked"


UNSAID: Final = frozenset(
    {
        *(
            InboundKind.OTHER,
            InboundKind.EDITED,
            InboundKind.MEDIA,
            InboundKind.LOCATION,
            InboundKind.FETCHED,
        ),
    }
)
"""What somebody does in an interview without words, buttons or a document."""
UNGREETED: Final = (InboundKind.BLOCKED, InboundKind.UNBLOCKED, InboundKind.FETCHED)
"""What nobody waits for an answer to."""


@dataclass(frozen=True, slots=True)
class SentFile:
    """A file that somebody sent: its name, its bytes as the platform counts them, the platform's name for it.

    ``sent_as``: a ``document``, a photo (``image``), ``audio`` or ``video``.
    """

    name: str
    size: int
    ref: str
    sent_as: str = "document"


@dataclass(frozen=True, slots=True)
class Inbound:
    """One thing that a person did, from any channel.

    ``update_id`` orders a channel's updates and makes each count once. ``address`` is where to write
    back (the chat), ``sender`` who did it; both opaque strings. ``sent_at`` is the platform's own
    date of the message (aware), ``ref`` the message's own name. ``card_ref`` is the message under
    which a button was tapped, ``tap_id`` what the platform wants acknowledged. ``contact_owner`` is
    the platform's id of the person whose phone was shared: it proves the number only if equal to ``sender``. Of a
    ``file`` only the name comes with the message: whoever needs its bytes fetches them later. When they are here, that
    is told as ``fetched``: ``ref`` is the response, ``text`` the question, ``data`` what is wrong with them.
    """

    channel: str
    update_id: int
    kind: InboundKind
    address: str
    sender: str
    sent_at: datetime
    ref: str = ""
    text: str = ""
    data: str = ""
    card_ref: str = ""
    tap_id: str = ""
    contact_phone: str = ""
    contact_owner: str = ""
    is_private: bool = True
    file: SentFile | None = None


@dataclass(frozen=True, slots=True)
class Button:
    """A button: ``label`` is what it says, ``data`` what comes back (at most 64 bytes), ``url`` opens instead.

    ``typed`` is what may be typed to the same effect, for channels without buttons; empty if the text says so already.
    ``command`` is what such words stand for, where they alone might mean something else later.
    ``says`` is "yes" or "no" where the button answers a question; ``said`` are more words that mean it there.
    """

    label: str
    data: str = ""
    url: str = ""
    style: str = ""  # "", "primary" or "danger"
    typed: str = ""
    says: str = ""
    said: tuple[str, ...] = ()
    command: str = ""


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file to send: it stands in the outbox as bytes."""

    filename: str
    content: bytes


class OutboundKind(StrEnum):
    """How a message is shown and how it fares after a crash."""

    CARD = "card"  # the live card: edited in place (``edit_ref``) or sent anew and remembered
    NOTICE = "notice"  # a message of its own
    DOCUMENT = "document"  # a file with a caption
    PHOTO = "photo"  # a picture (PNG) with a caption, shown in the chat itself
    TOAST = "toast"  # the answer to a tap (``tap_id``); text may be empty
    STRIP = "strip"  # take the buttons off an old card (``edit_ref``)


@dataclass(frozen=True, slots=True)
class Outbound:
    """One message to send, for any channel. ``text`` is plain: channels escape it.

    ``buttons`` are rows. ``edit_ref`` names the message to edit. ``keyboard`` asks for the button
    of the platform that shares a phone number ("contact") or a place ("place"), or takes it away ("remove").
    ``protected`` forbids forwarding.
    ``visit`` is the interview's visit that a card shows: stored with the sent card. A card with a ``tap_id``
    also acknowledges that tap, beside the edit and not before it, with ``toast`` as its words. ``picks`` is what a card
    lets people pick besides its buttons: "date" from a calendar, "file" of their own (or "image", "audio", "video"),
    their "geopoint". ``edits_only``: where the message
    to edit is there no more, nothing is sent.
    """

    kind: OutboundKind
    text: str = ""
    buttons: tuple[tuple[Button, ...], ...] = ()
    edit_ref: str = ""
    tap_id: str = ""
    toast: str = ""
    keyboard: str = ""
    protected: bool = False
    silent: bool = False
    visit: int = 0
    picks: str = ""
    edits_only: bool = False
    attachment: Attachment | None = None


@dataclass(frozen=True, slots=True)
class Sent:
    """What the platform said: the message's ``ref`` and its own date (edit date for an edit); empty for a toast."""

    ref: str = ""
    at: datetime | None = None


class FailureKind(StrEnum):
    """Why a message was not sent."""

    BLOCKED = "blocked"  # 403: the person blocked the bot or the account is gone: close the contact point
    NOT_FOUND = "not_found"  # chat not found: nobody pressed Start
    GONE = "gone"  # the card to edit is not there: send it anew
    STALE = "stale"  # the tap is too old to be acknowledged: nothing to do
    LIMITED = "limited"  # 429: wait ``retry_after``
    UNKNOWN = "unknown"  # timed out after sending: it may have arrived
    UNREACHABLE = "unreachable"  # no connection, 5xx: it did not arrive
    REFUSED = "refused"  # the platform will never take this message (400)
    UNAUTHORIZED = "unauthorized"  # the token is wrong
    CONFLICT = "conflict"  # another program fetches with the same token


@dataclass
class SendError(Exception):
    """A message was not sent, or nobody knows. ``retryable`` says whether the same message may be tried again."""

    kind: FailureKind
    retryable: bool
    retry_after: float = 0.0  # seconds
    detail: str = ""  # never a token, never a message text


@dataclass(frozen=True, slots=True)
class Caps:
    """What a channel can do.

    ``shares_phone``: people can share the phone number that the platform has verified. ``writes_first``: a message
    reaches somebody who does not look at the chat; without it, it waits there until they come. ``knows_people``: nobody
    opens chats at will, each under another name. ``whole_choices``: a button holds a choice with all its words, and any
    number of them stand below each other. ``picks_dates``: a calendar can be shown with a card. ``picks_files``: a file
    is sent with a card that asks for one. ``file_limit``: bytes of a file that people may send; 0 where none is taken.
    ``carries``: which answers can be sent that are not said: the types of their questions. ``keyboards``: a button
    below the chat shares a place.
    """

    buttons: bool = True
    edits: bool = True
    files: bool = True
    text_limit: int = 4096  # UTF-16 units
    shares_phone: bool = True
    writes_first: bool = True
    knows_people: bool = True
    whole_choices: bool = False
    picks_dates: bool = False
    picks_files: bool = False
    file_limit: int = 20 * 1024 * 1024
    keyboards: bool = True
    carries: frozenset[str] = frozenset({"image", "file", "audio", "video", "geopoint"})


@dataclass(frozen=True, slots=True)
class Seat:
    """One of several accounts of a channel: where people find it, and how many may write to it."""

    account: str
    name: str
    link: str = ""
    people_limit: int = 0


@dataclass(frozen=True, slots=True)
class Account:
    """Who the bot is on a channel: ``link_base`` + code is the deep link.

    Without ``carries_code`` the link only opens the chat, and the code is typed there. ``home`` is where somebody who
    is known already opens their chat again, if there is such an address. A channel with several accounts has
    ``seats``, over which people are spread.
    """

    username: str
    name: str
    link_base: str = field(default="")
    carries_code: bool = True
    home: str = ""
    seats: tuple[Seat, ...] = ()


Hear = Callable[[Sequence[Inbound]], Awaitable[None]]
"""Takes one batch; returns when it is committed. Raises if nothing was stored."""


class Outlet(Protocol):
    """Where messages leave. It is given only what its ``caps`` say that it can show."""

    caps: Caps

    async def send(self, address: str, message: Outbound) -> Sent:
        """Send one message; raises ``SendError``."""


class Channel(Outlet, Protocol):
    """A chat platform. The only interface with several implementations."""

    name: str

    @property
    def in_flight(self) -> int:
        """How many requests of ours, other than waiting for updates, have no answer yet."""

    async def open(self) -> Account:
        """Check the token and prepare; raises ``SendError``."""

    async def publish_commands(self, commands: Sequence[tuple[str, str]]) -> None:
        """Show the commands (name without slash, description) in the menu of every chat; raises ``SendError``."""

    async def look_after(self) -> None:
        """Mend what others have changed on the platform, now and then; raises ``SendError``."""

    async def listen(self, hear: Hear) -> None:
        """Fetch batches for ever; acknowledge each only after ``hear`` has returned."""

    async def fetch(self, address: str, ref: str, limit: int) -> bytes:
        """Return the bytes of a file that came from a chat; raises ``SendError``: GONE if it is there no more.

        REFUSED if it has more than ``limit`` bytes.
        """

    async def close(self) -> None:
        """Release connections."""
