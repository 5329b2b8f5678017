"""Which words of a header name which attribute of a roster, with or without accents."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import Final

from surveys.problems import Place
from surveys.roster.matching import match
from surveys.roster.vocabularies import VOCABULARIES
from surveys.spelling import fold_words
from surveys.workbooks import CellValue, Sheet, cell_name

COLUMNS: Final[Mapping[str, str]] = MappingProxyType(
    {
        "roster_key": "Mã",
        "full_name": "Họ và tên",
        "title": "Chức danh",
        "unit": "Đơn vị",
        "unit_code": "Mã đơn vị",
        "parent": "Đơn vị cấp trên",
        "birth": "Ngày sinh",
        "gender": "Giới tính",
        "ethnicity": "Dân tộc",
        "title_since": "Ngày giữ chức danh",
        "field_of_work": "Lĩnh vực công tác",
        "edu": "Trình độ văn hóa",
        "qual": "Trình độ chuyên môn",
        "major": "Chuyên ngành",
        "pol": "Lý luận chính trị",
        "qlnn": "Quản lý nhà nước",
        "cert": "Chứng chỉ",
        "phone": "Điện thoại",
        "note": "Ghi chú",
    }
)
"""Attribute -> the header that we write ourselves and name in problems."""

REQUIRED: Final = ("full_name", "title")
"""What a list must have. The key is made where it is missing; the unit may stand in a section row or a sheet's name."""

PERSONAL: Final = (
    "birth_year",
    "birth_date",
    "gender",
    "ethnicity",
    "edu",
    "qual",
    "major",
    "pol",
    "qlnn",
    "cert",
    "phone",
    "note",
)
"""What is a person's own, whatever their post: a list without the column leaves what is held of it as it is."""

OF_POST: Final = ("title_since",)
"""What belongs to the post: a list without the column leaves it as it is while the post is the same."""

CERTIFICATES: Final[Mapping[str, str]] = MappingProxyType(
    {"cert_tin": "tin", "cert_nn": "nn", "cert_qpan": "qpan", "cert_dtts": "dtts"}
)
"""Columns of one kind of certificate each -> its code."""
BIRTHS: Final[Mapping[str, str]] = MappingProxyType({"birth_nam": "nam", "birth_nu": "nu"})
"""Columns of birth dates by gender -> the gender."""
NAMES: Final = ("family_name", "given_name")
"""Two columns of which the full name is made."""
POSTS: Final[Mapping[str, str]] = MappingProxyType(
    {"title_dang": "Đảng ủy", "title_chinh_quyen": "UBND", "title_doan_the": "Đoàn thể", "title_kiem": ""}
)
"""Columns of titles by body, or of further titles -> what their bare titles are of."""
NUMBER: Final = "number"
"""The column that counts the rows: not read."""

_ALSO: Final[Mapping[str, str]] = MappingProxyType(
    {
        "roster_key": "ma so|ma can bo|ma cb|ma cbcc|ma so can bo|ma so cbcc|so hieu cbcc|so hieu cong chuc|roster key",
        "full_name": "ho ten|ho va ten khai sinh|ho va ten can bo|ho va ten can bo cong chuc|ho ten can bo|full name",
        "family_name": "ho va ten dem|ho va chu dem|ho dem|ho lot|ho va dem|ho",
        "given_name": "ten",
        "title": "chuc vu|chuc danh chuc vu|chuc vu chuc danh|chuc danh hien nay|chuc vu hien nay"
        "|chuc danh dang dam nhiem|chuc vu chuc danh hien nay|chuc danh chuc vu hien nay|chuc vu dang dam nhiem"
        "|chuc vu dam nhiem|chuc vu cong tac|chuc danh dam nhiem|vi tri viec lam|title|chuc vu don vi cong tac"
        "|chuc vu don vi|chuc danh don vi cong tac|chuc danh don vi|chuc vu noi cong tac|chuc vu va don vi cong tac"
        "|chuc vu co quan cong tac|chuc vu co quan don vi cong tac|chuc vu co quan|chuc vu chuc danh don vi cong tac",
        "unit": "don vi cong tac|xa|xa thi tran|xa phuong thi tran|xa phuong|ten don vi|co quan|co quan don vi"
        "|noi cong tac|don vi co quan|unit",
        "unit_code": "ma dv|ma xa|ma don vi hanh chinh|ma dvhc",
        "parent": "cap tren|don vi truc thuoc|truc thuoc|huyen|huyen thi xa|tinh|tinh thanh pho",
        "birth": "nam sinh|ngay thang nam sinh|ngay sinh nam sinh|ngay thang sinh|sinh ngay|ns|sinh nam",
        "gender": "gioi|nam nu|phai",
        "ethnicity": "thanh phan dan toc",
        "ethnicity=dtts": "dan toc thieu so|dtts|la nguoi dan toc thieu so|nguoi dan toc thieu so|nguoi dtts"
        "|dan toc it nguoi",
        "title_since": "ngay giu chuc vu|thoi gian giu chuc danh|ngay bo nhiem|nam giu chuc danh|nam giu chuc vu"
        "|ngay giu chuc danh hien nay|tu ngay|thoi gian bo nhiem|thoi gian giu chuc vu|nam bo nhiem"
        "|thoi diem bo nhiem|thoi diem giu chuc vu",
        "field_of_work": "linh vuc|linh vuc phu trach|nhiem vu|nhiem vu duoc giao|cong viec phu trach|mang phu trach",
        "edu": "trinh do giao duc pho thong|giao duc pho thong|gdpt|van hoa|trinh do van hoa pho thong|tdvh"
        "|hoc van|trinh do hoc van|trinh do gdpt|pho thong|giao duc pt",
        "qual": "chuyen mon|trinh do cm|tdcm|cm|chuyen mon nghiep vu|cmnv"
        "|trinh do chuyen mon nghiep vu|trinh do dao tao|trinh do chuyen mon cao nhat|bang cap",
        "major": "nganh|nganh dao tao|chuyen nganh dao tao|nganh chuyen nganh|nganh hoc|nganh nghe",
        "pol": "llct|trinh do chinh tri|trinh do ly luan|trinh do ly luan chinh tri|trinh do llct|ly luan ct|chinh tri"
        "|ly luan",
        "qlnn": "qlnn|trinh do quan ly nha nuoc|trinh do qlnn|boi duong quan ly nha nuoc|boi duong qlnn"
        "|chung chi qlnn|ngach qlnn",
        "cert": "chung chi boi duong|cac chung chi|tin hoc ngoai ngu",
        "cert_tin": "tin hoc|trinh do tin hoc|chung chi tin hoc|cntt|cong nghe thong tin",
        "cert_nn": "ngoai ngu|trinh do ngoai ngu|chung chi ngoai ngu|tieng anh|anh van",
        "cert_qpan": "qp an|qpan|quoc phong an ninh|boi duong qp an|kien thuc qp an|quoc phong|gdqp an",
        "cert_dtts": "tieng dan toc|tieng dtts|tieng dan toc thieu so",
        "phone": "so dien thoai|sdt|dt|dien thoai di dong|di dong|so dt|so di dong|dtdd|so dien thoai di dong",
        "note": "chu thich|ghi chu khac",
        "department": "phong ban|bo phan|phong|phong chuyen mon|phong ban chuyen mon|phong ban bo phan|ban phong|khoi",
        "title_dang": "chuc vu dang|chuc vu trong dang|chuc vu cap uy|chuc danh dang|chuc vu dang uy",
        "title_chinh_quyen": "chuc vu chinh quyen|chuc danh chinh quyen",
        "title_doan_the": "chuc vu doan the|chuc vu mttq doan the|chuc danh doan the",
        "title_kiem": "kiem nhiem|chuc danh kiem nhiem|chuc vu kiem nhiem|chuc vu kiem|chuc danh kiem",
        "number": "stt|tt|so tt|so thu tu|thu tu",
    }
)
_ATTRIBUTE_OF: Final[Mapping[str, str]] = MappingProxyType(
    {words: attribute for attribute, also in _ALSO.items() for words in also.split("|")}
    | {fold_words(header): attribute for attribute, header in COLUMNS.items()}
)
_SEXES: Final = {"nam": "birth_nam", "nu": "birth_nu"}
_UNDER_TITLE: Final[Mapping[str, str]] = MappingProxyType(
    {
        words: attribute
        for attribute, own in {
            "title_dang": "dang|cap uy|dang uy|trong dang|dang doan",
            "title_chinh_quyen": "chinh quyen|nha nuoc|hdnd ubnd|ubnd|chuyen mon",
            "title_doan_the": "doan the|mttq doan the|mat tran doan the|mttq|mttq va doan the",
            "title_kiem": "kiem nhiem|kiem",
        }.items()
        for words in own.split("|")
    }
)
_SAME_AS_GROUP: Final = (
    "trinh do",
    "bang cap",
    "muc",
    "ngay thang nam",
    "ngay thang",
    "cao nhat",
    "hien nay",
)
"""Words under a group's header that say no more than the group."""
MEANT: Final[Mapping[str, str]] = MappingProxyType(
    {
        **COLUMNS,
        "birth_nam": "Ngày sinh, giới tính Nam",
        "birth_nu": "Ngày sinh, giới tính Nữ",
        "cert_tin": "Chứng chỉ: Tin học",
        "cert_nn": "Chứng chỉ: Ngoại ngữ",
        "cert_qpan": "Chứng chỉ: Quốc phòng – an ninh",
        "cert_dtts": "Chứng chỉ: Tiếng dân tộc thiểu số",
        "title_dang": "Chức danh trong Đảng",
        "title_chinh_quyen": "Chức danh chính quyền",
        "title_doan_the": "Chức danh Mặt trận, đoàn thể",
        "title_kiem": "Chức danh kiêm nhiệm",
        "department": "Phòng, ban (để hiểu chức danh)",
        "family_name": "Họ, đệm",
        "given_name": "Tên",
    }
)
"""Attribute -> what a column is said to be understood as."""
OWN: Final[Mapping[str, str]] = MappingProxyType(
    {
        **COLUMNS,
        "number": "STT",
        "title_kiem": "Chức danh kiêm nhiệm",
        "cert_tin": "Tin học",
        "cert_nn": "Ngoại ngữ",
        "cert_qpan": "Quốc phòng – an ninh",
        "cert_dtts": "Tiếng dân tộc thiểu số",
    }
)
"""Attribute -> the header in our own words: a column under it is read and not understood, so nothing is told of it."""
OWN_SHEETS: Final = ("Hướng dẫn", "Danh mục")
"""Sheets beside the list in the file that we hand out to be filled in."""
_NAME_BEGINS: Final = ("ho va ten ", "ho ten ")
_NOT_THEIRS: Final = re.compile(r"\b(?:cha|bo|me|vo|chong|con|nguoi than|nguoi lap)\b")
MARK: Final = "="
"""Between attribute and code in the name of a column to be ticked: "pol=tc"."""
LONGEST_HEADER: Final = 200  # characters; no header is longer
_FOOTNOTE: Final = re.compile(r"\((?:\d{1,2}|[^()]{0,60})\)\s*$")


def attribute_of(*parts: str) -> str:
    """Return the attribute that a header means, '' if none.

    ``parts`` go from the group's header down to the column's own: "Trình độ" over "LLCT" is read together, then the
    column alone; "Năm sinh" over "Nam" is the birth of men, "LLCT" over "Trung cấp" a column to be ticked.
    """
    return _attribute(parts) or _attribute([_FOOTNOTE.sub("", part) for part in parts])


def _attribute(parts: Sequence[str]) -> str:
    folded = [words for part in parts if (words := fold_words(part[:LONGEST_HEADER]))]
    if not folded:
        return ""
    *groups, own = folded
    above = next((found for words in reversed(groups) if (found := _ATTRIBUTE_OF.get(words))), "")
    if above == "birth" and own in _SEXES:
        return _SEXES[own]
    if above == "title" and own in _UNDER_TITLE:
        return _UNDER_TITLE[own]
    whole = _ATTRIBUTE_OF.get(" ".join(folded))
    if whole:
        return whole
    if above and own in _SAME_AS_GROUP:
        return above
    if above in VOCABULARIES and own not in _ATTRIBUTE_OF and len(codes := match(above, own)) == 1:
        return f"{above}{MARK}{codes[0]}"
    if own.startswith(_NAME_BEGINS) and not _NOT_THEIRS.search(own):
        return "full_name"
    return _ATTRIBUTE_OF.get(own, "")


def meant(attribute: str) -> str:
    """Return what a column of an attribute is said to be understood as."""
    name, mark, code = attribute.partition(MARK)
    return f"{COLUMNS[name]}: {VOCABULARIES[name][code]}" if mark else MEANT[attribute]


@dataclass(frozen=True, slots=True)
class Table:
    """A sheet with a header that ends in ``header_ends`` (1-based): ``columns`` attribute -> its columns (1-based).

    ``spread``: what merged cells below the header say of each of their rows, by row and column; ``wide``: the rows
    with cells that are merged with each other.
    """

    sheet: Sheet
    columns: Mapping[str, tuple[int, ...]]
    header_starts: int = 1
    header_ends: int = 1
    spread: Mapping[tuple[int, int], CellValue] = field(default_factory=dict)
    wide: frozenset[int] = frozenset()

    def value(self, row: int, attribute: str) -> CellValue:
        """Return the cell of a 1-based row, None where the file has no such column."""
        columns = self.columns.get(attribute, ())
        return next((cell for column in columns if (cell := self.cell(row, column)) is not None), None)

    def cell(self, row: int, column: int) -> CellValue:
        """Return any cell, None outside the sheet."""
        if (row, column) in self.spread:
            return self.spread[row, column]
        cells = self.sheet.rows[row - 1] if 0 < row <= len(self.sheet.rows) else ()
        return cells[column - 1] if 0 < column <= len(cells) else None

    def place(self, row: int, attribute: str) -> Place:
        """Say where an attribute of a row stands; a name in two columns begins in the first."""
        columns = self.columns.get(attribute) or (
            self.columns.get(NAMES[0], (1,)) if attribute == "full_name" else (1,)
        )
        return Place(self.sheet.name, cell_name(row, columns[0]))

    def is_blank(self, row: int) -> bool:
        """Say whether a row holds nothing in any column that tells of somebody: a note alone is nobody's."""
        told = (attribute for attribute in self.columns if attribute not in (NUMBER, "note"))
        return all(self.value(row, attribute) is None for attribute in told)
