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

from bot.cli.env_file import read_values, unreadable_lines, with_values
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


def test_another_wrong_setting_does_not_make_the_token_wrong(
    init: Answering, telegram: Simulator, tmp_path: Path
) -> None:
    """It is named at the end, after everything that was asked is written."""
    env = tmp_path / ".env"
    env.write_text("KHAOSAT_WEB_PORT=abc\n", encoding="utf-8")
    done = init(telegram.token, "", *OFFICE)
    assert TEXTS.key_wrong not in done.out
    assert done.code == 2
    assert "KHAOSAT_WEB_PORT" in done.err
    assert telegram.token in env.read_text(encoding="utf-8")


@pytest.mark.parametrize("encoding", ["utf-16", "latin-1"])
def test_a_file_in_another_encoding_is_named(init: Answering, tmp_path: Path, encoding: str) -> None:
    """Nothing is asked and nothing is written."""
    env = tmp_path / ".env"
    env.write_bytes("KHAOSAT_OFFICE_NAME='Xã Hà Mòn'\n".encode(encoding))
    before = env.read_bytes()
    done = init()
    assert done.code == 2
    assert "UTF-8" in done.err
    assert env.read_bytes() == before


@pytest.mark.parametrize(
    "wrong", ["https://khaosat.example.vn:99999", "https://", "http://khaosat.vn", "x y"]
)
def test_an_address_that_is_none_is_asked_again(init: Answering, wrong: str) -> None:
    """Nobody could open it."""
    done = init("", wrong, PAGE, *OFFICE)
    assert done.code == 0
    assert done.out.count(TEXTS.web_url_wrong) == 1


def test_signs_that_the_file_cannot_hold_are_asked_again(init: Answering) -> None:
    """``${HOME}`` would be read as something else."""
    done = init("", PAGE, "Ban ${HOME}", *OFFICE)
    assert done.code == 0
    assert "Có ký tự không ghi được" in done.out


def test_a_value_is_taken_away_by_a_dash(init: Answering, telegram: Simulator, tmp_path: Path) -> None:
    """The token, or the address of the page."""
    init(telegram.token, PAGE, *OFFICE)
    assert init("-", "", "", "", "", "").code == 0
    values = read_values((tmp_path / ".env").read_text(encoding="utf-8"))
    assert values["KHAOSAT_TELEGRAM_TOKEN"] == ""
    assert values["KHAOSAT_WEB_URL"] == PAGE


def test_a_linked_file_is_written_where_it_is(init: Answering, tmp_path: Path) -> None:
    """The link stays one."""
    target = tmp_path / "settings"
    target.write_text("# của máy\n", encoding="utf-8")
    (tmp_path / ".env").symlink_to(target)
    assert init("", PAGE, *OFFICE).code == 0
    assert (tmp_path / ".env").is_symlink()
    assert PAGE in target.read_text(encoding="utf-8")


def test_a_name_inside_a_value_of_several_lines_is_no_setting() -> None:
    """Only the setting itself is changed; lines that mean nothing stay and are told."""
    text = 'X="a\nKHAOSAT_DATA_CONTACT=inside\nb"\n?? gì đây\nexport Y=1'
    changed = with_values(text, {"KHAOSAT_DATA_CONTACT": "đúng", "Y": "2"})
    assert read_values(changed) == {
        "X": "a\nKHAOSAT_DATA_CONTACT=inside\nb",
        "Y": "2",
        "KHAOSAT_DATA_CONTACT": "đúng",
    }
    assert unreadable_lines(text) == [4]
    assert "?? gì đây" in changed


VALUES = st.text(st.characters(exclude_categories=["Cc", "Cs", "Zl", "Zp"]), max_size=40).map(str.strip)


@given(st.dictionaries(st.sampled_from(["KHAOSAT_OFFICE_NAME", "KHAOSAT_DATA_CONTACT", "X"]), VALUES))
def test_what_is_written_reads_back(values: dict[str, str]) -> None:
    """Quotes, backslashes, hash marks and dollars in a name mean nothing."""
    text = with_values("# đầu\nX=1\n", values)
    assert read_values(text) == {"X": "1"} | values
    assert with_values(text, values) == text
