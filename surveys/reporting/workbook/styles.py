"""The looks of cells: each combination of properties once a workbook."""

from typing import Any, Final

FONT: Final = {"font_name": "Times New Roman", "font_size": 12, "valign": "vcenter"}
_FRAMED: Final = {"border": 1, "border_color": "#808080"}
_HEAD: Final = {"bold": True, "bg_color": "#D9E2F3", "text_wrap": True, "align": "center"}
_TOTAL: Final = {"bold": True, "bg_color": "#F2F2F2"}


class Styles:
    """Makes a format at its first use."""

    def __init__(self, book: Any) -> None:
        self._book = book
        self._made: dict[tuple[tuple[str, Any], ...], Any] = {}

    def of(self, **properties: Any) -> Any:
        """Return the format with these properties of xlsxwriter, over the house's font."""
        key = tuple(sorted((FONT | properties).items()))
        if key not in self._made:
            self._made[key] = self._book.add_format(dict(key))
        return self._made[key]

    def cell(self, *, number_format: str = "", align: str = "left", is_total: bool = False) -> Any:
        """Return the format of a table's cell."""
        numbered = {"num_format": number_format} if number_format else {}
        return self.of(**_FRAMED, **numbered, **(_TOTAL if is_total else {}), align=align, text_wrap=True)

    @property
    def head(self) -> Any:
        """The format of a heading."""
        return self.of(**_FRAMED, **_HEAD)

    @property
    def title(self) -> Any:
        """The format of a table's title."""
        return self.of(bold=True, font_size=14, text_wrap=True)

    @property
    def note(self) -> Any:
        """The format of a remark."""
        return self.of(italic=True, text_wrap=True)

    @property
    def plain(self) -> Any:
        """The format of a sentence."""
        return self.of(text_wrap=True)

    @property
    def warning(self) -> Any:
        """The format of what must not be overlooked."""
        return self.of(bold=True, text_wrap=True, font_color="#C00000")

    @property
    def link(self) -> Any:
        """The format of a link to another sheet."""
        return self.of(font_color="#0563C1", underline=1)

    @property
    def linked(self) -> Any:
        """The format of a table's cell that links to another sheet."""
        return self.of(**_FRAMED, font_color="#0563C1", underline=1, text_wrap=True)
