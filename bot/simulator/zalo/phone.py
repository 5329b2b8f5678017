"""A person with Zalo on their phone: types, sends pictures, hears. There is nothing to tap."""

from bot.simulator.onlooker import Onlooker
from bot.simulator.zalo.world import Json, ZaloBot, ZaloChat, ZaloMessage, ZaloWorld


class ZaloPhone(Onlooker[ZaloChat]):
    """One official's chat with one bot. What it cannot do on a real phone raises ``AssertionError``."""

    def __init__(self, world: ZaloWorld, bot: ZaloBot, chat: ZaloChat) -> None:
        super().__init__(chat)
        self._world = world
        self._bot = bot
        self._heard_count = 0

    def __repr__(self) -> str:
        return f"ZaloPhone({self.chat.chat_id}, {self.chat.person.first_name!r})"

    @property
    def address(self) -> str:
        """Where the bot writes to this person."""
        return f"{self._bot.bot_id}:{self.chat.chat_id}"

    async def says(self, text: str) -> None:
        """Write a text."""
        if not text.strip():
            raise AssertionError("an empty text cannot be sent")
        self._write("message.text.received", "said", text, {"text": text.strip()})

    async def sends_image(self, content: bytes = b"") -> None:
        """Send a picture."""
        self._write("message.image.received", "sticker", "ảnh", {"photo": self._lay(content, "1.jpg")})

    async def sends_sticker(self, emoji: str = "👍") -> None:
        """Send a sticker."""
        self._write("message.sticker.received", "sticker", emoji, {"sticker": "0e078a2fb66a5f34067b"})

    async def sends_voice(self, content: bytes = b"") -> None:
        """Send a recording."""
        self._write("message.voice.received", "sticker", "ghi âm", {"voice_url": self._lay(content, "1.aac")})

    def _lay(self, content: bytes, name: str) -> str:
        """Put a file where the bot can fetch it; returns its address."""
        name = f"{len(self._world.files)}-{name}"
        self._world.files[name] = content
        return f"{self._world.origin}/files/{name}"

    async def sends_unsupported(self) -> None:
        """Send what bots are told nothing of, as whoever is protected from bots does with everything."""
        self._write("message.unsupported.received", "sticker", "?", {})

    def _write(self, event_name: str, kind: str, shown: str, parts: Json) -> None:
        if self.chat.chat_id not in self._bot.chats:
            if len(self._bot.chats) >= self._bot.people_limit:
                raise AssertionError(f"the bot has {self._bot.people_limit} people: no more can write to it")
            self._bot.chats[self.chat.chat_id] = self.chat
        self._heard_count = len(self.chat.story)
        text = str(parts.get("text", ""))
        message_id = self._world.push(self._bot, self.chat, event_name, parts)
        self.chat.messages.append(
            ZaloMessage(message_id, is_from_bot=False, text=text, at=self._world.clock.now())
        )
        self._world.tell(self.chat, kind, shown)

    # -- seeing ------------------------------------------------------------------------------------

    @property
    def heard(self) -> list[ZaloMessage]:
        """The bot's messages, oldest first."""
        return [message for message in self.chat.messages if message.is_from_bot]

    @property
    def last(self) -> ZaloMessage:
        """The bot's newest message."""
        if not self.heard:
            raise AssertionError("the bot has said nothing yet")
        return self.heard[-1]

    async def hears(self, words: str = "") -> str:
        """Wait for the next message of the bot that contains ``words``."""
        found: list[str] = []

        def _is_heard(phone: ZaloPhone) -> bool:
            story = phone.chat.story
            for index in range(phone._heard_count, len(story)):
                if story[index].is_from_bot and words in story[index].text:
                    phone._heard_count = index + 1
                    found.append(story[index].text)
                    return True
            return False

        await self.waits_until(_is_heard, f"to hear {words!r}")
        return found[0]
