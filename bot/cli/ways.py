"""The ways by which officials come to the bot: a link a channel, the easiest first."""

from typing import TYPE_CHECKING

from bot.cli.failures import OrderFailed
from bot.cli.telegram import ask_account
from bot.messages import Account

if TYPE_CHECKING:
    from bot.cli.house import House
    from bot.office.account import Way
    from bot.office.codes import HandingOut


async def ways_in(house: "House") -> "list[Way]":
    """Return a way for each channel that is set up. Raises ``InputWrong`` or ``OrderFailed`` if there is none."""
    from bot.channels.building import channels_set_up
    from bot.office.account import Way
    from bot.texts.places import PLACES

    names = channels_set_up(house.settings)
    found: list[Way] = []
    for name in sorted(names, key=list(PLACES).index):
        try:
            account = await _account(house, name)
        except OrderFailed:
            if len(names) == 1:
                raise
            continue  # out of reach now; the other ways are printed
        if account is not None:
            found.append(Way(name, account))
    return found


def missing_ways(house: "House", office: "HandingOut") -> list[str]:
    """Name the channels that are set up and by which nobody can be led in yet."""
    from bot.channels.building import channels_set_up

    known = {way.channel for way in office.ways}
    return [name for name in channels_set_up(house.settings) if name not in known]


async def handing_out(house: "House") -> "HandingOut":
    """Return what codes are handed out with. Raises ``InputWrong`` or ``OrderFailed`` if there is no way in."""
    from bot.cli.house import own_titles
    from bot.office.codes import HandingOut

    settings = house.settings
    return HandingOut(
        settings.office_name,
        await ways_in(house),
        own_titles(house),
        settings.zone,
        house.now + settings.code_lifetime,
    )


async def way_if_known(house: "House") -> Account | None:
    """Return the easiest way in, ``None`` if none can be known now."""
    from bot.office.account import remembered_account

    if not house.settings.web_url and not house.settings.telegram_token.get_secret_value():
        async with house.database.read() as conn:
            return await remembered_account(conn, "telegram")
    try:
        return (await ways_in(house))[0].account
    except (OrderFailed, IndexError):
        return None


async def _account(house: "House", channel: str) -> Account | None:
    """Return who the bot is on a channel, as it is set or as it was told before; asked for once where that can be."""
    from bot.channels.building import with_links
    from bot.channels.web import WebAddress
    from bot.office.account import remember_account, remembered_account

    if channel == "web":
        return WebAddress(house.settings.web_url).account
    async with house.database.read() as conn:
        account = await remembered_account(conn, channel)
    if channel == "zalo":
        return with_links(house.settings, account)
    if (account is None or not account.link_base) and channel == "telegram":
        account = await ask_account(house.settings)
        async with house.database.begin() as conn:
            await remember_account(conn, channel, account, house.now)
    return account
