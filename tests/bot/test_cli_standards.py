"""``khaosat standards`` from outside: the template, a check, an import, and a review that names what it used."""

import io
import json
from pathlib import Path

import docx
import openpyxl
import pytest

from storage import office
from storage.database import Database
from tests.bot.answered_wave import answer_wave
from tests.bot.test_cli_reports import CLOSES, OPENS, Khaosat, khaosat, with_database
from tests.surveys.standards_books import table

__all__ = ["khaosat"]

CHAIR = {"title": "Chủ tịch UBND", "qual": "Sau đại học", "pol": "Cao cấp"}


@pytest.fixture
def answered(khaosat: Khaosat, tmp_path: Path) -> Path:  # noqa: ARG001 - it puts the database there
    """Let ten officials answer a wave. Gives the directory."""
    with_database(tmp_path, lambda database: answer_wave(database, OPENS, CLOSES, count=10))
    return tmp_path


def write(folder: Path, *rows: dict[str, str]) -> str:
    """Leave a workbook there; returns its name."""
    (folder / "bieu.csv").write_bytes(table(*rows))
    return "bieu.csv"


def audit(folder: Path) -> list[tuple[str, dict[str, object]]]:
    """Return what the audit log holds of standards and reviews, oldest first."""
    found: list[tuple[str, dict[str, object]]] = []

    async def look(database: Database) -> None:
        async with database.read() as conn:
            found.extend(
                (each.action, dict(each.details))
                for each in reversed(await office.list_orders(conn))
                if each.action.startswith(("standards.", "roster.review"))
            )

    with_database(folder, look)
    return found


def words(path: Path) -> str:
    """Return everything that a workbook or a document says."""
    if path.suffix == ".docx":
        document = docx.Document(str(path))
        return "\n".join(paragraph.text for paragraph in document.paragraphs)
    book = openpyxl.load_workbook(io.BytesIO(path.read_bytes()))
    return "\n".join(
        str(value) for sheet in book for row in sheet.iter_rows(values_only=True) for value in row if value
    )


def test_a_template_is_written_checked_and_holds_no_rule(khaosat: Khaosat, tmp_path: Path) -> None:
    """It cannot be imported before anybody has confirmed a row."""
    made = khaosat("standards", "template", "--out", "mau.xlsx")
    assert (made.code, "chức danh" in made.out) == (0, True)
    assert (tmp_path / "mau.xlsx").stat().st_mode & 0o077 == 0
    checked = khaosat("standards", "check", "mau.xlsx")
    assert (checked.code, "CHƯA được dùng để rà soát" in checked.out) == (0, True)
    refused = khaosat("standards", "import", "mau.xlsx")
    assert (refused.code, "chưa lưu gì" in refused.err) == (2, True)
    assert json.loads(khaosat("standards", "list", "--json").out) == []


def test_the_template_follows_the_titles_of_its_day(khaosat: Khaosat, tmp_path: Path) -> None:
    """Of 2015 those of the article's time."""
    khaosat("standards", "template", "--out", "mau.xlsx", "--as-of", "20/04/2015")
    said = words(tmp_path / "mau.xlsx")
    assert "Văn phòng – thống kê" in said
    assert "Trưởng phòng Kinh tế" not in said


def test_everything_wrong_is_said_at_once_and_nothing_is_kept(khaosat: Khaosat, tmp_path: Path) -> None:
    """With cells and remedies, exit code 2."""
    name = write(tmp_path, {**CHAIR, "qual": "Đại hoc sư"}, {"title": "Chủ tịch", "pol": "Cao cấp"})
    for command in ("check", "import"):
        done = khaosat("standards", command, name)
        assert (done.code, "có 2 chỗ cần sửa" in done.err) == (2, True)
        assert "ô F2" in done.err
        assert "ô A3" in done.err
    assert audit(tmp_path) == []


def test_of_very_many_mistakes_fifty_are_printed(khaosat: Khaosat, tmp_path: Path) -> None:
    """And how many more there are."""
    done = khaosat("standards", "check", write(tmp_path, *[{**CHAIR, "qual": "Đại hoc sư"}] * 60))
    assert done.code == 2
    assert done.err.count("Đại hoc sư") == 50
    assert "… và 10 chỗ nữa (mức không có trong danh mục: 10)." in done.err


def test_a_workbook_comes_back_with_its_mistakes_marked(khaosat: Khaosat, tmp_path: Path) -> None:
    """All of them, in a copy; the own file is left as it is."""
    name, marked = write(tmp_path, {**CHAIR, "qual": "Đại hoc sư"}), tmp_path / "danh-dau.xlsx"
    done = khaosat("standards", "check", name, "--marked-out", str(marked))
    assert "Đã ghi bản sao có tô màu, ghi chú cả 1 chỗ cần sửa (1 ô)" in done.err
    page = openpyxl.load_workbook(marked).worksheets[0]
    assert page["F2"].comment is not None
    assert "không có trong danh mục" in page["F2"].comment.text


def test_an_import_is_a_version_in_list_show_and_audit_log(khaosat: Khaosat, tmp_path: Path) -> None:
    """Its number, its day, its hash; the file comes back as it was."""
    name = write(tmp_path, CHAIR, {"title": "BTĐU", "qual": "ĐH"})
    done = khaosat("standards", "import", name)
    assert (done.code, "bản số 1: 2 tiêu chuẩn, dùng để rà soát từ ngày 01/01/2026" in done.out) == (0, True)
    assert "“ĐH” hiểu là Đại học" in done.out
    assert "đã được nạp" in khaosat("standards", "import", name).out
    (listed,) = json.loads(khaosat("standards", "list", "--json").out)
    assert (listed["version"], listed["as_of"], listed["rules"], listed["in_use"]) == (
        1,
        "2026-01-01",
        2,
        True,
    )
    shown = json.loads(khaosat("standards", "show", 1, "--json").out)
    assert [each["title"] for each in shown] == ["ct_ubnd", "bt"]
    assert "Chủ tịch UBND" in khaosat("standards", "show", 1).out
    khaosat("standards", "show", 1, "--out", "lai.csv")
    assert (tmp_path / "lai.csv").read_bytes() == (tmp_path / name).read_bytes()
    assert khaosat("standards", "show", 7).code == 2
    assert [action for action, _ in audit(tmp_path)] == ["standards.import"]


def test_withdrawing_gives_the_version_before_it_back(khaosat: Khaosat, tmp_path: Path) -> None:
    """Each order stands in the audit log; what is withdrawn cannot be withdrawn again."""
    khaosat("standards", "import", write(tmp_path, CHAIR))
    khaosat("standards", "import", write(tmp_path, {**CHAIR, "qual": "Đại học"}))
    done = khaosat("standards", "withdraw", 2)
    assert (done.code, "theo bản số 1" in done.out) == (0, True)
    assert khaosat("standards", "withdraw", 2).code == 2
    assert "Không còn bản nào" in khaosat("standards", "withdraw", 1).out
    assert [action for action, _ in audit(tmp_path)] == [
        *["standards.import"] * 2,
        *["standards.withdraw"] * 2,
    ]


def test_a_review_of_today_without_rules_says_what_to_do(khaosat: Khaosat, answered: Path) -> None:
    """One sentence on the screen with the command that writes the template, one in the workbook."""
    done = khaosat("review", "--out", "r.xlsx", "--as-of", "27/11/2026")
    assert (done.code, "khaosat standards template" in done.out) == (0, True)
    assert "Chưa có tiêu chuẩn của cơ quan cho thời kỳ này" in words(answered / "r.xlsx")
    earlier = khaosat("review", "--out", "s.xlsx", "--as-of", "31/12/2014")
    assert "khaosat standards template" not in earlier.out
    assert "tiêu chuẩn của cơ quan" not in words(answered / "s.xlsx").lower()


def test_a_review_names_the_version_that_it_used(khaosat: Khaosat, answered: Path) -> None:
    """In the workbook, on the screen and in the audit log; a day before the version's is reviewed as ever."""
    khaosat("standards", "import", write(answered, CHAIR))
    done = khaosat("review", "--out", "r.xlsx", "--as-of", "27/11/2026")
    assert "biểu số 1" in done.out
    assert "khaosat standards template" not in done.out
    said = words(answered / "r.xlsx")
    assert "biểu số 1, nhập ngày" in said
    assert "QĐ 12-QĐ/TU ngày 02/01/2026" in said
    assert audit(answered)[-1] == (
        "roster.review",
        {"as_of": "2026-11-27", "regime": "", "standards": 1},
    )
    khaosat("review", "--out", "s.xlsx", "--as-of", "31/12/2014")
    assert "biểu số" not in words(answered / "s.xlsx")


def test_a_report_and_its_restricted_list_name_the_version(khaosat: Khaosat, answered: Path) -> None:
    """Both documents say number, day and ground of the office's own standards."""
    khaosat("standards", "import", write(answered, CHAIR))
    done = khaosat("report", "--wave", 1, "--out", "o", "--as-of", "27/11/2026")
    assert done.code == 0, done.err
    for name in ("bao-cao.docx", "danh-sach-han-che.docx"):
        said = words(answered / "o" / name)
        assert "Tiêu chuẩn của cơ quan: biểu số 1, nhập ngày" in said, name
        assert "QĐ 12-QĐ/TU" in said
    assert "biểu số 1" in words(answered / "o" / "bao-cao.xlsx")


def test_a_report_by_other_standards_is_warned_of(khaosat: Khaosat, answered: Path) -> None:
    """Both together may tell what each hides, as with another day or another regime."""
    order = ("report", "--wave", 1, "--as-of", "27/11/2026", "--no-restricted", "--out")
    assert "suy ra số liệu đã ẩn" not in khaosat(*order, "a").out
    khaosat("standards", "import", write(answered, CHAIR))
    assert "suy ra số liệu đã ẩn" in khaosat(*order, "b").out
