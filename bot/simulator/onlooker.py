"""What everybody who looks at a chat does, on any platform: wait until something is shown, tell the story of it."""

from collections.abc import Callable, Sequence
from datetime import tzinfo
from typing import Final, Generic, Protocol, Self, TypeVar
from zoneinfo import ZoneInfo

from bot.simulator.patience import PATIENCE, while_working
from bot.simulator.transcript import render_story
from bot.simulator.world import Account, Changes, Message, Moment

VIETNAM: Final = ZoneInfo("Asia/Ho_Chi_Minh")


class Shown(Protocol):
    """A chat as somebody sees it."""

    @property
    def person(self) -> Account:
        """Whose it is."""

    @property
    def story(self) -> list[Moment]:
        """What happened there, in order."""

    @property
    def changes(self) -> Changes:
        """Wakes whoever waits for something to happen there."""


ChatT = TypeVar("ChatT", bound=Shown)


class Onlooker(Generic[ChatT]):
    """Somebody with a chat before them."""

    def __init__(self, chat: ChatT) -> None:
        self.chat = chat
        self.patience = PATIENCE

    async def waits_until(self, is_so: Callable[[Self], bool], hope: str = "what it hoped for") -> None:
        """Wait, without polling, until ``is_so(self)`` is true; in vain if nothing works any more."""
        try:
            async with while_working(self.patience):
                while not is_so(self):
                    await self._wait_for_change()
        except TimeoutError:
            raise AssertionError(f"{self!r} waited in vain for {hope}\n{self.transcript()}") from None

    async def _wait_for_change(self) -> None:
        await self.chat.changes.wait()

    def transcript(self, zone: tzinfo = VIETNAM) -> str:
        """Return the whole chat as readable text: everything said, tapped and shown, in order."""
        return render_story(self.chat.person.first_name, self.chat.story, zone)


def last_card(heard: Sequence[Message]) -> Message:
    """Return the newest message with buttons."""
    for message in reversed(heard):
        if message.buttons:
            return message
    raise AssertionError("no message has buttons")


def last_buttons(heard: Sequence[Message]) -> list[str]:
    """Return the labels under the newest message with buttons; empty without one."""
    return next((message.labels for message in reversed(heard) if message.buttons), [])
