"""One turn at a time in each chat, also among processes: a transaction holds the chats that it is about.

On SQLite every writing transaction is alone. On PostgreSQL a chat is held by its name first, known or not, then by
its row and the rows of its owner's other chats: one person's turns are taken one at a time, on whatever phone.
Always in one order, so that no two transactions wait for each other.
"""

from collections.abc import Collection
from hashlib import blake2b
from typing import Final

from sqlalchemy import ARRAY, BigInteger, Text, bindparam, text
from sqlalchemy.ext.asyncio import AsyncConnection

_HOLD_NAMES: Final = text("SELECT pg_advisory_xact_lock(name) FROM unnest(:names) AS name").bindparams(
    bindparam("names", type_=ARRAY(BigInteger))
)
_HOLD_ROWS: Final = text(
    "WITH known AS ("
    " SELECT chat.id, chat.official_id FROM unnest(:channels, :addresses) AS named (channel, address)"
    " JOIN contact_points AS chat ON chat.channel = named.channel AND chat.address = named.address)"
    "SELECT chat.id FROM contact_points AS chat WHERE chat.id IN ("
    " SELECT unnest(:ids) UNION SELECT id FROM known"
    " UNION SELECT other.id FROM known JOIN contact_points AS other ON other.official_id = known.official_id"
    ") ORDER BY chat.id FOR NO KEY UPDATE OF chat"
).bindparams(
    bindparam("ids", type_=ARRAY(BigInteger)),
    bindparam("channels", type_=ARRAY(Text)),
    bindparam("addresses", type_=ARRAY(Text)),
)


async def hold_chats(
    conn: AsyncConnection, chats: Collection[tuple[str, str]], ids: Collection[int] = ()
) -> None:
    """Wait until no other process works on these chats (channel, address; or the numbers of known ones).

    They are held until the transaction ends. ``chats`` are a batch's, ``ids`` may be any number.
    """
    if conn.dialect.name != "postgresql" or not (chats or ids):
        return
    if chats:
        await conn.execute(_HOLD_NAMES, {"names": sorted(map(_number, chats))})
    ordered = sorted(chats)
    about = {"channels": [each[0] for each in ordered], "addresses": [each[1] for each in ordered]}
    await conn.execute(_HOLD_ROWS, about | {"ids": sorted(ids)})


def _number(chat: tuple[str, str]) -> int:
    """Return a number for a chat, of 64 bits."""
    digest = blake2b("\0".join(chat).encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)
