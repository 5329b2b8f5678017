"""Zalo Bot Platform: typed words only; no buttons, no edits, no files."""

from bot.channels.zalo.api import bot_id_of
from bot.channels.zalo.channel import ZALO_URL, ZaloChannel, account_of
from bot.channels.zalo.webhook import ZaloWebhook

__all__ = ["ZALO_URL", "ZaloChannel", "ZaloWebhook", "account_of", "bot_id_of"]
