"""A whole house on Zalo: the App on a database file, a simulated Zalo, people who type."""

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from bot.app import App
from bot.simulator import Simulator
from bot.simulator.virtual_clock import NeverClock, VirtualClock
from bot.simulator.zalo import TOKENS, ZaloPhone, ZaloSimulator
from storage import frame
from tests.bot.house import (
    CLOSES_AT,
    MORNING,
    READING,
    ZONE,
    House,
    furnish_house,
    house_settings,
    order_wave,
)
from tests.scenarios.transcript import render_scenario


@dataclass
class Typist:
    """A person on Zalo. Every act waits until the house has answered it."""

    house: "ZaloHouse"
    phone: ZaloPhone

    async def says(self, text: str) -> str:
        """Type a message; returns what the bot's newest message says then."""
        await self.house.waits_until(self.house.clock.now() + READING, ticks=False)
        await self.phone.says(text)
        await self.house.settle()
        return self.heard

    async def sends(self, what: str, *content: bytes) -> str:
        """Send an image, a sticker, a voice or something unsupported; what is to be done with it is done then."""
        await self.house.waits_until(self.house.clock.now() + READING, ticks=False)
        await getattr(self.phone, f"sends_{what}")(*content)
        await self.house.settle()
        if content:
            await self.house.tick()
        return self.heard

    @property
    def heard(self) -> str:
        """What the bot's newest message says; empty if it never spoke."""
        return self.phone.heard[-1].text if self.phone.heard else ""

    @property
    def texts(self) -> list[str]:
        """Everything that the bot has said."""
        return [message.text for message in self.phone.heard]

    def transcript(self) -> str:
        """The whole chat as readable text."""
        return render_scenario(self.phone.chat.person.first_name, self.phone.chat.story, ZONE)


@dataclass
class ZaloHouse(House):
    """A house whose people are on Zalo; there is no Telegram unless a test sets it up."""

    zalo: ZaloSimulator = field(kw_only=True)

    def typist(self, name: str = "Khách", bot: int = 0) -> Typist:
        """A person on Zalo whom nobody knows."""
        self._next_phone += 1
        return Typist(self, self.zalo.phone(self._next_phone, name, bot))

    async def typed_in(self, key: str = "K01", bot: int = 0) -> Typist:
        """An official who has typed their code and "đúng": the notice stands open."""
        person = self.typist(self.officials[key].full_name, bot)
        await person.says(self.codes[key].short)
        await person.says("đúng")
        return person

    async def agreed(self, key: str = "K01", bot: int = 0) -> Typist:
        """An official who has agreed: the form stands open."""
        person = await self.typed_in(key, bot)
        await person.says("tôi đồng ý")
        return person

    async def typed_administrator(self) -> Typist:
        """Somebody who has claimed an administrator's code by typing it."""
        async with self.app.database.begin() as conn:
            code = await frame.issue_admin_code(conn, self.clock.now(), CLOSES_AT)
        person = self.typist("Vân")
        await person.says(code.short)
        return person

    def is_quiet(self) -> bool:
        """Whether nobody has anything left to do at this moment."""
        return super().is_quiet() and self.zalo.is_quiet()


@asynccontextmanager
async def open_zalo_house(
    database_url: str,
    folder: Path,
    *,
    is_form_built_in: bool = False,
    has_telegram: bool = False,
    reminders: str = "+2d,+4d,-1d@08:30",
    bot_count: int = 1,
    **changes: Any,
) -> AsyncIterator[ZaloHouse]:
    """Open a house with four officials, their codes and an open wave, and one bot on Zalo or more."""
    clock = VirtualClock(MORNING)
    never = NeverClock(MORNING)
    tokens = TOKENS[:bot_count]
    async with (
        Simulator(clock, limits=None, poll_clock=never) as telegram,
        ZaloSimulator(clock, tokens, poll_clock=never) as zalo,
    ):
        about: dict[str, Any] = {"zalo_tokens": SecretStr(" ".join(tokens)), "zalo_base_url": zalo.base_url}
        if not has_telegram:
            about["telegram_token"] = SecretStr("")
        settings = house_settings(telegram, database_url, folder, **(about | changes))
        app = App(settings, clock, look_every=None)
        furniture = await furnish_house(app, clock, is_form_built_in=is_form_built_in)
        house = ZaloHouse(app, telegram, clock, *furniture, zalo=zalo)
        house.wave = await order_wave(house, "tna_capxa" if is_form_built_in else "phieu_thu", reminders)
        app.start()
        await house.settle()
        try:
            yield house
        finally:
            await house.app.stop()
