"""``khaosat init``: a few questions, then a file that only its owner reads, a database, and an invitation."""

import asyncio
import stat
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from typer.testing import CliRunner

from bot.cli.env_file import read_values, with_values
from bot.cli.root import app
from bot.clock import SystemClock
from bot.texts.first_start import TEXTS
from tests.bot.test_cli import Done, Khaosat, khaosat
from tests.phone import Simulator

__all__ = ["khaosat"]

OFFICE = ("Ban Xây dựng Đảng xã Lương Tài", "thôn Thứa", "đồng chí phụ trách, 0222 000 0000", "90")
PAGE = "https://khaosat.example.vn"

Answering = Callable[..., Done]


@pytest.fixture
def init(khaosat: Khaosat) -> Answering:
    """Run the command with answers typed, a line each."""
    assert khaosat("--help").code == 0  # its folder, and no setting of this machine

    def run(*lines: str) -> Done:
        result = CliRunner().invoke(app, ["init"], input="".join(f"{line}\n" for line in lines))
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return Done(result.exit_code, result.stdout, result.stderr)

    return run


@pytest.fixture
def telegram(monkeypatch: pytest.MonkeyPatch, khaosat: Khaosat) -> Iterator[Simulator]:
    """Serve the simulated Telegram in a thread of its own: the command blocks its own."""
    assert khaosat("--help").code == 0
    loop = asyncio.new_event_loop()
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    simulator = Simulator(SystemClock())
    asyncio.run_coroutine_threadsafe(simulator.__aenter__(), loop).result()
    monkeypatch.setenv("KHAOSAT_TELEGRAM_BASE_URL", simulator.base_url)
    yield simulator
    asyncio.run_coroutine_threadsafe(simulator.__aexit__(None, None, None), loop).result()
    loop.call_soon_threadsafe(loop.stop)
    thread.join()
    loop.close()


def test_the_first_start_leaves_everything_ready(
    init: Answering, khaosat: Khaosat, telegram: Simulator, tmp_path: Path
) -> None:
    """Token checked, file private, database made, form published, the administrator's link as text and QR."""
    done = init(telegram.token, "", *OFFICE)
    assert done.code == 0
    assert "@" in done.out
    assert "tna_capxa" in done.out
    assert "?start=" in done.out
    assert "█" in done.out
    env = tmp_path / ".env"
    assert stat.S_IMODE(env.stat().st_mode) == 0o600
    assert read_values(env.read_text(encoding="utf-8"))["KHAOSAT_OFFICE_NAME"] == OFFICE[0]
    examined = khaosat("doctor")
    assert examined.code == 0
    assert "đã điền đủ" in examined.out


def test_a_wrong_token_is_asked_again(init: Answering, telegram: Simulator, tmp_path: Path) -> None:
    """Telegram does not know it: nothing is written before one is given that it knows."""
    done = init("123:sai", telegram.token, "", *OFFICE)
    assert done.code == 0
    assert TEXTS.key_wrong in done.out
    assert telegram.token in (tmp_path / ".env").read_text(encoding="utf-8")


def test_the_page_alone_is_enough(init: Answering, tmp_path: Path) -> None:
    """No token: the link leads to the page."""
    done = init("", PAGE, *OFFICE)
    assert done.code == 0
    assert f"{PAGE}/k/" in done.out
    assert "TOKEN" not in (tmp_path / ".env").read_text(encoding="utf-8")


def test_without_any_channel_both_are_asked_for_again(init: Answering) -> None:
    """Nobody could be reached."""
    done = init("", "", "", PAGE, *OFFICE)
    assert done.code == 0
    assert TEXTS.nothing in done.out


def test_wrong_answers_are_told_and_asked_again(init: Answering, tmp_path: Path) -> None:
    """An address without https, a blank that officials would read, days that are none."""
    done = init("", "khaosat.vn", PAGE, " ", *OFFICE[:3], "chín mươi", "0", "90")
    assert done.code == 0
    assert TEXTS.web_url_wrong in done.out
    assert TEXTS.blank in done.out
    assert done.out.count(TEXTS.retention_wrong) == 2
    assert read_values((tmp_path / ".env").read_text(encoding="utf-8"))["KHAOSAT_RETENTION_DAYS"] == "90"


def test_whoever_stops_half_way_loses_nothing(init: Answering, tmp_path: Path) -> None:
    """The file of before stays as it was; no database is made."""
    env = tmp_path / ".env"
    env.write_text("KHAOSAT_OFFICE_NAME='Cũ'\n", encoding="utf-8")
    done = init("", PAGE)
    assert done.code == 1
    assert env.read_text(encoding="utf-8") == "KHAOSAT_OFFICE_NAME='Cũ'\n"
    assert not (tmp_path / "data").exists()


def test_a_second_start_keeps_what_is_not_answered(init: Answering, tmp_path: Path) -> None:
    """Enter keeps a value; comments and settings that are not asked for stay."""
    env = tmp_path / ".env"
    init("", PAGE, *OFFICE)
    env.write_text("# của tôi\nKHAOSAT_CODE_DAYS=30\n" + env.read_text(encoding="utf-8"), encoding="utf-8")
    assert init("", "", "Văn phòng mới", "", "", "").code == 0
    text = env.read_text(encoding="utf-8")
    values = read_values(text)
    assert text.startswith("# của tôi\nKHAOSAT_CODE_DAYS=30\n")
    assert (values["KHAOSAT_OFFICE_NAME"], values["KHAOSAT_OFFICE_ADDRESS"]) == ("Văn phòng mới", OFFICE[1])
    assert values["KHAOSAT_WEB_URL"] == PAGE


def test_a_known_token_is_kept_and_not_shown(init: Answering, telegram: Simulator, tmp_path: Path) -> None:
    """Enter keeps it; the screen does not tell it."""
    init(telegram.token, "", *OFFICE)
    done = init("", "", "", "", "", "")
    assert done.code == 0
    assert telegram.token not in done.out
    assert telegram.token in (tmp_path / ".env").read_text(encoding="utf-8")


VALUES = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=40).map(str.strip)


@given(st.dictionaries(st.sampled_from(["KHAOSAT_OFFICE_NAME", "KHAOSAT_DATA_CONTACT", "X"]), VALUES))
def test_what_is_written_reads_back(values: dict[str, str]) -> None:
    """Quotes, backslashes, hash marks and dollars in a name mean nothing."""
    text = with_values("# đầu\nX=1\n", values)
    assert read_values(text) == {"X": "1"} | values
    assert with_values(text, values) == text
