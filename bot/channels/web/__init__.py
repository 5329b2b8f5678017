"""The chat page: our own messenger in any browser, served by the bot itself.

In order of reading:

address   where the page is, for people and behind the proxy
posts     what the page sends, read and judged
showing   what the page is told: messages as JSON
assets    the files of the page, and the headers that keep strangers' scripts out
chats     who waits for news of which chat
channel   the page as a ``bot.messages.Channel``
routes    HTTP in, HTTP out
page/     the page itself: plain HTML, CSS and modules
"""

from bot.channels.web.address import WebAddress
from bot.channels.web.channel import WebChannel

__all__ = ["WebAddress", "WebChannel"]
