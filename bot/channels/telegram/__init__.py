"""Telegram: the only room that knows python-telegram-bot."""

from bot.channels.telegram.channel import TELEGRAM_URL, TelegramChannel

__all__ = ["TELEGRAM_URL", "TelegramChannel"]
