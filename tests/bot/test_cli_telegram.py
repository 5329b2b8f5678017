"""The commands that ask Telegram who the bot is, against the simulated Bot API."""

import asyncio
import json
import stat
import threading
from collections.abc import Iterator
from pathlib import Path

import openpyxl
import pytest

from bot.clock import SystemClock
from bot.simulator import TOKEN, Simulator
from tests.bot.test_cli import Khaosat, khaosat, ready, upgraded

__all__ = ["khaosat", "ready", "upgraded"]


@pytest.fixture
def telegram(upgraded: Khaosat, monkeypatch: pytest.MonkeyPatch) -> Iterator[Simulator]:  # noqa: ARG001 - after it
    """Run a simulated Bot API on a thread of its own, and give its address and token to the settings."""
    loop = asyncio.new_event_loop()
    started, stopping = threading.Event(), asyncio.Event()
    held: list[Simulator] = []

    async def serve() -> None:
        async with Simulator(SystemClock()) as simulator:
            held.append(simulator)
            started.set()
            await stopping.wait()

    def run() -> None:
        loop.run_until_complete(serve())
        loop.close()

    thread = threading.Thread(target=run)
    thread.start()
    assert started.wait(20)
    monkeypatch.setenv("KHAOSAT_TELEGRAM_BASE_URL", held[0].base_url)
    monkeypatch.setenv("KHAOSAT_TELEGRAM_TOKEN", TOKEN)
    yield held[0]
    loop.call_soon_threadsafe(stopping.set)
    thread.join(20)


@pytest.mark.usefixtures("telegram")
def test_codes_are_written_once_and_renewed_on_demand(upgraded: Khaosat, tmp_path: Path) -> None:
    """The workbook has the agreed header and deep links; the second run has nobody left, --renew has."""
    done = upgraded("codes", "--out", "codes.xlsx")
    assert done.code == 0, done.err
    path = tmp_path / "codes.xlsx"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    sheet = openpyxl.load_workbook(path).worksheets[0]
    header, row = list(sheet.iter_rows(values_only=True, max_col=6))[:2]
    assert header == ("roster_key", "full_name", "unit", "title", "code", "link")
    assert row[:4] == ("A1", "Nguyễn Văn An", "Xã Phú Hòa", "Chủ tịch UBND")
    assert str(row[5]).startswith("https://t.me/khaosat_thu_bot?start=")
    before = path.read_bytes()
    assert "Không có ai cần mã mới" in upgraded("codes", "--out", "codes.xlsx").out
    assert path.read_bytes() == before
    assert "Đã ghi 1 mã" in upgraded("codes", "--out", "codes.xlsx", "--renew").out
    assert openpyxl.load_workbook(path).worksheets[0]["E2"].value != row[4]


@pytest.mark.usefixtures("telegram")
def test_a_slip_has_every_way_in(upgraded: Khaosat, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """The page first, then Telegram; and a text to send by hand, also in letters that any telephone shows."""
    monkeypatch.setenv("KHAOSAT_WEB_URL", "https://khaosat.example.vn")
    assert upgraded("codes", "--out", "codes.xlsx").code == 0
    sheet = openpyxl.load_workbook(tmp_path / "codes.xlsx").worksheets[0]
    header, row = list(sheet.iter_rows(values_only=True))[:2]
    assert header[6:] == ("Trang khảo sát", "Telegram", "phone", "message", "sms")
    code, link, message, sms = str(row[4]), str(row[5]), str(row[9]), str(row[10])
    assert link.startswith("https://khaosat.example.vn/k/")
    assert all(part in message for part in ("đồng chí Nguyễn Văn An", link, code))
    assert all(part in sms for part in ("dong chi Nguyen Van An", link, code))
    assert sms.isascii()


@pytest.mark.usefixtures("telegram")
def test_nobody_is_reminded_by_hand_before_a_wave_opens(ready: Khaosat, tmp_path: Path) -> None:
    """The order is refused, and no file is written."""
    ready("wave", "open", "--form", "tna_capxa", "--opens", "2099-12-01", "--closes", "2099-12-31")
    refused = ready("wave", "by-hand", "1", "--out", "list.xlsx")
    assert (refused.code, "không đang mở" in refused.err) == (2, True)
    assert ready("wave", "by-hand", "1", "--out", "list.csv").code == 2
    assert not (tmp_path / "list.xlsx").exists()


def test_paper_forms_are_for_an_open_wave(ready: Khaosat, tmp_path: Path) -> None:
    """A planned one is refused, and so is a file that Word does not open."""
    ready("wave", "open", "--form", "tna_capxa", "--opens", "2099-12-01", "--closes", "2099-12-31")
    refused = ready("wave", "paper", "1", "--out", "paper.docx")
    assert (refused.code, "không đang mở" in refused.err) == (2, True)
    assert ready("wave", "paper", "1", "--out", "paper.txt").code == 2
    assert not (tmp_path / "paper.docx").exists()


@pytest.mark.usefixtures("telegram")
def test_chosen_persons_get_a_new_code_at_any_time(upgraded: Khaosat, tmp_path: Path) -> None:
    """--only replaces the code of exactly those named; an unknown key is said and ends nobody's code."""
    assert upgraded("codes", "--out", "codes.xlsx").code == 0
    before = (tmp_path / "codes.xlsx").read_bytes()
    refused = upgraded("codes", "--out", "codes.xlsx", "--only", "A1, A9 ,A8")
    assert (refused.code, refused.out) == (2, "")
    assert [f"“{key}”" in refused.err for key in ("A9", "A8", "A1")] == [True, True, False]
    assert (tmp_path / "codes.xlsx").read_bytes() == before
    assert "Đã ghi 1 mã" in upgraded("codes", "--out", "one.xlsx", "--only", " a1,A1").out
    first, second = (
        openpyxl.load_workbook(tmp_path / name).worksheets[0] for name in ("codes.xlsx", "one.xlsx")
    )
    assert second["A2"].value == "A1"
    assert first["E2"].value != second["E2"].value
    assert upgraded("codes", "--out", "one.xlsx", "--only", " , ").code == 2
    assert upgraded("codes", "--out", "one.xlsx", "--only", "A1", "--renew").code == 2


@pytest.mark.usefixtures("telegram")
def test_the_name_is_remembered_without_a_network(upgraded: Khaosat, monkeypatch: pytest.MonkeyPatch) -> None:
    """Once asked, neither token nor network is needed to print links."""
    assert json.loads(upgraded("admin", "invite", "--json").out)["link"].startswith("https://t.me/")
    monkeypatch.delenv("KHAOSAT_TELEGRAM_TOKEN")
    assert json.loads(upgraded("admin", "invite", "--json").out)["link"].startswith("https://t.me/")
    assert upgraded("codes", "--out", "codes.xlsx").code == 0


@pytest.mark.usefixtures("telegram")
def test_codes_that_cannot_be_written_are_not_issued(upgraded: Khaosat) -> None:
    """A folder that is not there costs nobody their code."""
    assert upgraded("codes", "--out", "nowhere/codes.xlsx").code == 2
    assert "Đã ghi 1 mã" in upgraded("codes", "--out", "codes.xlsx").out


@pytest.mark.usefixtures("telegram")
def test_a_wrong_token_is_said(upgraded: Khaosat, monkeypatch: pytest.MonkeyPatch) -> None:
    """Telegram's refusal names the setting and never shows the token."""
    monkeypatch.setenv("KHAOSAT_TELEGRAM_TOKEN", "123:sai")
    done = upgraded("codes", "--out", "codes.xlsx")
    assert done.code == 2
    assert "KHAOSAT_TELEGRAM_TOKEN" in done.err
    assert "123:sai" not in done.said


def test_telegram_out_of_reach_is_said(upgraded: Khaosat, monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody at the address: codes fail with 1, the invitation is given without a link."""
    monkeypatch.setenv("KHAOSAT_TELEGRAM_BASE_URL", "http://127.0.0.1:9/bot")
    monkeypatch.setenv("KHAOSAT_TELEGRAM_TOKEN", TOKEN)
    done = upgraded("codes", "--out", "codes.xlsx")
    assert (done.code, done.out) == (1, "")
    assert "Telegram" in done.err
    assert TOKEN not in done.said
    assert json.loads(upgraded("admin", "invite", "--json").out)["link"] == ""


@pytest.mark.usefixtures("telegram")
def test_the_doctor_is_content_with_a_house_in_order(upgraded: Khaosat) -> None:
    """A current database and a good token are well, though the bot has not run yet."""
    done = upgraded("doctor", "--json")
    found = json.loads(done.out)
    assert (done.code, found["ok"]) == (0, True)
    assert found["checks"]["token"]["username"] == "khaosat_thu_bot"
    assert found["checks"]["fetch"]["state"] == "warning"
    assert TOKEN not in done.said


def test_a_way_of_which_nothing_is_known_is_told(
    ready: Khaosat, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    """Before Zalo was ever asked its links are known from the settings alone; without them a line says what to do."""
    monkeypatch.setenv("KHAOSAT_WEB_URL", "https://khaosat.example.vn/phieu")
    monkeypatch.setenv("KHAOSAT_ZALO_TOKENS", "77:khong-that")
    told = ready("codes", "--out", str(tmp_path / "a.xlsx"))
    assert "Chưa in được đường vào qua Zalo" in told.out
    monkeypatch.setenv("KHAOSAT_ZALO_LINKS", "https://zalo.me/77")
    told = ready("codes", "--renew", "--out", str(tmp_path / "b.xlsx"))
    assert told.code == 0
    assert "Chưa in được" not in told.out
    sheet = openpyxl.load_workbook(tmp_path / "b.xlsx").worksheets[0]
    labels = [str(cell) for cell in next(sheet.iter_rows(max_row=1, values_only=True))]
    assert any("Zalo" in label for label in labels)
