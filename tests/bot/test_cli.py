"""The command line from outside: exit codes and sentences, on a real database file, never a traceback."""

import errno
import json
import os
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from typer.main import get_command
from typer.testing import CliRunner

from bot.cli.root import app
from storage.file_modes import exposed_paths
from surveys.content import read
from surveys.field_period import VIETNAM
from tests.patience import HANGING

ROSTER = "Mã,Họ và tên,Chức danh,Đơn vị,Mã đơn vị\nA1,Nguyễn Văn An,Chủ tịch UBND,Xã Phú Hòa,09505\n"
BLANKS = {
    "KHAOSAT_OFFICE_NAME": "Ban Tổ chức",
    "KHAOSAT_OFFICE_ADDRESS": "Thị trấn Thứa",
    "KHAOSAT_DATA_CONTACT": "0222 3867 000",
    "KHAOSAT_RETENTION_DAYS": "90",
}


@dataclass(frozen=True)
class Done:
    """How a command ended."""

    code: int
    out: str
    err: str

    @property
    def said(self) -> str:
        """Both streams."""
        return self.out + self.err


Khaosat = Callable[..., Done]


@pytest.fixture
def khaosat(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Khaosat:
    """Run commands in a directory of their own, without any setting of this machine."""
    for name in list(os.environ):
        if name.startswith("KHAOSAT_"):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)

    def run(*arguments: object) -> Done:
        result = CliRunner().invoke(app, [str(argument) for argument in arguments])
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        assert "Traceback" not in result.output
        return Done(result.exit_code, result.stdout, result.stderr)

    return run


@pytest.fixture
def upgraded(khaosat: Khaosat, sqlite_template: Path, tmp_path: Path) -> Khaosat:
    """Have a database with the built-in form and a roster of one."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "khaosat.sqlite3").write_bytes(sqlite_template.read_bytes())
    assert khaosat("db", "upgrade").code == 0
    (tmp_path / "roster.csv").write_text(ROSTER, encoding="utf-8-sig")
    assert khaosat("roster", "import", "roster.csv").code == 0
    return khaosat


@pytest.fixture
def ready(upgraded: Khaosat, monkeypatch: pytest.MonkeyPatch) -> Khaosat:
    """Have the blanks of the consent notice filled, too."""
    for name, value in BLANKS.items():
        monkeypatch.setenv(name, value)
    return upgraded


OPEN = ("wave", "open", "--form", "tna_capxa", "--opens", "now", "--closes", "2099-12-31")


def test_upgrade_makes_the_database_and_publishes_the_form(khaosat: Khaosat, tmp_path: Path) -> None:
    """A first run on an empty directory; a second one changes nothing."""
    first, second = khaosat("db", "upgrade"), khaosat("db", "upgrade")
    assert (first.code, second.code) == (0, 0)
    assert "Đã công bố mẫu phiếu tna_capxa" in first.out
    assert "đã được công bố từ trước" in second.out
    assert (tmp_path / "data" / "khaosat.sqlite3").is_file()
    assert "tna_capxa" in khaosat("form", "list").out


def test_upgrade_packs_the_answers_of_an_older_version(ready: Khaosat, tmp_path: Path) -> None:
    """Responses that were stored before the projection was kept are packed, once."""
    ready(*OPEN)
    archive = sqlite3.connect(tmp_path / "data" / "khaosat.sqlite3")
    archive.execute(
        "INSERT INTO responses (case_id, wave_id, unit_id, status, screen, visit, tries, seed, answered_count,"
        " required_answered, required_total, facts, started_at, updated_at) SELECT id, wave_id, unit_id,"
        " 'in_progress', 'a_title', 2, 0, 1, 1, 1, 30, '{}', '2026-12-01 02:00:00', '2026-12-01 02:00:00' FROM cases"
    )
    archive.execute(
        "INSERT INTO answers (response_id, item, value) SELECT id, 'a_gender', 'nu' FROM responses"
    )
    archive.commit()
    assert "Đợt 1: đã chuẩn bị lại số liệu tổng hợp từ 1 phiếu" in ready("db", "upgrade").out
    packed = archive.execute("SELECT packed FROM packed_responses").fetchall()
    archive.close()
    assert len(packed) == 1
    assert "Đợt 1" not in ready("db", "upgrade").out


@pytest.mark.parametrize(
    "arguments", [("roster", "show"), ("wave", "list"), ("form", "list"), OPEN, ("admin", "invite")]
)
def test_without_a_database_the_upgrade_is_named(
    khaosat: Khaosat, tmp_path: Path, arguments: Sequence[str]
) -> None:
    """Every command says what to run, and looking makes no empty database."""
    done = khaosat(*arguments)
    assert done.code == 1
    assert "khaosat db upgrade" in done.err
    assert not (tmp_path / "data").exists()


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("roster", "import", "nothing.xlsx"), "Không có tệp nothing.xlsx"),
        (("roster", "import", "."), "là một thư mục"),
        (("roster", "import", "roster.csv", "--as-of", "hôm qua"), "không phải là một ngày"),
        (("form", "check", "nothing.xlsx"), "Không có tệp"),
        (("form", "check", "roster.csv"), "chỗ cần sửa"),
        (("export", "--wave", 1, "--out", "a.pdf"), ".xlsx / .csv"),
        (("export", "--wave", 1, "--out", "nowhere/a.csv"), "Không có thư mục"),
        (("export", "--wave", 7, "--out", "a.csv"), "Không có đợt số 7"),
        (("wave", "show", 7), "Không có đợt số 7"),
        (("wave", "close", 7), "Không có đợt số 7"),
        (("wave", "remind", 7), "Không có đợt số 7"),
        (("wave", "show", "một"), "SỐ không hợp lệ"),
        (("codes", "--out", "a.csv"), ".xlsx"),
        (("codes", "--out", "a.xlsx"), "KHAOSAT_TELEGRAM_TOKEN"),
        (("run",), "KHAOSAT_TELEGRAM_TOKEN"),
        (("wave", "opne"), "không có lệnh “opne”"),
        (("wave", "list", "--jsno"), "không có lựa chọn “--jsno”"),
        (("wave", "open"), "thiếu --form"),
        (("wave", "show", "99999999999999999999"), "Không có đợt số 99999999999999999999"),
        (("wave", "close", "4294967296"), "Không có đợt số 4294967296"),
        (("roster", "import", "roster.csv", "--as-of", "0206-11-20"), "“0206-11-20” không phải là một ngày"),
        (("roster", "import", "roster.csv", "--as-of", "9206-11-20"), "“9206-11-20” không phải là một ngày"),
    ],
)
def test_wrong_input_is_said_with_exit_code_2(
    upgraded: Khaosat, arguments: Sequence[object], said: str
) -> None:
    """The sentence stands on the error stream; nothing is printed for programs to read."""
    done = upgraded(*arguments)
    assert (done.code, done.out) == (2, "")
    assert said in done.err


def replaced(*changes: str) -> list[str]:
    """Return the arguments that open a wave, with options set otherwise."""
    options = dict(zip(OPEN[2::2], OPEN[3::2], strict=True)) | dict(
        zip(changes[::2], changes[1::2], strict=True)
    )
    return ["wave", "open", *(word for option in options.items() for word in option)]


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (replaced("--form", "tna"), "Không có mẫu phiếu “tna”. Các mẫu đã công bố: tna_capxa"),
        (replaced("--except", "ZZ 9"), "Không có ai trong danh sách mang mã: ZZ 9"),
        (replaced("--opens", "mai"), "“mai” không phải là một thời điểm"),
        (replaced("--opens", "0026-12-01"), "“0026-12-01” không phải là một thời điểm"),
        (replaced("--closes", "9999-12-31"), "“9999-12-31” không phải là một thời điểm"),
        (replaced("--closes", "31/12/2099"), "“31/12/2099” không phải là một thời điểm"),
        (replaced("--closes", "2000-01-01"), "Thời điểm đóng phải sau thời điểm mở"),
        (replaced("--opens", "2000-01-01", "--closes", "2000-02-01"), "Thời điểm đóng đã qua"),
        (replaced("--units", "0950"), "Không có đơn vị mã “0950”. Đề nghị dùng một trong: 09505"),
        (replaced("--titles", "ct"), "Không có chức danh mã “ct”"),
        (replaced("--titles", "bt"), "Không có ai thuộc phạm vi"),
        (replaced("--remind", "+2d,ba ngày"), "“ba ngày” không phải là một lịch nhắc"),
        (
            replaced("--every", "week"),
            "“week” không phải là một chu kỳ. Đề nghị ghi một trong: month, quarter",
        ),
        (replaced("--every", "month"), "chọn ngày đóng sau ngày mở nhiều nhất 28 ngày"),
        (("wave", "stop-series", 7), "Không có đợt số 7"),
    ],
)
def test_a_wave_that_cannot_be_is_refused(ready: Khaosat, arguments: list[str], said: str) -> None:
    """What is wrong is named with what would be right, and no wave is made."""
    done = ready(*arguments)
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert json.loads(ready("wave", "list", "--json").out) == []


def test_everything_wrong_with_a_wave_is_said_at_once(upgraded: Khaosat) -> None:
    """Blanks, a unit and a plan are named together."""
    done = upgraded(*replaced("--units", "x", "--remind", "y"))
    assert done.code == 2
    for part in (*BLANKS, "đơn vị mã “x”", "“y” không phải là một lịch nhắc"):
        assert part in done.err


def test_a_wave_is_opened_shown_and_closed(ready: Khaosat) -> None:
    """The number that opening prints is the one that the other commands take."""
    made = json.loads(ready(*OPEN, "--units", "09505", "--remind", "+2d,-1d@08:30", "--json").out)
    assert (made["wave"], made["officials"]) == (1, 1)
    assert made["closes_at"] == "2099-12-31T17:00:00+07:00"
    assert "đợt số 2" in ready(*OPEN).out
    shown = json.loads(ready("wave", "show", 1, "--json").out)
    assert (shown["state"], shown["officials"], shown["unlinked"]) == ("open", 1, 1)
    assert "Xã Phú Hòa" in ready("wave", "show", 1).out
    assert ready("wave", "close", 1).code == 0
    assert "đã đóng từ trước" in ready("wave", "close", 1).out
    states = [wave["state"] for wave in json.loads(ready("wave", "list", "--json").out)]
    assert states == ["closed", "open"]


def test_a_wave_is_extended_joined_closed_and_reopened(ready: Khaosat) -> None:
    """A unit gets more time, nobody has joined; within a day of its end the wave opens again, and stays as asked."""
    ready(*OPEN)
    later = ("--closes", "2099-12-31T18:00")
    assert "Hạn mới phải sau hạn đang có" in ready("wave", "extend", "1", "--closes", "2098-01-01").err
    assert "Không có đơn vị mã “x”" in ready("wave", "extend", "1", *later, "--units", "x").err
    done = ready("wave", "extend", "1", *later, "--units", "09505")
    assert "Đã gia hạn đợt số 1 cho" in done.out
    assert "hạn đã muộn hơn" in ready("wave", "extend", "1", *later, "--units", "09505").err
    assert "cho 1 người" in ready("wave", "extend", "1", "--closes", "2099-12-31T19:00").out
    assert "Đã thêm 0 người vào đợt số 1" in ready("wave", "add", "1").out
    assert "không mở lại được" in ready("wave", "reopen", "1", "--closes", "2099-12-31").err
    ready("wave", "close", "1")
    assert "không đang mở" in ready("wave", "extend", "1", *later).err
    assert "Đã mở lại đợt số 1" in ready("wave", "reopen", "1", "--closes", "2099-12-31").out
    assert json.loads(ready("wave", "list", "--json").out)[0]["state"] == "open"


def test_reminding_without_anybody_linked_is_said(ready: Khaosat) -> None:
    """Nobody is linked: nothing is queued; a closed wave reminds nobody."""
    ready(*OPEN)
    done = ready("wave", "remind", 1)
    assert (done.code, "Không có ai để nhắc" in done.out) == (0, True)
    ready("wave", "close", 1)
    assert ready("wave", "remind", 1).code == 2


def test_a_series_is_opened_listed_and_stopped(ready: Khaosat) -> None:
    """The next wave stands in the list with its place in the series; stopping calls it off, once."""
    closes = (datetime.now(VIETNAM) + timedelta(days=20)).date().isoformat()
    made = ready(
        "wave", "open", "--form", "tna_capxa", "--opens", "now", "--closes", closes, "--every", "quarter"
    )
    assert "wave stop-series 1" in made.out
    listed = json.loads(ready("wave", "list", "--json").out)
    assert [(wave["state"], wave["every"], wave["number_in_series"]) for wave in listed] == [
        ("open", "quarter", 1),
        ("planned", "quarter", 2),
    ]
    assert "hằng quý, đợt 2" in " ".join(ready("wave", "list").out.split())
    assert "không mở nữa: đợt số 2" in ready("wave", "stop-series", 1).out
    assert "đã dừng từ trước" in ready("wave", "stop-series", 2).out
    assert [wave["state"] for wave in json.loads(ready("wave", "list", "--json").out)] == ["open", "closed"]


def test_a_wave_asked_once_has_no_series_to_stop(ready: Khaosat) -> None:
    """The refusal says so."""
    ready(*OPEN)
    done = ready("wave", "stop-series", 1)
    assert done.code == 2
    assert "chỉ hỏi một lần" in done.err


def test_a_planned_wave_can_be_called_off(ready: Khaosat) -> None:
    """Closing a wave before its opening ends it without asking anybody."""
    ready(*replaced("--opens", "2099-12-01"))
    assert json.loads(ready("wave", "show", 1, "--json").out)["officials"] == 1
    assert ready("wave", "close", 1).code == 0
    assert json.loads(ready("wave", "show", 1, "--json").out)["state"] == "closed"


def test_the_export_is_written_for_programs_and_for_people(ready: Khaosat, tmp_path: Path) -> None:
    """One row a case with the agreed first columns, UTF-8 with BOM; the workbook opens; both are private."""
    ready(*OPEN)
    assert ready("export", "--wave", 1, "--out", "a.csv").code == 0
    assert ready("export", "--wave", 1, "--out", "a.xlsx").code == 0
    content = (tmp_path / "a.csv").read_bytes()
    assert content.startswith(b"\xef\xbb\xbfcase,roster_key,disposition,started_at,completed_at,")
    assert content.decode("utf-8-sig").splitlines()[1].startswith("1,A1,unlinked,,")
    assert ready("export", "--wave", 1, "--out", "b.csv", "--exact").code == 0
    assert (tmp_path / "b.csv").read_bytes().startswith(b"case,roster_key,")
    assert ready("export", "--wave", 1, "--out", "b.xlsx", "--exact").code == 2
    assert openpyxl.load_workbook(tmp_path / "a.xlsx", read_only=True).sheetnames
    assert stat.S_IMODE((tmp_path / "a.csv").stat().st_mode) == 0o600
    assert [path.name for path in tmp_path.iterdir() if path.name.startswith(".")] == []


def test_what_a_killed_export_left_is_removed_by_the_next(ready: Khaosat, tmp_path: Path) -> None:
    """A temporary file of the same name goes when it is an hour old; a young one, and any other, stays."""
    ready(*OPEN)
    old, young, other = ".a.csv.k3_w9xyz", ".a.csv.abcdefgh", ".a.csv.của-tôi"
    for name in (old, young, other):
        (tmp_path / name).write_text("x")
    for name in (old, other):
        os.utime(tmp_path / name, (1, 1))
    assert ready("export", "--wave", 1, "--out", "a.csv").code == 0
    assert sorted(path.name for path in tmp_path.glob(".a.csv*")) == sorted([young, other])


def test_the_data_folder_is_closed_to_others(khaosat: Khaosat, tmp_path: Path) -> None:
    """A folder and files that an earlier version left open are closed by the next command."""
    khaosat("db", "upgrade")
    folder = tmp_path / "data"
    for path in (folder, folder / "khaosat.sqlite3"):
        path.chmod(0o755)
    assert exposed_paths("", folder, tmp_path / ".env") == [folder, folder / "khaosat.sqlite3"]
    khaosat("roster", "show")
    assert exposed_paths("", folder, tmp_path / ".env") == []


def test_a_dry_run_stores_nothing(khaosat: Khaosat, tmp_path: Path) -> None:
    """It names who would be added; the roster stays empty."""
    khaosat("db", "upgrade")
    (tmp_path / "roster.csv").write_text(ROSTER, encoding="utf-8")
    done = khaosat("roster", "import", "roster.csv", "--dry-run")
    assert "Chạy thử, chưa lưu: thêm 1" in done.out
    assert "Nguyễn Văn An" in done.out
    assert "Chưa có danh sách" in khaosat("roster", "show").out


def test_a_roster_older_than_the_one_held_is_noted(upgraded: Khaosat) -> None:
    """Taking an older roster in overwrites newer facts: it is said, already in the dry run."""
    older = ("roster", "import", "roster.csv", "--as-of", "2020-01-31", "--dry-run")
    assert "31/01/2020 cũ hơn danh sách đã nạp" in upgraded(*older).out
    assert "cũ hơn" not in upgraded("roster", "import", "roster.csv").out


def test_a_bad_roster_is_listed_whole_and_stored_not_at_all(upgraded: Khaosat, tmp_path: Path) -> None:
    """Each problem stands on a line of its own, with its cell; the roster before it stays."""
    bad = ROSTER + "A1,Trần Thị Bình,Trùm làng,Xã Phú Hòa,09505\n"
    (tmp_path / "bad.csv").write_text(bad, encoding="utf-8")
    done = upgraded("roster", "import", "bad.csv")
    assert (done.code, done.out) == (2, "")
    lines = done.err.strip().splitlines()
    assert lines[0].endswith("có 2 chỗ cần sửa; chưa có gì được lưu:")
    assert any("A3" in line for line in lines[1:])
    assert any("C3" in line for line in lines[1:])
    shown = json.loads(upgraded("roster", "show", "--json").out)
    assert [official["full_name"] for official in shown["officials"]] == ["Nguyễn Văn An"]


def test_the_roster_shows_units_and_people(upgraded: Khaosat) -> None:
    """The units with their codes, and on request every official."""
    assert "09505" in upgraded("roster", "show").out
    assert "Nguyễn Văn An" in upgraded("roster", "show", "--people").out


def test_a_published_version_cannot_change(upgraded: Khaosat, tmp_path: Path) -> None:
    """The same id and version with another content is refused; a new version is taken."""
    built_in = read("tna_capxa.md").decode()
    (tmp_path / "same.md").write_text(built_in, encoding="utf-8")
    assert "từ trước" in upgraded("form", "publish", "same.md").out
    changed = built_in.replace("Khảo sát nhu cầu", "Điều tra nhu cầu", 1)
    assert changed != built_in
    (tmp_path / "changed.md").write_text(changed, encoding="utf-8")
    assert "Mẫu phiếu dùng được" in upgraded("form", "check", "changed.md").out
    done = upgraded("form", "publish", "changed.md")
    assert done.code == 2
    assert "version" in done.err


def test_notes_of_a_form_are_told_and_accepted_once(upgraded: Khaosat, tmp_path: Path) -> None:
    """``check`` prints what is left out with its cell; ``publish`` wants to hear that this is known."""
    rows = ("| survey |", "| | type | name | label |", "| | text | a | A |", "| | geotrace | b | B |")
    (tmp_path / "phiếu 1.md").write_text("\n".join(rows), encoding="utf-8")
    checked = upgraded("form", "check", "phiếu 1.md")
    assert "Trang “survey”, ô B4: Câu “b” thuộc loại “geotrace”" in checked.out
    assert "Mẫu phiếu dùng được: phieu_1" in checked.out
    refused = upgraded("form", "publish", "phiếu 1.md")
    assert (refused.code, "--accept-notes" in refused.err) == (2, True)
    assert "Đã công bố" in upgraded("form", "publish", "phiếu 1.md", "--accept-notes").out


def test_an_invitation_is_a_new_code_each_time(upgraded: Khaosat) -> None:
    """Without the bot's name there is a code to type and no link."""
    first, second = (json.loads(upgraded("admin", "invite", "--json").out) for _ in range(2))
    assert first["code"] != second["code"]
    assert (len(first["code"]), first["link"]) == (9, "")
    assert "/quantri" in upgraded("admin", "invite").out


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("KHAOSAT_TIMEZONE", "Asia/Hanoi2"),
        ("KHAOSAT_TELEGRAM_BASE_URL", "https://example.org"),
        ("KHAOSAT_RETENTION_DAYS", "lâu"),
        ("KHAOSAT_DATABASE_URL", "mysql://root:bi-mat@nowhere/x"),
        ("KHAOSAT_DATABASE_URL", "không phải URL"),
        ("KHAOSAT_DATABASE_URL", "sqlite://"),
        ("KHAOSAT_DATABASE_URL", "sqlite:///:memory:"),
        ("KHAOSAT_RETENTION_DAYS", "99999999999"),
        ("KHAOSAT_CODE_DAYS", "9999999"),
        ("KHAOSAT_DATA_DIR", "/dev/null"),
        ("KHAOSAT_DATA_DIR", "/dev/null/data"),
    ],
)
def test_a_wrong_setting_is_named_in_one_line(
    khaosat: Khaosat, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    """Exit code 2, one line with the setting's name, no password."""
    monkeypatch.setenv(name, value)
    done = khaosat("db", "upgrade")
    assert (done.code, done.out) == (2, "")
    assert name in done.err
    assert len(done.err.strip().splitlines()) == 1
    assert "bi-mat" not in done.err


def test_a_database_server_out_of_reach_is_said(khaosat: Khaosat, monkeypatch: pytest.MonkeyPatch) -> None:
    """It is the database that cannot be reached, and its password is not shown."""
    monkeypatch.setenv("KHAOSAT_DATABASE_URL", "postgresql://root:bi-mat@127.0.0.1:1/x")
    done = khaosat("wave", "list")
    assert (done.code, done.out) == (1, "")
    assert "Không dùng được cơ sở dữ liệu" in done.err
    assert "bi-mat" not in done.err


def test_a_blank_retention_is_a_blank(upgraded: Khaosat, monkeypatch: pytest.MonkeyPatch) -> None:
    """A line without a value in ``.env`` is an unfilled blank of the notice, not a wrong setting."""
    monkeypatch.setenv("KHAOSAT_RETENTION_DAYS", " ")
    assert upgraded("wave", "list").code == 0
    assert "KHAOSAT_RETENTION_DAYS" in upgraded(*OPEN).err


def test_a_file_that_is_no_database_is_said(khaosat: Khaosat, tmp_path: Path) -> None:
    """Something else under the database's name is not overwritten."""
    (tmp_path / "data").mkdir()
    (tmp_path / "data" / "khaosat.sqlite3").write_bytes(b"xin chao " * 500)
    for arguments in (("db", "upgrade"), ("wave", "list")):
        done = khaosat(*arguments)
        assert done.code == 1
        assert "cơ sở dữ liệu" in done.err


def test_the_holidays_file_is_checked_by_line(
    ready: Khaosat, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A bad line of the office's own calendar stops the order and is named."""
    (tmp_path / "nghi.txt").write_text("2026-12-31 off Nghỉ bù\n2026-13-01 off\n", encoding="utf-8")
    monkeypatch.setenv("KHAOSAT_HOLIDAYS_FILE", str(tmp_path / "nghi.txt"))
    done = ready(*OPEN)
    assert done.code == 2
    assert "Dòng 2" in done.err


def test_the_doctor_names_what_is_wrong(khaosat: Khaosat) -> None:
    """Without a database and a token the doctor fails and says both, for people and for programs."""
    done = khaosat("doctor", "--json")
    assert done.code == 1
    found = json.loads(done.out)
    assert found["ok"] is False
    assert found["checks"]["database"]["state"] == "bad"
    token = found["checks"]["token"]
    assert (token["state"], token["detail"]) == ("bad", "chưa đặt KHAOSAT_TELEGRAM_TOKEN")
    assert token["set"] is False
    assert "khaosat db upgrade" in khaosat("doctor").out.strip().splitlines()[-1]


def test_the_page_alone_needs_no_token(
    ready: Khaosat, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """An office without Telegram sets where its page is: the doctor asks for no token, and codes lead to the page."""
    monkeypatch.setenv("KHAOSAT_WEB_URL", "https://survey.example.vn/phieu")
    found = json.loads(ready("doctor", "--json").out)
    assert found["checks"]["token"]["state"] == "good"
    assert ready("codes", "--out", "ma.xlsx").code == 0
    sheet = openpyxl.load_workbook(tmp_path / "ma.xlsx").worksheets[0]
    links = [row[5] for row in sheet.iter_rows(min_row=2, values_only=True)]
    assert links
    assert all(str(link).startswith("https://survey.example.vn/phieu/k/") for link in links)


def outside(directory: Path, *arguments: str, **settings: str) -> Done:
    """Run the command as a process of its own."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("KHAOSAT_")}
    repository = Path(__file__).parents[2]
    environment = kept | {"PYTHONPATH": str(repository), "LC_ALL": "C", "PYTHONIOENCODING": ""} | settings
    done = subprocess.run(
        [sys.executable, "-m", "bot", *arguments],
        cwd=directory,
        env=environment,
        capture_output=True,
        timeout=HANGING,
        check=False,
    )
    return Done(done.returncode, done.stdout.decode(), done.stderr.decode())


def test_as_a_process_it_speaks_vietnamese_even_in_a_plain_locale(tmp_path: Path) -> None:
    """With LC_ALL=C and a pipe the text is UTF-8 without colours, and the exit codes hold."""
    upgraded = outside(tmp_path, "db", "upgrade")
    assert (upgraded.code, upgraded.err) == (0, "")
    assert "Cơ sở dữ liệu đã ở bản" in upgraded.out
    assert "\x1b" not in upgraded.out
    wrong = outside(tmp_path, "roster", "import", "không-có.xlsx")
    assert (wrong.code, wrong.out) == (2, "")
    assert "Không có tệp không-có.xlsx" in wrong.err
    assert "Traceback" not in wrong.err


def test_a_colour_wish_of_the_environment_does_not_reach_a_pipe(tmp_path: Path) -> None:
    """FORCE_COLOR is for terminals: whoever reads a pipe gets plain text."""
    done = outside(tmp_path, "roster", "show", FORCE_COLOR="1")
    assert done.code == 1
    assert "\x1b" not in done.said


def test_help_imports_nothing_heavy(tmp_path: Path) -> None:
    """The help page loads no database, chat or workbook library."""
    program = (
        "import sys\nfrom bot.cli.root import app\n"
        "try:\n    app(['--help'])\nexcept SystemExit as end:\n    assert not end.code\n"
        "heavy = {'sqlalchemy', 'telegram', 'openpyxl', 'xlsxwriter', 'pyxform', 'pydantic', 'aiohttp'}\n"
        "print(sorted(heavy & set(sys.modules)), file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(Path(__file__).parents[2])},
        capture_output=True,
        timeout=HANGING,
        check=True,
    )
    assert done.stderr.decode().strip() == "[]"
    assert "Lệnh" in done.stdout.decode()


def test_a_file_without_permission_is_named_with_its_reason(
    khaosat: Khaosat, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As a file of another account is (one that was copied into a container): no talk of a wrong command."""
    Path("roster.csv").write_text(ROSTER, encoding="utf-8")
    may, opened = os.access, Path.open

    def access(path: str, mode: int, **more: bool) -> bool:
        return may(path, mode, **more) and not (str(path).endswith("roster.csv") and mode & os.R_OK)

    def open_it(path: Path, *how: Any, **more: Any) -> Any:
        if path.name == "roster.csv":
            raise PermissionError(errno.EACCES, os.strerror(errno.EACCES))
        return opened(path, *how, **more)

    monkeypatch.setattr(os, "access", access)
    monkeypatch.setattr(Path, "open", open_it)
    for command in (("form", "check"), ("roster", "import"), ("standards", "check"), ("restore",)):
        done = khaosat(*command, "roster.csv")
        assert done.code == 2
        assert done.err.startswith("Không đọc được roster.csv: không có quyền đọc tệp này."), done


def test_files_are_looked_at_by_the_commands_alone() -> None:
    """What reads the command line leaves files to the commands, which say what is wrong with them."""
    kinds = {
        f"{name} {parameter.name}": parameter.type_descriptor
        for name, command in _commands(get_command(app))
        for parameter in command.params
    }
    of_files = {name: kind for name, kind in kinds.items() if kind.annotation is Path}
    assert len(of_files) > 10
    assert [name for name, kind in of_files.items() if kind.parameter_info.readable] == []


def _commands(group: Any, above: str = "") -> Iterator[tuple[str, Any]]:
    for name, command in getattr(group, "commands", {}).items():
        yield f"{above} {name}".strip(), command
        yield from _commands(command, f"{above} {name}".strip())
