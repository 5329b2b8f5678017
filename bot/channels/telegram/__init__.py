"""Telegram: the only room that knows python-telegram-bot."""

from bot.channels.telegram.channel import TELEGRAM_URL, TelegramChannel
from bot.channels.telegram.webhook import Delivery, Webhook

__all__ = ["TELEGRAM_URL", "Delivery", "TelegramChannel", "Webhook"]
