"""``khaosat init``: ask once for what is needed, write ``.env``, make the database, invite the administrator."""

import io
import logging
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final
from urllib.parse import urlsplit

import typer

from bot.cli.endings import run_async
from bot.cli.failures import InputWrong, OrderFailed
from bot.cli.printing import print_done, print_line
from bot.texts import say
from bot.texts.first_start import TEXTS

if TYPE_CHECKING:
    from bot.messages import Account

ENV: Final = Path(".env")
TOKEN: Final = "KHAOSAT_TELEGRAM_TOKEN"  # noqa: S105 - the name of the setting
WEB_URL: Final = "KHAOSAT_WEB_URL"
RETENTION: Final = "KHAOSAT_RETENTION_DAYS"
BLANKS: Final = {
    "KHAOSAT_OFFICE_NAME": TEXTS.office_name,
    "KHAOSAT_OFFICE_ADDRESS": TEXTS.office_address,
    "KHAOSAT_DATA_CONTACT": TEXTS.data_contact,
}
BASE_URL: Final = "KHAOSAT_TELEGRAM_BASE_URL"
USUAL_DAYS: Final = "90"
CLEAR: Final = "-"
"""What is typed to take a value away."""


def init() -> None:
    """Cài đặt lần đầu: hỏi những gì cần, ghi tệp .env, tạo cơ sở dữ liệu, in mã mời người quản trị."""
    from bot.cli.database import make_database
    from bot.cli.env_file import read, read_values, unreadable_lines, with_values, write

    logging.getLogger("dotenv").addHandler(logging.NullHandler())  # it speaks English; we say it ourselves
    try:
        before = read(ENV)
    except UnicodeDecodeError as error:
        raise InputWrong(say(TEXTS.not_utf8, path=ENV)) from error
    known = read_values(before)
    print_line(say(TEXTS.hello))
    if before:
        print_line(say(TEXTS.kept, path=ENV))
    for number in unreadable_lines(before):
        print_line(say(TEXTS.unreadable, path=ENV, line=number), "yellow")
    answers = ask_all(known)
    write(ENV, with_values(before, answers))
    print_done(say(TEXTS.written, path=ENV))
    overruling = [name for name in answers if os.environ.get(name, answers[name]) != answers[name]]
    if overruling:
        print_line(say(TEXTS.overruled, names=", ".join(overruling)), "yellow")
    run_async(make_database)
    run_async(_invite)
    print_line(say(TEXTS.next))


def ask_all(known: dict[str, str]) -> dict[str, str]:
    """Ask for every setting that an office has to give; ``known`` are offered. Returns the answers by name."""
    while True:
        token = _ask_token(known)
        web_url = _ask(TEXTS.web_url, known.get(WEB_URL, ""), _judge_url)
        if token or web_url:
            break
        print_line(say(TEXTS.nothing), "yellow")
    answers = {TOKEN: token, WEB_URL: web_url}
    for name, question in BLANKS.items():
        answers[name] = _ask(question, known.get(name, ""), _judge_blank)
    answers[RETENTION] = _ask(TEXTS.retention_days, known.get(RETENTION, "") or USUAL_DAYS, _judge_days)
    return {name: value for name, value in answers.items() if value or name in known}


def _ask(question: str, known: str, judge: Callable[[str], str]) -> str:
    """Ask until ``judge`` finds nothing wrong with the answer; ``CLEAR`` takes away what stands."""
    while True:
        answer: str = typer.prompt(question, default=known, show_default=bool(known)).strip()
        answer = "" if answer == CLEAR else answer
        problem = _judge_signs(answer) or judge(answer)
        if not problem:
            return answer
        print_line(problem, "yellow")


def _ask_token(settings: dict[str, str]) -> str:
    """Ask for the token until Telegram takes it; one that stands already is never shown."""
    known = settings.get(TOKEN, "")
    while True:
        shown = say(TEXTS.key_kept) if known else ""
        answer: str = typer.prompt(say(TEXTS.key), default=shown, show_default=bool(shown)).strip()
        token = known if known and answer == shown else "" if answer == CLEAR else "".join(answer.split())
        if not token or _is_good(token, settings):
            return token


def _is_good(token: str, known: dict[str, str]) -> bool:
    """Whether Telegram knows the token, or could not be asked."""
    import asyncio

    try:
        account = asyncio.run(_ask_telegram(token, known))
    except InputWrong:
        print_line(say(TEXTS.key_wrong), "yellow")
        return False
    except OrderFailed as error:
        print_line(say(TEXTS.key_unchecked, reason=error), "yellow")
        return True
    print_line(say(TEXTS.key_good, username=account.username))
    return True


async def _ask_telegram(token: str, known: dict[str, str]) -> "Account":
    from pydantic import SecretStr

    from bot.channels.telegram import TELEGRAM_URL
    from bot.cli.telegram import ask_account
    from bot.settings import Settings

    # The other settings may be wrong still: this is about the token alone.
    base = os.environ.get(BASE_URL) or known.get(BASE_URL) or TELEGRAM_URL
    return await ask_account(
        Settings.model_construct(telegram_token=SecretStr(token), telegram_base_url=base)
    )


async def _invite() -> None:
    from bot.cli.admin import issue_invitation, print_invitation
    from bot.cli.house import opened

    async with opened() as house:
        invitation = await issue_invitation(house)
    print_invitation(invitation, house.settings.zone)
    if invitation.link:
        print_line(say(TEXTS.scan))
        print_line(draw_qr(invitation.link))


def draw_qr(link: str) -> str:
    """Return the QR of a link in letters, two rows of squares a line."""
    import segno

    drawn = io.StringIO()
    segno.make(link, error="l", micro=False).terminal(drawn, compact=True)
    return drawn.getvalue()


def _judge_url(answer: str) -> str:
    if not answer:
        return ""
    try:
        parts = urlsplit(answer)
        is_right = bool(parts.hostname) and parts.port != 0
    except ValueError:  # a port that is none
        return say(TEXTS.web_url_wrong)
    is_local = parts.scheme == "http" and parts.hostname in ("127.0.0.1", "localhost")
    return "" if is_right and (parts.scheme == "https" or is_local) else say(TEXTS.web_url_wrong)


def _judge_signs(answer: str) -> str:
    """A file of UTF-8 has to hold the answer, and ``${`` would be read as the name of a setting."""
    is_whole = answer.isprintable() and answer.encode("utf-8", "ignore").decode() == answer
    return "" if is_whole and "${" not in answer else say(TEXTS.signs)


def _judge_blank(answer: str) -> str:
    return "" if answer else say(TEXTS.blank)


def _judge_days(answer: str) -> str:
    is_right = answer.isascii() and answer.isdigit() and 1 <= int(answer) <= 36_500
    return "" if is_right else say(TEXTS.retention_wrong)
