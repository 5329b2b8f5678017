"""The list of an office of today on the command line: dry run, keys handed back, unknown titles, who is whom."""

import io
from pathlib import Path

import openpyxl
import pytest

from surveys.content import read
from surveys.roster import Roster, read_roster
from surveys.roster.communes import TODAY_FROM, communes
from surveys.titles import built_in_titles
from tests.bot import test_cli
from tests.bot.test_cli import Khaosat
from tests.surveys.office_lists import LISTS, NINE, PLAIN, one

DAY = "2026-11-02"
SAMPLE = "roster_luong_tai.xlsx"
khaosat = test_cli.khaosat


def write(path: Path, content: bytes) -> str:
    """Write a list; return its name."""
    path.write_bytes(content)
    return str(path)


def test_the_nine_officials_of_two_communes_go_in(khaosat: Khaosat, tmp_path: Path) -> None:
    """No key, no code, titles of today: the dry run says what was understood, the import takes everybody."""
    file = write(tmp_path / "ds.xlsx", NINE.content())
    khaosat("db", "upgrade")
    dry = khaosat("roster", "import", file, "--as-of", DAY, "--dry-run")
    assert "Cột “Chức vụ” hiểu là “Chức danh”." in dry.out
    assert "kiêm Chủ tịch HĐND" in dry.out
    assert "9 người chưa có mã" in dry.out
    assert dry.out.startswith("Đọc được 9 người ở 2 đơn vị, trên 1 trang tính.\nCột:\n")
    khaosat("roster", "import", file, "--as-of", DAY)
    assert "Trưởng phòng Kinh tế" in khaosat("roster", "show", "--people").out


def test_the_list_comes_back_with_its_keys_and_goes_in_again_unchanged(
    khaosat: Khaosat, tmp_path: Path
) -> None:
    """What was merged and titled stays; by the keys nobody is new."""
    file = write(tmp_path / "ds.xlsx", LISTS["two_row_header"].content())
    khaosat("db", "upgrade")
    khaosat("roster", "import", file, "--as-of", DAY, "--keyed-out", str(tmp_path / "ma.xlsx"))
    page = openpyxl.load_workbook(io.BytesIO((tmp_path / "ma.xlsx").read_bytes())).worksheets[0]
    assert page["H1"].value == "Mã"
    assert str(page["H3"].value).startswith("LVA-")
    again = khaosat("roster", "import", str(tmp_path / "ma.xlsx"), "--as-of", DAY)
    assert "giữ nguyên 2" in " ".join(again.out.split())


def test_unknown_titles_are_written_to_a_file_that_then_serves(
    khaosat: Khaosat, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """No group is guessed: until one is chosen the file is refused, with what to do; then the list goes in."""
    file = write(
        tmp_path / "ds.xlsx", one(PLAIN, ["Lê An", "Tổ trưởng tổ một cửa", "Xã Lương Tài"]).content()
    )
    khaosat("db", "upgrade")
    wrong = khaosat("roster", "import", file, "--as-of", DAY, "--titles-out", str(tmp_path / "cd.yaml"))
    assert "cd.yaml" in wrong.err
    monkeypatch.setenv("KHAOSAT_TITLES_FILE", str(tmp_path / "cd.yaml"))
    assert "Không có nhóm chức danh “?”" in khaosat("roster", "import", file, "--as-of", DAY).err
    text = (tmp_path / "cd.yaml").read_text("utf-8")
    (tmp_path / "cd.yaml").write_text(text.replace('"?"', "chuyen_mon"), "utf-8")
    khaosat("roster", "import", file, "--as-of", DAY)
    assert "Tổ trưởng tổ một cửa" in khaosat("roster", "show", "--people").out


def test_somebody_who_moved_is_the_same_person_and_who_is_unclear_is_asked_about(
    khaosat: Khaosat, tmp_path: Path
) -> None:
    """Nobody is silently left and added."""
    header = (*PLAIN, "Ngày sinh")
    first = write(
        tmp_path / "1.xlsx", one(header, ["Lê An", "Văn thư", "Xã Lương Tài", "2/9/1980"]).content()
    )
    moved = write(tmp_path / "2.xlsx", one(header, ["Lê An", "Văn thư", "Xã Lâm Thao", "2/9/1980"]).content())
    vague = write(tmp_path / "3.xlsx", one(header, ["Lê An", "Kế toán", "Xã Trung Kênh", "1980"]).content())
    khaosat("db", "upgrade")
    khaosat("roster", "import", first, "--as-of", DAY)
    assert "trước ở Xã Lương Tài" in khaosat("roster", "import", moved, "--as-of", DAY).out
    asked = khaosat("roster", "import", vague, "--as-of", DAY).err
    key = asked.partition("--different ")[2].split()[0]
    held = asked.partition("trong tệp này: ")[2].split()[0]
    assert (
        "như đã xác nhận" in khaosat("roster", "import", vague, "--as-of", DAY, "--same", f"{key}={held}").out
    )
    assert "không đọc được" in khaosat("roster", "import", vague, "--same", "abc").err
    assert "Không có ai mang mã “abc”" in khaosat("roster", "import", vague, "--different", "abc").err


def test_keys_that_were_swapped_or_handed_on_are_asked_about(khaosat: Khaosat, tmp_path: Path) -> None:
    """Nobody takes over what is recorded of somebody else, also of somebody who left, by a slip in the column "Mã"."""
    header = ("Mã", *PLAIN, "Năm sinh")
    an, binh = ["Lê An", "Văn thư", "Xã Lương Tài", 1980], ["Vũ Bình", "Kế toán", "Xã Lương Tài", 1985]
    cuc = ["Mai Cúc", "Kế toán", "Xã Lương Tài", 1990]
    files = {
        name: write(tmp_path / f"{name}.xlsx", one(header, *rows).content())
        for name, rows in {
            "first": (["12", *an], ["13", *binh]),
            "swapped": (["12", *binh], ["13", *an]),
            "fewer": (["12", *an],),
            "handed": (["12", *an], ["13", *cuc]),
        }.items()
    }
    khaosat("db", "upgrade")
    khaosat("roster", "import", files["first"], "--as-of", DAY)
    asked = khaosat("roster", "import", files["swapped"], "--as-of", DAY)
    assert (asked.code, "mã 13 trước là Vũ Bình, nay là Lê An" in " ".join(asked.err.split())) == (2, True)
    kept = khaosat(
        "roster",
        "import",
        files["swapped"],
        "--as-of",
        DAY,
        "--same",
        "12=13",
        "--same",
        "13=12",
        "--dry-run",
    )
    assert "thay đổi 0, giữ nguyên 2" in " ".join(kept.out.split())
    khaosat("roster", "import", files["fewer"], "--as-of", DAY)
    handed = khaosat("roster", "import", files["handed"], "--as-of", DAY)
    assert "Mã 13 trước là Vũ Bình, nay là Mai Cúc" in " ".join(handed.err.split())
    new = khaosat("roster", "import", files["handed"], "--as-of", DAY, "--different", "13")
    assert "thêm 1, thay đổi 0, giữ nguyên 1" in " ".join(new.out.split())
    assert "13-2" in khaosat("roster", "show", "--people").out


def test_all_who_are_asked_about_are_decided_at_once(khaosat: Khaosat, tmp_path: Path) -> None:
    """A whole list moves to another unit with years of birth alone: one option instead of one for each."""
    header = (*PLAIN, "Năm sinh")
    people = [["Lê An", "Văn thư"], ["Vũ Bình", "Kế toán"]]
    first = write(
        tmp_path / "1.xlsx", one(header, *([*each, "Xã Lương Tài", 1980] for each in people)).content()
    )
    moved = write(
        tmp_path / "2.xlsx", one(header, *([*each, "Xã Trung Kênh", 1980] for each in people)).content()
    )
    khaosat("db", "upgrade")
    khaosat("roster", "import", first, "--as-of", DAY)
    asked = khaosat("roster", "import", moved, "--as-of", DAY)
    assert (asked.code, "--same-all" in asked.err) == (2, True)
    done = khaosat("roster", "import", moved, "--as-of", DAY, "--same-all")
    assert "thay đổi 2" in " ".join(done.out.split())


def test_a_district_that_became_four_communes_loses_nobody(khaosat: Khaosat, tmp_path: Path) -> None:
    """75 officials of 14 units with keys come back without keys in units of today: each keeps their key.

    Only Trung Chính has kept code and name: its five are as they were.
    """
    old = write(tmp_path / "cu.xlsx", read(SAMPLE))
    found = read_roster(read(SAMPLE), SAMPLE)
    assert isinstance(found, Roster)
    became = {each.code: each.successor for each in communes() if each.successor and each.starts_on is None}
    names = {each.code: each.name for each in communes() if each.starts_on == TODAY_FROM}
    label = built_in_titles().label
    rows = [
        [row.full_name, label(row.title), names[became[row.unit_code]], row.birth_date or row.birth_year]
        for row in found.rows
    ]
    head = (*PLAIN, "Ngày sinh")
    new = write(tmp_path / "moi.xlsx", one(["TỈNH BẮC NINH"], head, *rows).content())
    khaosat("db", "upgrade")
    khaosat("roster", "import", old, "--as-of", "2015-04-20")
    asked = khaosat("roster", "import", new, "--as-of", DAY)
    assert "có phải là người đang có" in asked.err  # those of whom only the year is known
    done = khaosat("roster", "import", new, "--as-of", DAY, "--same-all")
    assert "thêm 0, thay đổi 70, giữ nguyên 5, rời danh sách 0" in " ".join(done.out.split())


def test_fifty_problems_are_printed_and_the_others_counted_by_kind(khaosat: Khaosat, tmp_path: Path) -> None:
    """A list of a thousand wrong phones does not fill the screen."""
    rows = [
        [f"Lê Văn {'ABCDEFGHIJ'[n // 10]}{'abcdefghij'[n % 10]}", "Văn thư", "Xã A", "x"] for n in range(90)
    ]
    file = write(tmp_path / "ds.xlsx", one((*PLAIN, "Điện thoại"), *rows).content())
    khaosat("db", "upgrade")
    wrong = khaosat("roster", "import", file, "--as-of", DAY).err
    assert "… và 40 chỗ nữa (số điện thoại không đọc được: 40)." in " ".join(wrong.split())


def test_all_that_is_wrong_is_marked_in_a_copy_however_much_is_printed(
    khaosat: Khaosat, tmp_path: Path
) -> None:
    """Fifty are printed, the others counted by kind; in the copy every cell has its colour and its note."""
    rows = [[f"Lê Văn {'ABCDE'[k % 5]}", "Văn thư", "Xã Lương Tài", "12"] for k in range(1480)]
    file = write(tmp_path / "ds.xlsx", one([*PLAIN, "Điện thoại"], *rows).content())
    khaosat("db", "upgrade")
    done = khaosat("roster", "import", file, "--as-of", DAY, "--marked-out", str(tmp_path / "danh-dau.xlsx"))
    assert (done.code, done.err.count("không phải là số điện thoại")) == (2, 50)
    assert "… và 1.430 chỗ nữa (số điện thoại không đọc được: 1.430)." in done.err
    page = openpyxl.load_workbook(tmp_path / "danh-dau.xlsx").worksheets[0]
    assert sum(cell.comment is not None for row in page.iter_rows() for cell in row) == 1480


def test_the_own_list_is_never_written_over(khaosat: Khaosat, tmp_path: Path) -> None:
    """Neither by a marked copy nor by the list with keys; that another file was replaced is said."""
    content = one([*PLAIN, "Điện thoại"], ["Lê An", "Văn thư", "Xã Lương Tài", "12"]).content()
    file = write(tmp_path / "ds.xlsx", content)
    khaosat("db", "upgrade")
    for option in ("--marked-out", "--keyed-out"):
        refused = khaosat("roster", "import", file, option, file)
        assert (refused.code, "chính là tệp được đưa vào" in refused.err) == (2, True)
    assert (tmp_path / "ds.xlsx").read_bytes() == content
    order = ("roster", "import", file, "--as-of", DAY, "--marked-out", str(tmp_path / "danh-dau.xlsx"))
    assert "đã được thay" not in khaosat(*order).err
    assert "đã được thay" in khaosat(*order).err


def test_a_file_that_does_not_open_has_no_marked_copy(khaosat: Khaosat, tmp_path: Path) -> None:
    """And that is said."""
    file = write(tmp_path / "ds.xlsx", b"%PDF-1.7")
    khaosat("db", "upgrade")
    done = khaosat("roster", "import", file, "--marked-out", str(tmp_path / "m.xlsx"))
    assert "không có bản sao để đánh dấu" in done.err
    assert not (tmp_path / "m.xlsx").exists()


def test_a_file_without_mistakes_leaves_no_marked_copy(khaosat: Khaosat, tmp_path: Path) -> None:
    """There is nothing to mark; a name that is no workbook's is refused before any work."""
    file = write(tmp_path / "ds.xlsx", NINE.content())
    khaosat("db", "upgrade")
    khaosat("roster", "import", file, "--as-of", DAY, "--dry-run", "--marked-out", str(tmp_path / "m.xlsx"))
    assert not (tmp_path / "m.xlsx").exists()
    assert khaosat("roster", "import", file, "--marked-out", str(tmp_path / "m.docx")).code == 2


def test_an_empty_list_to_fill_in_offers_the_communes_that_are_held(khaosat: Khaosat, tmp_path: Path) -> None:
    """The office's own units and titles stand in its lists."""
    khaosat("db", "upgrade")
    khaosat("roster", "import", write(tmp_path / "ds.xlsx", NINE.content()), "--as-of", DAY)
    khaosat("roster", "template", "--out", str(tmp_path / "mau.xlsx"))
    lists = openpyxl.load_workbook(tmp_path / "mau.xlsx")["Danh mục"]
    assert {"Xã Lương Tài", "Trưởng phòng Kinh tế"} <= {
        cell.value for row in lists.iter_rows() for cell in row
    }
