"""Phone numbers of Vietnam, in the one form that a chat platform's contact can be compared with."""

import re
from typing import Final

from surveys.roster.dates import show
from surveys.roster.misread import Misread
from surveys.workbooks import CellValue

# 11-digit mobile numbers became 10-digit ones in 2018 (Bộ Thông tin và Truyền thông, QĐ 798/QĐ-BTTTT).
_RENUMBERED: Final = {
    "120": "70", "121": "79", "122": "77", "126": "76", "128": "78",
    "123": "83", "124": "84", "125": "85", "127": "81", "129": "82",
    "162": "32", "163": "33", "164": "34", "165": "35", "166": "36", "167": "37", "168": "38", "169": "39",
    "186": "56", "188": "58", "199": "59",
}  # fmt: skip
_ONE_NUMBER = re.compile(r"\+?[0-9\s.\-()]+")
_MOBILE = re.compile(r"[35789][0-9]{8}")
_OLD_MOBILE = re.compile(r"1[0-9]{9}")
_LANDLINE = re.compile(r"2[0-9]{8,9}")


def read_phone(value: CellValue) -> tuple[str, bool]:
    """Return the number as ``+84`` and digits, and whether it is an old 11-digit number brought up to date.

    A zero that Excel dropped, spaces, dots and the country code are mended. Raises ``Misread``.
    """
    shown = show(value)
    if not _ONE_NUMBER.fullmatch(shown):
        raise Misread(
            "several_phones" if len(re.findall(r"\d{8,}", shown)) > 1 else "not_a_phone", found=shown
        )
    digits = re.sub(r"\D", "", shown)
    national = re.sub(r"^(?:0084|84(?=\d{9,10}$)|0)?0?", "", digits)
    if _MOBILE.fullmatch(national) or _LANDLINE.fullmatch(national):
        return f"+84{national}", False
    if _OLD_MOBILE.fullmatch(national) and national[:3] in _RENUMBERED:
        return f"+84{_RENUMBERED[national[:3]]}{national[3:]}", True
    if len(digits) >= 18:
        raise Misread("several_phones", found=shown)
    raise Misread("not_a_phone", found=shown)
