"""How reading one cell fails, inside this folder only: ``rows.py`` turns it into a ``Problem``."""


class Misread(Exception):  # noqa: N818 - says what happened to the cell
    """A cell that was not understood. ``code`` and ``parameters`` are those of the problem."""

    def __init__(self, code: str, **parameters: str) -> None:
        super().__init__(code)
        self.code = code
        self.parameters = parameters
