"""The official layouts as data (``surveys/content/profiles.yaml``): NĐ 30/2020, HD 36-HD/VPTW, HD 05-HD/VPTW."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Final

import yaml

from surveys.content import read

DASHES: Final = "dashes"


@dataclass(frozen=True, slots=True)
class Style:
    """How one element looks: ``size`` in points, ``align`` one of ``left center right both``."""

    size: int
    bold: bool = False
    italic: bool = False
    caps: bool = False
    underline: bool = False
    align: str = "left"


@dataclass(frozen=True, slots=True)
class Page:
    """The page in millimetres; ``header`` is the distance of the page number from the upper edge."""

    width: float
    height: float
    top: float
    bottom: float
    left: float
    right: float
    header: float


@dataclass(frozen=True, slots=True)
class Spacing:
    """Body paragraphs: ``indent`` of the first line in mm, ``after`` in pt, ``line`` a multiple or exact points."""

    indent: float
    after: float
    line: float
    is_exact: bool


@dataclass(frozen=True, slots=True)
class Profile:
    """One layout. Templates have ``{fields}``; rules are parts of the length of the text above them.

    ``verify`` names what is to be checked against the official text; it never shows in a document.
    """

    key: str
    name: str
    verify: tuple[str, ...]
    font: str
    page: Page
    columns: tuple[float, float]
    elements: Mapping[str, Style]
    emblem: str
    motto: str
    emblem_rule: float
    motto_rule: float
    issuer_rule: float
    has_star: bool
    number: str
    number_blank: str
    kinds: Mapping[str, str]
    place_date: str
    subject_is_lower: bool
    subject_rule: float | str
    headings: tuple[str, ...]
    spacing: Spacing
    ending: str
    annex: str
    recipients_title: str
    recipient: str
    recipient_end: str
    recipient_last_end: str
    filing: str


def _spacing(raw: Mapping[str, Any]) -> Spacing:
    line = str(raw["line"])
    exact = line.endswith(" pt")
    return Spacing(raw["indent"], raw["after"], float(line.removesuffix(" pt")), exact)


def _profile(key: str, raw: Mapping[str, Any], font: str, paper: Mapping[str, float]) -> Profile:
    columns = raw["heading_columns"]
    return Profile(
        key=key,
        name=raw["name"],
        verify=tuple(raw["verify"]),
        font=font,
        page=Page(**paper, **raw["margins"]),
        columns=(columns["left"], columns["right"]),
        elements=MappingProxyType({name: Style(**style) for name, style in raw["elements"].items()}),
        emblem=raw["emblem"],
        motto=raw["motto"],
        emblem_rule=raw["emblem_rule"],
        motto_rule=raw["motto_rule"],
        issuer_rule=raw["issuer_rule"],
        has_star=raw["star"],
        number=raw["number"],
        number_blank=raw["number_blank"],
        kinds=MappingProxyType(dict(raw["kind"])),
        place_date=raw["place_date"],
        subject_is_lower=raw["subject_case"] == "lower",
        subject_rule=raw["subject_rule"],
        headings=tuple(raw["headings"]),
        spacing=_spacing(raw["paragraph"]),
        ending=raw["ending"],
        annex=raw["annex"],
        recipients_title=raw["recipients_title"],
        recipient=raw["recipient"],
        recipient_end=raw["recipient_end"],
        recipient_last_end=raw["recipient_last_end"],
        filing=raw["filing"],
    )


def _read_profiles() -> Mapping[str, Profile]:
    raw = yaml.safe_load(read("profiles.yaml"))
    found = {
        key: _profile(key, each, raw["fonts"]["all"], raw["page"]) for key, each in raw["profiles"].items()
    }
    return MappingProxyType(found)


PROFILES: Final[Mapping[str, Profile]] = _read_profiles()
"""The layouts by key: ``nd30 hd36 hd05``."""
