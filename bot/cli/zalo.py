"""Ask Zalo about each of its tokens, once, from the command line."""

import asyncio
from collections import Counter
from typing import TYPE_CHECKING

from bot.cli.diagnosis import Finding
from bot.messages import FailureKind, SendError
from bot.texts import say
from bot.texts.doctor import REMEDIES, ZALO

if TYPE_CHECKING:
    from bot.settings import Settings


async def examine_zalo(settings: "Settings") -> Finding:
    """Say which tokens are good, wrong or there twice, and whether a webhook has its secret. Never tells a token."""
    tokens = settings.list_zalo_tokens()
    asked = await asyncio.gather(*(_ask(token, settings.zalo_base_url) for token in tokens))
    bots = [
        {"place": place, "bot": _bot_of(token), "answer": answer}
        for place, (token, answer) in enumerate(zip(tokens, asked, strict=True), start=1)
    ]
    counts = Counter(bot["bot"] for bot in bots)
    wrong = [say(ZALO.wrong, place=bot["place"], bot=bot["bot"]) for bot in bots if bot["answer"] == "wrong"]
    wrong += [say(ZALO.twice, bot=bot) for bot, count in counts.items() if count > 1]
    if settings.zalo_webhook_url and not settings.zalo_webhook_secret.get_secret_value():
        wrong.append(say(ZALO.secretless))
    silent = [
        say(ZALO.silent, place=bot["place"], bot=bot["bot"]) for bot in bots if bot["answer"] == "silent"
    ]
    state = "bad" if wrong else "warning" if silent else "good"
    detail = "; ".join([*wrong, *silent]) or say(ZALO.good, count=len(tokens))
    return Finding("zalo", state, detail, {"bots": bots}, say(REMEDIES["zalo"]) if wrong else "")


def _bot_of(token: str) -> str:
    """Return the number of a token's bot; what is no token may be a secret by itself."""
    number, mark, _ = token.partition(":")
    return number if mark else "?"


async def _ask(token: str, base_url: str) -> str:
    """Return "good", "wrong", or "silent" if it cannot be known now."""
    from bot.channels.zalo.api import ZaloApi

    api = ZaloApi(token, base_url)
    try:
        await api.call("getMe")
    except SendError as error:
        return "wrong" if error.kind is FailureKind.UNAUTHORIZED else "silent"
    finally:
        await api.close()
    return "good"
