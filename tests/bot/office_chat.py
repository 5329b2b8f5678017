"""An administrator's chat without a network: types and taps, in a real database."""

from dataclasses import replace
from datetime import date, datetime, timedelta
from typing import Final

from bot.messages import Button, Inbound, InboundKind, Outbound, OutboundKind, SentFile
from bot.office.desk import Office
from bot.office.orders import publish_form
from bot.texts.consent import OfficeDetails
from storage import administrators, frame, responses
from storage.database import Database
from surveys.field_period import VIETNAM, Calendar
from surveys.questionnaire import Item, ItemType, Questionnaire, Screen
from surveys.roster.values import Roster, RosterRow, RosterUnit

MORNING: Final = datetime(2026, 11, 24, 9, 0, tzinfo=VIETNAM)  # a Tuesday, in office hours
NIGHT: Final = datetime(2026, 11, 24, 21, 0, tzinfo=VIETNAM)
CALENDAR: Final = Calendar()
DETAILS: Final = OfficeDetails("Ban Tổ chức", "Thị trấn Thứa", "0222 3867 000", 90)
UNITS: Final = (
    RosterUnit("263", "Huyện Lương Tài"),
    RosterUnit("09505", "Xã Phú Hòa", parent_code="263"),
    RosterUnit("09499", "Xã An Thịnh", parent_code="263"),
)
FORM: Final = Questionnaire(
    "thu",
    "1",
    "Phiếu thử",
    (Screen("birth_year", (Item("birth_year", ItemType.INTEGER, "Đồng chí sinh năm nào?"),)),),
)


def _official(key: str, name: str, unit: int, title: str) -> RosterRow:
    return RosterRow(key, name, title, UNITS[unit].code, UNITS[unit].name, parent=UNITS[0].name)


ROSTER: Final = Roster(
    UNITS,
    (
        _official("A1", "Nguyễn Văn An", 1, "bt"),
        _official("A2", "Trần Thị Bình", 1, "ct_ubnd"),
        _official("B1", "Lê Văn Cường", 2, "bt"),
    ),
)


async def furnish(database: Database, now: datetime = MORNING) -> None:
    """Put a roster of three officials in two communes and a form of one question into the archive."""
    async with database.begin() as conn:
        await frame.import_roster(conn, ROSTER, date(2026, 11, 1), now)
        await publish_form(conn, FORM, "test", now)


async def link_official(database: Database, roster_key: str, address: str, now: datetime = MORNING) -> int:
    """Tie a chat to an official; returns the contact point's id."""
    async with database.begin() as conn:
        chats = await frame.ensure_contact_points(conn, "telegram", [address], now)
        person = await frame.official_by_key(conn, roster_key)
        assert person is not None
        await frame.link(conn, chats[address].id, person.id, now)
        return chats[address].id


class OfficeChat:
    """One administrator's chat; remembers the last card."""

    def __init__(self, database: Database, address: str = "900", details: OfficeDetails = DETAILS) -> None:
        self.database = database
        self.address = address
        self.office = Office(VIETNAM, CALENDAR, details)
        self.now = MORNING
        self.card = Outbound(OutboundKind.NOTICE)
        self._update_id = int(address) * 1000

    async def enter(self, role: str = "owner", unit: str = "", days: int = 0) -> int:
        """Give this chat a role, for a unit by its code or everything; returns the contact point's id."""
        async with self.database.begin() as conn:
            chats = await frame.ensure_contact_points(conn, "telegram", [self.address], self.now)
            chat_id = chats[self.address].id
            if role:
                held = {each.code: each.id for each in await frame.list_units(conn, self.now.date())}
                await administrators.grant_administration(
                    conn,
                    chat_id,
                    self.now,
                    role,
                    unit_id=held[unit] if unit else None,
                    expires_at=self.now + timedelta(days=days) if days else None,
                )
        return chat_id

    async def says(self, text: str) -> str:
        """Type a message; returns the answer's text."""
        return await self._send(InboundKind.TEXT, text=text)

    async def taps(self, label: str) -> str:
        """Tap the button whose label begins so; returns the answer's text."""
        return await self.presses(self.button(label))

    async def presses(self, button: Button) -> str:
        """Tap a button, perhaps one of an older card."""
        return await self._send(InboundKind.TAP, data=button.data)

    async def presses_data(self, data: str) -> str:
        """Tap a button by its data."""
        return await self.presses(Button("?", data))

    async def sends_a_sticker(self) -> str:
        """Send something that is neither text nor tap; returns the answer's text."""
        return await self._send(InboundKind.OTHER)

    async def sends_file(self, name: str, size: int = 1) -> str:
        """Send a document; returns the answer's text."""
        return await self._send(InboundKind.FILE, file=SentFile(name, size, f"file-{name}"))

    def button(self, label: str) -> Button:
        """Return the button of the last card whose label begins so."""
        for row in self.card.buttons:
            for button in row:
                if button.label.startswith(label):
                    return button
        raise AssertionError(f"no button {label!r} among {self.labels}")

    @property
    def labels(self) -> list[str]:
        """The labels of the last card's buttons."""
        return [button.label for row in self.card.buttons for button in row]

    async def _send(
        self, kind: InboundKind, text: str = "", data: str = "", file: SentFile | None = None
    ) -> str:
        self._update_id += 1
        inbound = Inbound(
            channel="telegram",
            update_id=self._update_id,
            kind=kind,
            address=self.address,
            sender=self.address,
            sent_at=self.now,
            text=text,
            data=data,
            file=file,
        )
        if kind is InboundKind.TAP:
            inbound = replace(inbound, card_ref="7", tap_id="t")
        async with self.database.begin() as conn:
            people = await responses.load(conn, "telegram", [self.address], self.now)
            messages = await self.office.serve(conn, people[self.address], inbound, self.now)
        self.heard = messages
        self.card = messages[-1]
        return self.card.text
