"""A person with a phone: says, taps, hears. Sees what Telegram would show."""

from bot.simulator.gestures import find_button, membership, parts_of
from bot.simulator.onlooker import Onlooker, last_buttons, last_card
from bot.simulator.world import Chat, Json, Message, Moment, World


class Phone(Onlooker[Chat]):
    """One official's phone. What it cannot do on a real phone raises ``AssertionError``."""

    def __init__(self, world: World, chat: Chat) -> None:
        super().__init__(chat)
        self._world = world
        self._heard_count = 0

    def __repr__(self) -> str:
        return f"Phone({self.user_id}, {self.chat.person.first_name!r})"

    @property
    def user_id(self) -> int:
        """The person's Telegram id, which is also the chat's."""
        return self.chat.person.user_id

    async def _wait_for_change(self) -> None:
        await self.chat.wait_for_change()

    # -- doing -------------------------------------------------------------------------------------

    async def says(self, text: str) -> Message:
        """Write a text; one longer than 4096 units leaves as several messages. Returns the last."""
        self._write()
        parts = parts_of(text)
        if not parts:
            raise AssertionError("an empty text cannot be sent")
        return [self._say(part) for part in parts][-1]

    def _say(self, text: str) -> Message:
        extra: Json = {}
        if text.startswith("/"):
            length = len(text.split(maxsplit=1)[0])
            extra = {"entities": [{"type": "bot_command", "offset": 0, "length": length}]}
        message = self._world.add_message(self.chat, self.chat.person, text=text, extra=extra)
        return self._post(message, "said", text)

    async def presses_start(self, payload: str = "") -> Message:
        """Open the bot's link and press Start."""
        return await self.says(f"/start {payload}".rstrip())

    async def taps(self, button: str, *, on: Message | int | None = None, times: int = 1) -> None:
        """Press a button by its label or data, on the live card or on an older message."""
        card = self._card(on)
        pressed = find_button(card, button)
        if "callback_data" not in pressed:
            raise AssertionError(f"the button {pressed['text']!r} opens a link")
        for _ in range(times):
            self._tap(card, pressed["callback_data"], pressed["text"])

    async def taps_late(self, data: str, *, on: Message | int | None = None) -> None:
        """Press a button that a card has carried and the slow phone still shows, even on a deleted card."""
        card = self.chat.messages[on] if isinstance(on, int) else on or self.card
        if data not in card.past_data:
            raise AssertionError(f"message {card.message_id} never had a button with {data!r}")
        self._tap(card, data, data)

    async def shares_contact(self, phone_number: str, *, owner: int | None = None) -> Message:
        """Share the own phone number, or the contact of another (``owner``; 0 if not on Telegram)."""
        self._write()
        owner_id = self.user_id if owner is None else owner
        contact: Json = {"phone_number": phone_number, "first_name": self.chat.person.first_name}
        if owner_id:
            contact["user_id"] = owner_id
        message = self._world.add_message(self.chat, self.chat.person, extra={"contact": contact})
        if self.chat.keyboard is not None and self.chat.keyboard.get("one_time_keyboard"):
            self.chat.keyboard = None
        return self._post(message, "shared", phone_number)

    async def edits(self, message: Message, text: str) -> Message:
        """Change an own message."""
        if message.sender.user_id != self.user_id:
            raise AssertionError("only one's own messages can be edited")
        message.text = text
        message.edited_at = self._world.clock.now()
        self._hear_all()
        self._world.tell(self.chat, "edited", text, message)
        self._world.push("edited_message", self.user_id, self._world.to_json(message))
        return message

    async def sends_file(self, name: str, content: bytes) -> Message:
        """Send a document."""
        document = {**self._file(name, content), "file_name": name}
        return self._send("file", name, {"document": document})

    async def sends_photo(self, content: bytes) -> Message:
        """Send a photo: Telegram makes a small copy of it, too."""
        small = self._file("small.jpg", content[:32]) | {"width": 90, "height": 90}
        large = self._file("photo.jpg", content) | {"width": 1280, "height": 960}
        return self._send("photo", "", {"photo": [small, large]})

    async def sends_voice(self, content: bytes) -> Message:
        """Speak into the phone."""
        voice = self._file("voice.ogg", content) | {"duration": 3, "mime_type": "audio/ogg"}
        return self._send("voice", "", {"voice": voice})

    async def sends_video(self, content: bytes) -> Message:
        """Send a film."""
        video = self._file("film.mp4", content) | {"duration": 3, "width": 640, "height": 480}
        return self._send("video", "", {"video": video})

    async def sends_location(self, latitude: float, longitude: float, accuracy: float = 0) -> Message:
        """Send where the phone is; the button that asked for it goes away."""
        place: Json = {"latitude": latitude, "longitude": longitude}
        place |= {"horizontal_accuracy": accuracy} if accuracy else {}
        if self.chat.keyboard is not None and self.chat.keyboard.get("one_time_keyboard"):
            self.chat.keyboard = None
        return self._send("location", f"{latitude}, {longitude}", {"location": place})

    def _file(self, name: str, content: bytes) -> Json:
        file_id = self._world.add_file(name, content)
        return {"file_id": file_id, "file_unique_id": file_id[-8:], "file_size": len(content)}

    def _send(self, kind: str, shown: str, extra: Json) -> Message:
        self._write()
        message = self._world.add_message(self.chat, self.chat.person, extra=extra)
        return self._post(message, kind, shown)

    async def sends_sticker(self, emoji: str = "👍") -> Message:
        """Send a sticker."""
        self._write()
        sticker = {
            "file_id": "CAACAgUAAx0",
            "file_unique_id": "AgADx0",
            "type": "regular",
            "width": 512,
            "height": 512,
            "is_animated": False,
            "is_video": False,
            "emoji": emoji,
        }
        message = self._world.add_message(self.chat, self.chat.person, extra={"sticker": sticker})
        return self._post(message, "sticker", emoji)

    async def blocks(self) -> None:
        """Block the bot."""
        self.chat.is_blocked = True
        self._change_membership("blocked", "member", "kicked")

    async def unblocks(self) -> None:
        """Unblock the bot."""
        self.chat.is_blocked = False
        self._change_membership("unblocked", "kicked", "member")

    def _write(self) -> None:
        if self.chat.is_blocked:
            raise AssertionError("a blocked bot must be unblocked first")
        self.chat.is_started = True

    def _hear_all(self) -> None:
        """Whatever was shown before the person acts counts as heard."""
        self._heard_count = len(self.chat.story)

    def _post(self, message: Message, kind: str, text: str) -> Message:
        self._hear_all()
        self._world.tell(self.chat, kind, text, message)
        self._world.push("message", self.user_id, self._world.to_json(message))
        return message

    def _tap(self, card: Message, data: str, label: str) -> None:
        if self.chat.is_blocked:
            raise AssertionError("a blocked bot must be unblocked first")
        self._hear_all()
        tap = self._world.add_tap(self.chat)
        self._world.tell(self.chat, "tapped", label, card)
        body = {
            "id": tap.tap_id,
            "from": self.chat.person.to_json(),
            "message": self._world.to_json_for_tap(card),
            "chat_instance": str(self.user_id),
            "data": data,
        }
        self._world.push("callback_query", self.user_id, body)

    def _change_membership(self, kind: str, old: str, new: str) -> None:
        self._hear_all()
        self._world.tell(self.chat, kind)
        bot = self._world.bot.to_json()
        body = {
            "chat": self.chat.to_json(),
            "from": self.chat.person.to_json(),
            "date": int(self._world.clock.now().timestamp()),
            "old_chat_member": membership(bot, old),
            "new_chat_member": membership(bot, new),
        }
        self._world.push("my_chat_member", self.user_id, body)

    # -- seeing ------------------------------------------------------------------------------------

    @property
    def messages(self) -> list[Message]:
        """The chat as the person sees it now, oldest first."""
        return self.chat.visible()

    @property
    def heard(self) -> list[Message]:
        """The bot's messages as they stand now."""
        return [message for message in self.messages if message.sender.is_bot]

    @property
    def last(self) -> Message:
        """The bot's newest message."""
        if not self.heard:
            raise AssertionError("the bot has said nothing yet")
        return self.heard[-1]

    @property
    def card(self) -> Message:
        """The newest message with buttons."""
        return last_card(self.heard)

    @property
    def buttons(self) -> list[str]:
        """The labels under the live card; empty without one."""
        return last_buttons(self.heard)

    @property
    def toasts(self) -> list[str]:
        """The short answers to taps, oldest first."""
        return [moment.text for moment in self.chat.story if moment.kind == "toast"]

    @property
    def documents(self) -> list[tuple[str, bytes]]:
        """The files received: name and content, oldest first."""
        return [self._world.files[message.file_id] for message in self.heard if "document" in message.extra]

    @property
    def pictures(self) -> list[tuple[str, bytes]]:
        """The pictures received: name and content, oldest first."""
        return [self._world.files[message.file_id] for message in self.heard if "photo" in message.extra]

    @property
    def asks_for_contact(self) -> bool:
        """Tell whether the big contact button stands below the chat."""
        rows = [] if self.chat.keyboard is None else self.chat.keyboard["keyboard"]
        return any(
            button.get("request_contact") for row in rows for button in row if isinstance(button, dict)
        )

    async def hears(self, words: str = "") -> Message:
        """Wait for the next thing that the bot shows (new or redrawn) whose text contains ``words``."""
        found: list[Message] = []

        def _is_heard(phone: Phone) -> bool:
            moment = phone._next_shown(words)
            if moment is not None:
                found.append(phone.chat.messages[moment.message_id])
            return moment is not None

        await self.waits_until(_is_heard, f"to hear {words!r}")
        return found[0]

    async def hears_toast(self, words: str = "") -> str:
        """Wait for the next short answer to a tap that contains ``words``."""
        found: list[str] = []

        def _is_heard(phone: Phone) -> bool:
            moment = phone._next_moment({"toast"}, words)
            if moment is not None:
                found.append(moment.text)
            return moment is not None

        await self.waits_until(_is_heard, f"a toast {words!r}")
        return found[0]

    def _next_shown(self, words: str) -> Moment | None:
        return self._next_moment({"sent", "redrawn"}, words)

    def _next_moment(self, kinds: set[str], words: str) -> Moment | None:
        for index, moment in enumerate(self.chat.story[self._heard_count :], self._heard_count):
            if moment.kind in kinds and words in moment.text:
                self._heard_count = index + 1
                return moment
        return None

    def _card(self, on: Message | int | None) -> Message:
        if on is None:
            return self.card
        message = self.chat.messages.get(on) if isinstance(on, int) else on
        if message is None or message.is_deleted:
            raise AssertionError(f"there is no message {on}")
        return message
