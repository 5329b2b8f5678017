"""Codes for those who are not linked yet, as the workbook that the office prints."""

from datetime import datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from sqlalchemy.ext.asyncio import AsyncConnection

from bot.messages import Account
from bot.office.account import deep_link
from storage import frame, office
from storage.frame import IssuedCode
from surveys.reporting.codes_workbook import CodeRow, codes_workbook
from surveys.roster import TITLES


async def issue_workbook(
    conn: AsyncConnection,
    account: Account,
    now: datetime,
    expires_at: datetime,
    zone: ZoneInfo,
    *,
    renew: bool,
) -> tuple[int, bytes]:
    """Issue codes and return how many, with the workbook: the only place where they stand in plain text.

    Nothing is issued, and the workbook is empty bytes, if nobody needs a code.
    """
    today = now.astimezone(zone).date()
    issued = await frame.issue_codes(conn, now, expires_at, today, renew=renew)
    if not issued:
        return 0, b""
    details = {"count": len(issued), "renew": renew, "expires_at": expires_at.isoformat()}
    await office.record_order(conn, now, "cli", "codes.issue", details)
    ordered = sorted(issued, key=lambda code: (code.official.unit_code, code.official.unit_id))
    units = [
        (codes[0].official.unit_name, [_row(code, account) for code in codes])
        for codes in (list(group) for _, group in groupby(ordered, key=lambda code: code.official.unit_id))
    ]
    return len(issued), codes_workbook(units)


def _row(code: IssuedCode, account: Account) -> CodeRow:
    official = code.official
    return CodeRow(
        roster_key=official.roster_key,
        full_name=official.full_name,
        unit=official.unit_name,
        title=TITLES.get(official.title, official.title),
        code=code.short,
        link=deep_link(account, code.long),
    )
