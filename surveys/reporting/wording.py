"""The words for a table's codes: titles, headings, labels, notes. Coded in, Vietnamese out."""

from collections.abc import Mapping
from datetime import date
from fractions import Fraction

from surveys.aggregation.table import HIDDEN, Cell, Code, Column, Count, Kind, Measure, Note, Share, Table
from surveys.questionnaire import Questionnaire
from surveys.reporting.answers import item_label
from surveys.reporting.numbers import date_text, number_text, percent_text
from surveys.reporting.texts import TABLES
from surveys.reporting.texts.common import HIDDEN_MARK, LIST_TO_CONFIRM, NOTHING_MARK, SHARE_HEADING
from surveys.titles import Titles, built_in_titles


class Lexicon:
    """Words codes: by the tables' own texts, by a form, by the names of units, the office's titles and its own rules.

    Of a form ``item:<name>`` is a choice, ``item`` and ``screen`` are what it asks.
    """

    def __init__(
        self,
        form: Questionnaire | None = None,
        units: Mapping[str, str] | None = None,
        titles: Titles | None = None,
        regimes: Mapping[str, str] | None = None,
    ) -> None:
        self._form = form
        self.titles = titles or built_in_titles()
        self._labels: dict[str, Mapping[str, str]] = {
            "unit": units or {},
            "title": self.titles.labels,
            "title_group": self.titles.group_labels,
        }
        self._titles: dict[str, str] = {}
        self._columns: dict[str, str] = {}
        self._notes: dict[str, str] = {}
        for texts in TABLES:
            self._titles |= texts.titles
            self._columns |= texts.columns
            self._notes |= texts.notes
            for vocabulary, labels in texts.labels.items():
                self._labels[vocabulary] = {**self._labels.get(vocabulary, {}), **labels}
        self._labels["regime"] = {**self._labels["regime"], **(regimes or {})}

    def label(self, code: Code) -> str:
        """Word a coded value; one that nobody knows stands as it is."""
        if self._form is not None and code.vocabulary in ("screen", "item"):
            return self._asked(self._form, code)
        if code.vocabulary.startswith("item:") and self._form is not None:
            item = self._form.items.get(code.vocabulary.removeprefix("item:"))
            found = (c.label for c in self._form.choices(item) if c.name == code.code) if item else iter(())
            return next(found, self._common(code))
        return self._common(code)

    @staticmethod
    def _asked(form: Questionnaire, code: Code) -> str:
        """Word a screen by its group's label or its only question, an item by what it asks."""
        if code.vocabulary == "item":
            return item_label(form, form.items[code.code]) if code.code in form.items else code.code
        place = form.screen_index.get(code.code)
        screen = None if place is None else form.screens[place]
        if screen is not None and screen.confirms:
            return LIST_TO_CONFIRM
        return (screen.label or screen.items[0].label or code.code) if screen else code.code

    def _common(self, code: Code) -> str:
        own = self._labels.get(code.vocabulary, {})
        return own.get(code.code) or self._labels["total"].get(code.code) or code.code

    def title(self, table: Table) -> str:
        """Word a table's title. Raises ``KeyError`` if no text names it: a table without a name is a mistake."""
        subject = self.label(table.subject) if table.subject else ""
        return self._titles[table.key].format(subject=subject)

    def heading(self, table: Table, column: Column) -> str:
        """Word a column's heading. Raises ``KeyError`` if no text names it."""
        if column.label is not None:
            return self.label(column.label)
        own = f"{table.key}.{column.key}"
        return self._columns[own] if own in self._columns else self._columns[column.key]

    def headings(self, table: Table) -> tuple[str, ...]:
        """Word all headings of a table; a share beside a count of the same label says that it is one."""
        words = [self.heading(table, column) for column in table.columns]
        return tuple(
            SHARE_HEADING.format(heading=word)
            if column.kind is Kind.SHARE and words.count(word) > 1
            else word
            for word, column in zip(words, table.columns, strict=True)
        )

    def note(self, note: Note) -> str:
        """Word a note. Raises ``KeyError`` if no text names it."""
        return self._notes[note.code].format_map({k: self._plain(v) for k, v in note.parameters.items()})

    def _plain(self, value: str | date | Fraction | float | Code) -> str:
        if isinstance(value, Code):
            return self.label(value)
        if isinstance(value, date):
            return date_text(value)
        if isinstance(value, float | Fraction):
            return number_text(value, 2, drops_zeros=True)
        return str(value) if isinstance(value, str) else number_text(value)

    def cell(self, cell: Cell, column: Column) -> str:
        """Word a cell for documents and chats; workbooks keep the types instead."""
        if cell is HIDDEN:
            return HIDDEN_MARK
        if cell is None:
            return "" if column.kind in (Kind.TEXT, Kind.CODE) else NOTHING_MARK
        if isinstance(cell, Code):
            return self.label(cell)
        if isinstance(cell, Count):
            return number_text(cell.value)
        if isinstance(cell, Share):
            return NOTHING_MARK if cell.fraction is None else percent_text(cell.fraction)
        if isinstance(cell, Measure):
            return self._measure(cell, column)
        if isinstance(cell, date):
            return date_text(cell)
        return str(cell)  # a year, a rank: no thousands dot

    def _measure(self, measure: Measure, column: Column) -> str:
        if measure.value is None:
            return NOTHING_MARK
        if isinstance(measure.value, Code):
            return self.label(measure.value)
        return number_text(measure.value, column.decimals)
