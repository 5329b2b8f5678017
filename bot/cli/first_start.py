"""``khaosat init``: ask once for what is needed, write ``.env``, make the database, invite the administrator."""

import io
import os
from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Final

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
USUAL_DAYS: Final = "90"


def init() -> None:
    """Cài đặt lần đầu: hỏi những gì cần, ghi tệp .env, tạo cơ sở dữ liệu, in mã mời người quản trị."""
    from bot.cli.database import make_database
    from bot.cli.env_file import read_values, with_values, write

    before = ENV.read_text(encoding="utf-8") if ENV.exists() else ""
    known = read_values(before)
    print_line(say(TEXTS.hello))
    if before:
        print_line(say(TEXTS.kept, path=ENV))
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
        token = _ask_token(known.get(TOKEN, ""))
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
    """Ask until ``judge`` finds nothing wrong with the answer."""
    while True:
        answer: str = typer.prompt(question, default=known, show_default=bool(known)).strip()
        problem = judge(answer)
        if not problem:
            return answer
        print_line(problem, "yellow")


def _ask_token(known: str) -> str:
    """Ask for the token until Telegram takes it; one that stands already is never shown."""
    while True:
        shown = say(TEXTS.key_kept) if known else ""
        answer: str = typer.prompt(say(TEXTS.key), default=shown, show_default=bool(shown)).strip()
        token = known if known and answer == shown else "".join(answer.split())
        if not token or _is_good(token):
            return token


def _is_good(token: str) -> bool:
    """Whether Telegram knows the token, or could not be asked."""
    import asyncio

    try:
        account = asyncio.run(_ask_telegram(token))
    except InputWrong:
        print_line(say(TEXTS.key_wrong), "yellow")
        return False
    except OrderFailed as error:
        print_line(say(TEXTS.key_unchecked, reason=error), "yellow")
        return True
    print_line(say(TEXTS.key_good, username=account.username))
    return True


async def _ask_telegram(token: str) -> "Account":
    from pydantic import SecretStr

    from bot.cli.house import settings_or_wrong
    from bot.cli.telegram import ask_account

    settings = settings_or_wrong().model_copy(update={"telegram_token": SecretStr(token)})
    return await ask_account(settings)


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
    local = ("http://127.0.0.1", "http://localhost")
    return "" if not answer or answer.startswith(("https://", *local)) else say(TEXTS.web_url_wrong)


def _judge_blank(answer: str) -> str:
    return "" if answer else say(TEXTS.blank)


def _judge_days(answer: str) -> str:
    is_right = answer.isascii() and answer.isdigit() and 1 <= int(answer) <= 36_500
    return "" if is_right else say(TEXTS.retention_wrong)
