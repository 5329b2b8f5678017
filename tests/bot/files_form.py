"""A form that asks for what is sent rather than said, and the bytes that answer it."""

import io
import zipfile
from typing import Final

from surveys.questionnaire import Questionnaire
from surveys.xlsform import read_form

SURVEY: Final = """
| survey |
| | type | name | label | hint | required |
| | image | diploma | Ảnh bằng cấp cao nhất | Chụp đủ bốn góc. | yes |
| | file | paper | Bản chụp chứng chỉ (nếu có) | | |
| | audio | word | Nguyện vọng bằng lời | | |
| | video | film | Phòng làm việc | | |
| | geopoint | place | Nơi làm việc ở đâu? | | yes |
| | text | idea | Ý kiến khác | | |
| settings |
| | form_id | form_title |
| | ho_so | Hồ sơ |
"""
JPEG: Final = b"\xff\xd8\xff\xe0" + b"diploma" * 100_000
PNG: Final = b"\x89PNG\r\n\x1a\n" + b"other" * 1000
OGG: Final = b"OggS" + b"voice" * 1000
MP4: Final = b"\0\0\0\x20ftypisom" + b"film" * 1000
PDF: Final = b"%PDF-1.7\n" + b"paper" * 1000


def workbook() -> bytes:
    """The smallest thing that is an .xlsx."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        archive.writestr("xl/workbook.xml", "<x/>")
    return buffer.getvalue()


def files_form() -> Questionnaire:
    """Return the form."""
    form = read_form(SURVEY.encode(), "ho_so.md")
    assert isinstance(form, Questionnaire), form
    return form
