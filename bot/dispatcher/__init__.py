"""The dispatcher: the one way out, from the outbox to the channels."""

from bot.dispatcher.dispatcher import Dispatcher

__all__ = ["Dispatcher"]
