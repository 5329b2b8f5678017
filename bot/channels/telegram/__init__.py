"""Telegram: the only room that knows python-telegram-bot."""

from bot.channels.telegram.channel import TELEGRAM_URL, TelegramChannel
from bot.channels.telegram.webhook import Webhook

__all__ = ["TELEGRAM_URL", "TelegramChannel", "Webhook"]
