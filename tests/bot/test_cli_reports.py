"""``khaosat report``, ``review`` and ``differences`` from outside: files, figures, sentences, exit codes."""

import errno
import json
import os
import shutil
import stat
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import docx
import openpyxl
import pytest
from typer.testing import CliRunner

from bot.cli.root import app
from bot.office import report
from bot.texts.reports import PROFILES
from storage import erasure, frame, office
from storage.database import Database
from storage.records import ConsentRecord
from surveys.field_period import VIETNAM
from tests.bot.answered_wave import AS_OF, answer_wave, sample_roster
from tests.bot.test_cli import Done
from tests.postgres import run_apart

OPENS = datetime(2015, 4, 20, 8, 0, tzinfo=VIETNAM)
CLOSES = datetime(2015, 5, 8, 17, 0, tzinfo=VIETNAM)
CHANGES = {"LT001": {"b_qual": "sdh"}, "LT002": {"b_pol": "none"}}

Khaosat = Callable[..., Done]


@pytest.fixture
def khaosat(tmp_path: Path, sqlite_template: Path, monkeypatch: pytest.MonkeyPatch) -> Khaosat:
    """Run commands in a directory of their own, on an upgraded database without rows."""
    for name in list(os.environ):
        if name.startswith("KHAOSAT_"):
            monkeypatch.delenv(name)
    monkeypatch.chdir(tmp_path)
    (tmp_path / "data").mkdir()
    shutil.copy(sqlite_template, tmp_path / "data" / "khaosat.sqlite3")

    def run(*arguments: object) -> Done:
        result = CliRunner().invoke(app, [str(argument) for argument in arguments])
        assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
        return Done(result.exit_code, result.stdout, result.stderr)

    return run


@pytest.fixture
def answered(khaosat: Khaosat, tmp_path: Path) -> Path:  # noqa: ARG001 - it puts the database there
    """Let ten officials answer a wave; two of them say otherwise than the roster. Gives the directory."""
    with_database(tmp_path, lambda database: answer_wave(database, OPENS, CLOSES, count=10, changes=CHANGES))
    return tmp_path


def with_database(folder: Path, work: Callable[[Database], object]) -> None:
    """Do something in the database that the commands use."""

    async def do() -> None:
        database = Database(f"sqlite:///{folder / 'data' / 'khaosat.sqlite3'}")
        try:
            await work(database)  # type: ignore[misc]
        finally:
            await database.dispose()

    run_apart(do())


def orders(folder: Path) -> list[str]:
    """Return the actions of the audit log, oldest first."""
    found: list[str] = []

    async def read(database: Database) -> None:
        async with database.read() as conn:
            found.extend(entry.action for entry in reversed(await office.list_orders(conn)))

    with_database(folder, read)
    return found


def test_a_report_leaves_its_files_and_says_the_figures(khaosat: Khaosat, answered: Path) -> None:
    """Word, Excel, pictures and the restricted list, which only its owner may read; progress goes to stderr."""
    done = khaosat("report", "--wave", 1, "--out", "bao-cao", "--as-of", "20/4/2015")
    assert (done.code, "5/5 lập danh sách hạn chế" in done.err) == (0, True)
    folder = answered / "bao-cao"
    names = {path.name for path in folder.iterdir()}
    assert {"bao-cao.docx", "bao-cao.xlsx", "danh-sach-han-che.docx", "response-by-unit.png"} <= names
    assert {stat.S_IMODE(path.stat().st_mode) for path in folder.iterdir()} == {0o600}
    assert docx.Document(str(folder / "bao-cao.docx")).paragraphs
    assert openpyxl.load_workbook(folder / "bao-cao.xlsx").sheetnames
    assert "Kết quả đợt số 1 – số liệu đến 20/4/2015" in done.out
    assert all(f"Đã ghi bao-cao/{name}" in done.out for name in names)
    assert orders(answered)[-1] == "wave.report"


def test_a_second_report_with_other_options_warns(khaosat: Khaosat, answered: Path) -> None:
    """Layout and names do not matter; another day, regime or publication does: one of the reports only may leave."""
    same = ("report", "--wave", 1, "--no-restricted", "--as-of", "2015-04-20", "--out")
    assert "chỉ phát hành một" not in khaosat(*same, answered / "a").out
    assert "chỉ phát hành một" not in khaosat(*same, answered / "b", "--profile", "hd05").out
    assert "chỉ phát hành một" in khaosat(*same, answered / "c", "--publish-roster-statistics").out


def test_a_report_without_names_and_with_the_roster_whole(khaosat: Khaosat, answered: Path) -> None:
    """The list is not made; what was published stands in the audit log, and an older picture is gone."""
    (answered / "o").mkdir()
    (answered / "o" / "response-by-unit.png").write_bytes(b"old")
    (answered / "o" / "education-pyramid.png").write_bytes(b"old")
    options = ("--no-restricted", "--publish-roster-statistics", "--profile", "hd05", "--regime", "nd33_2023")
    done = khaosat("report", "--wave", 1, "--out", "o", "--as-of", "2015-04-20", *options)
    assert (done.code, done.err.count("\n")) == (0, 4)
    assert "danh sách được công bố đủ; số liệu dưới 5 người từ câu trả lời được ẩn" in done.out
    assert "Chuyên môn 42 (56%)" in done.out
    assert not (answered / "o" / "danh-sach-han-che.docx").exists()
    assert all(path.read_bytes() != b"old" for path in (answered / "o").iterdir())
    assert orders(answered)[-2:] == ["wave.report", "roster.publish"]


def test_the_letterhead_comes_from_the_settings(
    khaosat: Khaosat, answered: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Issuer, place, signer and recipients stand in the document; a blank layout is the usual one."""
    told = {
        "PROFILE": "",
        "PARENT": "UBND tỉnh Bắc Ninh",
        "ISSUER": "Sở Nội vụ",
        "SYMBOL": "SNV",
        "PLACE": "Bắc Ninh",
        "POSITION": "Giám đốc",
        "SIGNER": "Nguyễn Văn Ký",
        "RECIPIENTS": "Như trên; ; Ban Tổ chức Tỉnh ủy",
    }
    for name, value in told.items():
        monkeypatch.setenv(f"KHAOSAT_REPORT_{name}", value)
    assert khaosat("report", "--wave", 1, "--out", "o", "--no-restricted").code == 0
    document = docx.Document(str(answered / "o" / "bao-cao.docx"))
    cells = "\n".join(cell.text for table in document.tables for row in table.rows for cell in row.cells)
    for words in ("SỞ NỘI VỤ", "BC-SNV", "Bắc Ninh, ngày", "Nguyễn Văn Ký", "- Ban Tổ chức Tỉnh ủy"):
        assert words in cells


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--wave", "9", "--out", "o"), "Không có đợt số 9"),
        (("--wave", "1", "--out", "data/khaosat.sqlite3"), "không phải thư mục"),
        (("--wave", "1", "--out", "khong/co/o"), "Không có thư mục"),
        (("--wave", "1", "--out", "o", "--profile", "nd3"), "nd30, hd05, hd36"),
        (("--wave", "1", "--out", "o", "--regime", "nd33"), "nd33_2023"),
        (("--wave", "1", "--out", "o", "--as-of", "31/2/2026"), "22/11/2026 hoặc 2026-11-22"),
        (("--wave", "1", "--out", "o", "--as-of", "20260-1-1"), "22/11/2026 hoặc 2026-11-22"),
        (("--wave", "1", "--out", "o", "--as-of", "01/01/1900"), "năm phải từ 1990 đến 2100"),
    ],
)
def test_a_wrong_order_says_what_to_do(
    khaosat: Khaosat, answered: Path, options: tuple[str, ...], said: str
) -> None:
    """Exit code 2, one sentence, and nothing is written."""
    done = khaosat("report", *options)
    assert (done.code, said in done.err) == (2, True), done.err
    assert not (answered / "o").exists()
    assert "wave.report" not in orders(answered)


def test_a_full_disk_leaves_the_earlier_report_whole(
    khaosat: Khaosat, answered: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No file of the new report replaces one of the old; the order stands in the audit log all the same."""
    (answered / "o").mkdir()
    (answered / "o" / "bao-cao.docx").write_bytes(b"old")
    sync, calls = os.fsync, iter(range(9))

    def fill_up(handle: int) -> None:
        if next(calls):
            raise OSError(errno.ENOSPC, "No space left on device")
        sync(handle)

    monkeypatch.setattr(os, "fsync", fill_up)
    done = khaosat("report", "--wave", 1, "--out", "o", "--publish-roster-statistics")
    assert (done.code, "Không ghi được o/bao-cao.xlsx" in done.err) == (2, True), done.err
    assert [(path.name, path.read_bytes()) for path in (answered / "o").iterdir()] == [
        ("bao-cao.docx", b"old")
    ]
    assert orders(answered)[-2:] == ["wave.report", "roster.publish"]


def test_a_folder_that_cannot_be_made_is_named(khaosat: Khaosat, answered: Path) -> None:
    """A link that leads nowhere is no folder, and none can be made in its place."""
    (answered / "o").symlink_to(answered / "nowhere")
    done = khaosat("report", "--wave", 1, "--out", "o")
    assert (done.code, "Không ghi được o:" in done.err) == (2, True), done.err


def test_a_report_is_made_anew_if_somebody_withdraws_meanwhile(
    khaosat: Khaosat, answered: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """What was counted before they took their answers back is not written; the order stands once in the audit log."""
    make = report.make_figures
    made: list[str] = []

    async def withdraw(database: Database) -> None:
        async with database.begin() as conn:
            official = await frame.official_by_key(conn, "LT001")
            assert official is not None
            given = ConsentRecord(official.id, "given", "1", "0" * 64, "telegram", OPENS)
            await frame.record_consents(conn, [given])
            await erasure.withdraw(conn, official.id, OPENS)

    def make_and_withdraw(*arguments: Any) -> str:
        if not made:
            with_database(answered, withdraw)
        made.append(make(*arguments))
        return made[-1]

    monkeypatch.setattr(report, "make_figures", make_and_withdraw)
    done = khaosat("report", "--wave", 1, "--out", "o")
    assert done.code == 0, done.err
    assert len(made) == 2
    assert orders(answered).count("wave.report") == 1


def test_a_wave_that_nobody_answered_makes_no_report(khaosat: Khaosat, tmp_path: Path) -> None:
    """It says to wait, or to review the roster instead."""
    with_database(tmp_path, lambda database: answer_wave(database, OPENS, CLOSES, count=0))
    done = khaosat("report", "--wave", 1, "--out", "o")
    assert (done.code, "khaosat review" in done.err) == (2, True)


def test_a_broken_file_of_standards_shows_everything_wrong(
    khaosat: Khaosat, answered: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The office's own file is named with each problem; so is one that is not there."""
    (answered / "tc.yaml").write_text("schema: 1\noverrides:\n - {regime: abc}\n", encoding="utf-8")
    monkeypatch.setenv("KHAOSAT_STANDARDS_FILE", "tc.yaml")
    done = khaosat("report", "--wave", 1, "--out", "o")
    assert (done.code, "Tệp tiêu chuẩn tc.yaml có" in done.err) == (2, True)
    assert "Không có quy định “abc”" in done.err
    monkeypatch.setenv("KHAOSAT_STANDARDS_FILE", "khong-co.yaml")
    done = khaosat("review", "--out", "r.xlsx")
    assert (done.code, "KHAOSAT_STANDARDS_FILE" in done.err) == (2, True)


RAISED = """schema: 1
overrides:
- {regime: nd33_2023, units: ["%s"], titles: [bt], criterion: qual, demanded: sdh, basis: "QĐ 1", clause: "Đ1",
   effective: {from: 2026-01-01}}
"""


@pytest.mark.parametrize(
    ("content", "state", "said"),
    [
        (RAISED % "09496", "good", "đọc được"),
        (RAISED % "99999", "warning", "không có cán bộ nào thuộc đơn vị mã 99999"),
        ("schema: 1\noverrides:\n - {regime: abc}\n", "bad", "Không có quy định “abc”"),
        ("# trống\n", "bad", "Tệp thứ 2: "),
    ],
)
def test_the_doctor_looks_at_the_offices_own_standards(
    khaosat: Khaosat, answered: Path, monkeypatch: pytest.MonkeyPatch, content: str, *, state: str, said: str
) -> None:
    """A file that cannot be used, or that names a unit without officials, is found before any report."""
    (answered / "tc.yaml").write_text(content, encoding="utf-8")
    monkeypatch.setenv("KHAOSAT_STANDARDS_FILE", "tc.yaml")
    found = json.loads(khaosat("doctor", "--json").out)["checks"]["standards"]
    assert (found["state"], said in found["detail"]) == (state, True), found


@pytest.mark.parametrize(
    ("content", "state", "said"),
    [
        (
            "schema: 1\ntitles:\n  pho_phong: {name: Phó phòng, group: chuyen_mon}\n",
            "warning",
            "đã hết: Phó Bí thư",
        ),
        ("schema: 1\ntitles:\n  pbt: {to: 2099-12-31}\n", "good", "titles.yaml: đọc được"),
        (
            "schema: 1\ntitles:\n  x: {name: X, group: y}\n",
            "bad",
            "Tệp thứ 2, dòng 3: Không có nhóm chức danh “y”",
        ),
    ],
)
def test_the_doctor_looks_at_the_titles_and_who_holds_one_that_ended(
    khaosat: Khaosat, answered: Path, monkeypatch: pytest.MonkeyPatch, content: str, *, state: str, said: str
) -> None:
    """A file that cannot be used is named with its line; so is who holds a title that has ended."""
    (answered / "titles.yaml").write_text(content, encoding="utf-8")
    monkeypatch.setenv("KHAOSAT_TITLES_FILE", "titles.yaml")
    found = json.loads(khaosat("doctor", "--json").out)["checks"]["titles"]
    assert (found["state"], said in found["detail"]) == (state, True), found


def test_the_doctor_finds_a_report_that_waits_too_long(khaosat: Khaosat, answered: Path) -> None:
    """Ordered years ago and not done: something is wrong; without any order all is well."""
    assert json.loads(khaosat("doctor", "--json").out)["checks"]["jobs"]["state"] == "good"

    async def order(database: Database) -> None:
        async with database.begin() as conn:
            await office.queue_job(conn, "report", {"wave": 1}, OPENS)

    with_database(answered, order)
    assert json.loads(khaosat("doctor", "--json").out)["checks"]["jobs"]["state"] == "bad"


@pytest.mark.parametrize(
    ("regime", "below"), [("qd04_2004", "Chuyên môn 2 (2,7%)"), ("nd33_2023", "Chuyên môn 42 (56%)")]
)
def test_a_review_needs_no_wave(khaosat: Khaosat, tmp_path: Path, regime: str, below: str) -> None:
    """The sample roster gives the article's figures, and the workbook lists the officials by name."""

    async def take_in(database: Database) -> None:
        async with database.begin() as conn:
            await frame.import_roster(conn, sample_roster(), AS_OF, OPENS)

    with_database(tmp_path, take_in)
    done = khaosat("review", "--as-of", "20/04/2015", "--out", "r.xlsx", "--regime", regime)
    assert done.code == 0, done.err
    for figure in (
        "75 người",
        "Đại học 33 (44%); Cao đẳng 1 (1,3%); Trung cấp 39 (52%); Sơ cấp (nghề) 2 (2,7%)",
        "1 (1,3%); Trung cấp (hoặc tương đương) 66 (88%); Sơ cấp 8 (10,7%)",
        below,
        "Lý luận chính trị 8 (10,7%)",
    ):
        assert figure in done.out
    assert stat.S_IMODE((tmp_path / "r.xlsx").stat().st_mode) == 0o600
    book = openpyxl.load_workbook(tmp_path / "r.xlsx")
    cells = {str(value) for sheet in book for line in sheet.iter_rows(values_only=True) for value in line}
    assert {row.full_name for row in sample_roster().rows} & cells
    assert orders(tmp_path) == ["roster.review"]


def test_a_review_of_an_empty_roster_says_what_to_load(khaosat: Khaosat) -> None:
    """Exit code 2, and how to take a roster in."""
    done = khaosat("review", "--out", "r.xlsx")
    assert (done.code, "khaosat roster import" in done.err) == (2, True)


def test_differences_are_listed_accepted_and_rejected(khaosat: Khaosat, answered: Path) -> None:
    """Each is named by key and attribute; accepting changes the roster, rejecting hides it."""
    assert "LT001:qual" in khaosat("differences", "--wave", 1).out
    plain = json.loads(khaosat("differences", "--wave", 1, "--json").out)
    assert {(each["roster_key"], each["attribute"]) for each in plain} == {
        ("LT001", "qual"),
        ("LT002", "pol"),
    }
    done = khaosat("differences", "--wave", 1, "--accept", "LT001:qual", "--reject", "LT002:pol")
    assert "Đã chấp nhận 1 chỗ, giữ như danh sách 1 chỗ" in done.out
    assert "không có câu trả lời nào khác" in khaosat("differences", "--wave", 1).out
    assert [each for each in orders(answered) if "difference_" in each] == [
        "roster.difference_accepted",
        "roster.difference_rejected",
    ]


def test_all_differences_are_accepted_at_once(khaosat: Khaosat, answered: Path) -> None:
    """Each is an entry of its own in the audit log."""
    assert "Đã chấp nhận 2 chỗ" in khaosat("differences", "--wave", 1, "--accept-all").out
    assert orders(answered).count("roster.difference_accepted") == 2


def test_decisions_are_told_to_programs(khaosat: Khaosat, answered: Path) -> None:  # noqa: ARG001
    """With --json an order prints JSON as well."""
    done = khaosat("differences", "--wave", 1, "--accept-all", "--json")
    assert json.loads(done.out) == {"accepted": 2, "rejected": 0}


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (("--accept", "LT001"), "LT001:qual"),
        (("--accept", "LT001:abc"), "LT001:qual"),
        (("--accept", "LT001:qual", "--accept", "LT001:pol"), "“LT001:pol”"),
        (("--accept", "LT001:qual", "--reject", "LT001:qual"), "Chỉ dùng một"),
        (("--accept", "LT001:qual", "--accept-all"), "Chỉ dùng một"),
    ],
)
def test_a_wrong_choice_decides_nothing(
    khaosat: Khaosat, answered: Path, options: tuple[str, ...], said: str
) -> None:
    """Exit code 2; not even what was named rightly beside it is done."""
    done = khaosat("differences", "--wave", 1, *options)
    assert (done.code, said in done.err) == (2, True), done.err
    assert not [each for each in orders(answered) if "difference_" in each]


def test_every_layout_of_the_documents_can_be_ordered() -> None:
    """What the chat and the command offer is what there is."""
    from surveys.reporting.word.profiles import PROFILES as LAYOUTS  # noqa: PLC0415

    assert set(PROFILES) == set(LAYOUTS)
