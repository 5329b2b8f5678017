"""Our own webhook: an update is answered with 200 only after the house has stored it.

The library's webhook answers before anything is processed. Telegram repeats what was not answered with
2xx, and holds back that person's later updates until then.
"""

from bot.channels.telegram.webhook.address import SECRET_HEADER, Webhook
from bot.channels.telegram.webhook.receiver import WebhookReceiver, receive
from bot.channels.telegram.webhook.watch import Delivery, WebhookWatch, ask_delivery

__all__ = [
    "SECRET_HEADER",
    "Delivery",
    "Webhook",
    "WebhookReceiver",
    "WebhookWatch",
    "ask_delivery",
    "receive",
]
