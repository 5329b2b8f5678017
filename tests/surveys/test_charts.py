"""The pictures: legible on a phone, nothing over anything else, nothing shown that is hidden."""

import io
import math
import struct
import unicodedata
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import matplotlib as mpl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from matplotlib.font_manager import get_font
from PIL import Image

from surveys.aggregation.table import Code, Measure
from surveys.reporting import charts
from surveys.reporting.charts import (
    CHARTS,
    draw_charts,
    education_pyramid,
    importance_level_map,
    needs_ranking,
    response_by_unit,
)
from surveys.reporting.charts import canvas as paper
from surveys.reporting.charts.axis import Axis, round_step
from surveys.reporting.charts.boxes import Box, around, place_labels
from surveys.reporting.charts.canvas import Canvas, balanced, drawable, text_width, wrap
from surveys.reporting.texts.charts import CHARTS as WORDS
from tests.surveys import report_tables as sample

LEXICON = sample.lexicon()
SMALLEST_LETTERS = 26  # pixels, on a picture as wide as a phone's screen
GROUNDS = (paper.PAPER, paper.TINT)  # paper, and the tint of the quadrant to concentrate on


def collected(monkeypatch: pytest.MonkeyPatch, *, are_rendered: bool) -> list[Canvas]:
    """Collect every sheet that is drawn on from now on; made pictures of only if asked for."""
    drawn: list[Canvas] = []
    render = Canvas.png

    def collect(canvas: Canvas) -> bytes:
        drawn.append(canvas)
        return render(canvas) if are_rendered else b"a picture"

    monkeypatch.setattr(Canvas, "png", collect)
    return drawn


@pytest.fixture
def sheets(monkeypatch: pytest.MonkeyPatch) -> list[Canvas]:
    """Give the sheets that a test draws on, to be read and not looked at."""
    return collected(monkeypatch, are_rendered=False)


@pytest.fixture(scope="module")
def gallery() -> tuple[dict[str, bytes | None], list[Canvas]]:
    """Draw every picture once: the pictures, and the sheets they were drawn on."""
    with pytest.MonkeyPatch.context() as monkeypatch:
        drawn = collected(monkeypatch, are_rendered=True)
        return every_picture(), drawn


def every_picture() -> dict[str, bytes | None]:
    """Every chart of the sample tables, with and without hidden cells."""
    return {
        "response": response_by_unit(sample.response_unit(), LEXICON, source="Nguồn: đợt 1."),
        "needs": needs_ranking(sample.needs(), LEXICON),
        "needs_hidden": needs_ranking(sample.needs(hidden=frozenset({"c08", "c12"})), LEXICON),
        "needs_group": needs_ranking(sample.needs(subject="chuyen_mon"), LEXICON),
        "map": importance_level_map(sample.needs(hidden=frozenset({"c01"})), LEXICON),
        "pyramid": education_pyramid(sample.quality_qual_gender(), LEXICON),
        "pyramid_hidden": education_pyramid(sample.quality_qual_gender(threshold=5), LEXICON),
        "bars": education_pyramid(sample.quality_total(), LEXICON),
    }


def words_on(sheet: Canvas) -> str:
    """All that stands on a sheet."""
    return " | ".join(text.shown for text in sheet.texts)


def luminance(colour: str) -> float:
    """Relative luminance by WCAG 2."""
    parts = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast of two colours by WCAG 2: 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


# --- what every picture keeps -----------------------------------------------------------------------


def test_pictures_are_small_pngs_as_wide_as_a_phone(
    gallery: tuple[dict[str, bytes | None], list[Canvas]],
) -> None:
    """1080 pixels wide, upright or nearly so, a palette, under 150 kB, no word of when or by what."""
    for name, content in gallery[0].items():
        assert content is not None, name
        with Image.open(io.BytesIO(content)) as image:
            assert (image.format, image.mode, image.width) == ("PNG", "P", 1080)
            assert 0.7 <= image.height / image.width <= 2
            assert image.info.keys() <= {"transparency"}
        assert len(content) < 150_000
        assert set(chunks(content)) <= {b"IHDR", b"PLTE", b"IDAT", b"IEND"}


def chunks(content: bytes) -> Iterator[bytes]:
    """The names of a PNG's chunks."""
    at = 8
    while at < len(content):
        (length,) = struct.unpack(">I", content[at : at + 4])
        yield content[at + 4 : at + 8]
        at += length + 12


def test_the_same_table_makes_the_same_bytes() -> None:
    """Nothing in a picture depends on the moment, and matplotlib's own settings stay as they were."""
    before = dict(mpl.rcParams)
    for draw, table in ((importance_level_map, sample.needs()), (education_pyramid, sample.quality_total())):
        assert draw(table, LEXICON) == draw(table, LEXICON)
    assert dict(mpl.rcParams) == before


def test_letters_are_large_and_dark_enough(gallery: tuple[dict[str, bytes | None], list[Canvas]]) -> None:
    """Letters of at least 26 pixels, a contrast of at least 4.5 : 1 on every ground they may stand on."""
    for text in (text for sheet in gallery[1] for text in sheet.texts):
        assert text.size >= SMALLEST_LETTERS
        assert all(contrast(text.colour, ground) >= 4.5 for ground in GROUNDS)


def test_no_text_covers_another_or_leaves_the_sheet(
    gallery: tuple[dict[str, bytes | None], list[Canvas]],
) -> None:
    """Every line has its own place on the paper."""
    for sheet in gallery[1]:
        page = Box(0, 0, paper.WIDTH, sheet.height)
        for number, text in enumerate(sheet.texts):
            assert page.contains(text.box), text
            over = [other.shown for other in sheet.texts[:number] if other.box.overlaps(shrunk(text.box))]
            assert over == [], text.shown


def shrunk(box: Box) -> Box:
    """A box without the air between lines."""
    return Box(box.left + 1, box.top + 2, box.right - 1, box.bottom - 2)


def test_shapes_stand_out_from_the_paper() -> None:
    """Bars and marks have a contrast of at least 3 : 1 on white."""
    for colour in (paper.BLUE, paper.ORANGE, paper.GREEN, paper.GREY, paper.INK):
        assert contrast(colour, paper.PAPER) >= 3


def test_colours_are_kept_however_little_there_is_of_them() -> None:
    """The palette is fixed: one small green triangle stays green, the paper white."""
    content = importance_level_map(sample.needs({"c01": (400, 300)}), LEXICON)
    assert content is not None
    with Image.open(io.BytesIO(content)) as image:
        counted = image.convert("RGB").getcolors(maxcolors=256) or []
    flat = [colour for _, colour in counted if isinstance(colour, tuple)]
    used = {f"#{red:02X}{green:02X}{blue:02X}" for red, green, blue in (each[:3] for each in flat)}
    assert used >= {paper.PAPER, paper.TINT, paper.GREEN, paper.BLUE, paper.ORANGE}


def test_every_picture_says_of_how_many_and_of_which_day(sheets: list[Canvas]) -> None:
    """Title, n, day and source stand on each."""
    drawn = draw_charts(sample.all_tables(), LEXICON, as_of=sample.AS_OF, source="Nguồn: khảo sát đợt 1.")
    assert list(drawn) == [chart.name for chart in CHARTS]
    for chart, sheet in zip(CHARTS, sheets, strict=True):
        said = words_on(sheet)
        assert chart.title.split()[0] in said
        assert "22/11/2026" in said
        assert "khảo sát đợt 1" in said
        assert "n = " in said or "70/75" in said


def test_all_vietnamese_letters_can_be_drawn() -> None:
    """Both fonts hold every letter with every tone, upper and lower case; nothing is replaced."""
    bases = "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY"
    letters = {
        unicodedata.normalize("NFC", base + tone)
        for base in bases
        for tone in ("", *"\u0300\u0301\u0303\u0309\u0323")
    }
    letters |= set("đĐbcdghklmnpqrstvxfjzw0123456789.,;:–-‹›…→%()/“”*&+=?!")
    assert all(len(letter) == 1 for letter in letters)
    for path in paper._FILES.values():
        assert {letter for letter in letters if ord(letter) not in get_font(str(path)).get_charmap()} == set()
    assert all(drawable(letter) == letter for letter in letters)


def test_letters_that_phones_send_are_composed_and_unknown_ones_marked() -> None:
    """Decomposed tones are put together, a Chinese letter becomes a mark instead of a warning, formulas stay text."""
    assert drawable(unicodedata.normalize("NFD", "Phú Hòa\n")) == "Phú Hòa"
    assert drawable("Xã 中") == "Xã \N{REPLACEMENT CHARACTER}"
    table = sample.response_unit()
    units = {row[0].code: "Xã $x^2$ 中" for row in table.rows if isinstance(row[0], Code)}
    assert response_by_unit(table, sample.OpenLexicon(None, units)) is not None


def test_pyplot_and_its_global_state_are_never_used() -> None:
    """Charts are drawn with the object API alone."""
    assert charts.__file__ is not None
    for room in Path(charts.__file__).parent.glob("*.py"):
        code = room.read_text(encoding="utf-8")
        assert "import matplotlib.pyplot" not in code
        assert "from matplotlib import pyplot" not in code
        assert "rcParams" not in code


# --- what is hidden ---------------------------------------------------------------------------------


def test_a_hidden_need_is_hatched_and_named_without_a_figure(sheets: list[Canvas]) -> None:
    """Its name stands, last; its figure stands nowhere."""
    needs_ranking(sample.needs(hidden=frozenset({"c08"})), LEXICON)
    said = words_on(sheets[0])
    assert "C8. Quản lý đất đai" in said
    assert "8,55" not in said
    assert said.endswith(f"| {WORDS.hidden}")
    assert WORDS.hidden_key in said
    names = [text.shown for text in sheets[0].texts if text.shown.startswith("C")]
    assert names[-1].startswith("C8")


def test_a_hidden_competency_stands_only_in_the_key_of_the_map(sheets: list[Canvas]) -> None:
    """No point, no label; the key says that it is hidden."""
    importance_level_map(sample.needs(hidden=frozenset({"c08"})), LEXICON)
    texts = [text.shown for text in sheets[0].texts]
    assert texts.count("C8") == 1
    assert texts.count("C5") == 2
    assert any(text.startswith("Quản lý đất đai") and text.endswith(f"({WORDS.hidden})") for text in texts)


def test_hidden_counts_of_a_pyramid_show_no_number(sheets: list[Canvas]) -> None:
    """4 women with a degree and 2 men of the lowest level are hidden; the others stand with their share."""
    education_pyramid(sample.quality_qual_gender(threshold=5), LEXICON)
    texts = [text.shown for text in sheets[0].texts]
    assert texts.count(WORDS.hidden) == 3
    assert "29 (46,8%)" in texts
    assert not any(text.startswith(("4 ", "2 ", "1 ")) for text in texts)


def test_without_any_figure_there_is_no_picture() -> None:
    """Empty, hidden throughout, or not defined: None, and the set of charts goes without."""
    hidden = sample.needs(hidden=frozenset(sample.RATINGS))
    empty = replace(sample.needs(), rows=())
    for table in (hidden, empty):
        assert needs_ranking(table, LEXICON) is None
        assert importance_level_map(table, LEXICON) is None
    assert response_by_unit(replace(sample.response_unit(), rows=()), LEXICON) is None
    assert education_pyramid(sample.quality_qual_gender(threshold=1000), LEXICON) is None
    assert draw_charts([hidden, empty], LEXICON) == {}
    assert draw_charts([], LEXICON) == {}


def test_a_pyramid_that_is_mostly_hidden_gives_way_to_plain_bars(sheets: list[Canvas]) -> None:
    """Then the qualifications of all are drawn, if those may be shown."""
    gender = sample.quality_qual_gender(threshold=30)
    assert education_pyramid(gender, LEXICON) is None
    drawn = draw_charts([gender, sample.quality_total()], LEXICON)
    assert list(drawn) == ["education_pyramid"]
    assert "33 (44%)" in words_on(sheets[-1])
    assert "39 (52%)" in words_on(sheets[-1])


# --- response ---------------------------------------------------------------------------------------


def test_units_stand_by_their_share_with_n_of_n(sheets: list[Canvas]) -> None:
    """The highest first, "4/5 (80%)" beside each bar; the total stands in the remark."""
    response_by_unit(sample.response_unit(), LEXICON)
    figures = [
        text.shown for text in sheets[0].texts if text.shown.endswith("%)") and text.shown[0].isdigit()
    ]
    shares = [int(f.split("/")[0]) / int(f.split("/")[1].split()[0]) for f in figures]
    assert len(figures) == 14
    assert shares == sorted(shares, reverse=True)
    assert "Đã trả lời 70/75 phiếu (93,3%)" in words_on(sheets[0])


def test_of_many_units_the_lowest_are_drawn_and_the_picture_says_so(sheets: list[Canvas]) -> None:
    """A province of 126 communes: those that must be called."""
    table = sample.response_unit()
    rows = [table.rows[0], *(row for row in table.rows[1:] for _ in range(9))]
    response_by_unit(replace(table, rows=tuple(rows)), LEXICON)
    said = words_on(sheets[0])
    assert "20 đơn vị có tỷ lệ thấp nhất trong 126 đơn vị" in said
    assert "(80%)" in said
    assert "(100%)" not in said


# --- needs ------------------------------------------------------------------------------------------


def test_needs_stand_by_rank_with_vietnamese_figures(sheets: list[Canvas]) -> None:
    """The competency with the highest score first; a decimal comma; long names whole, on two lines."""
    needs_ranking(sample.needs(), LEXICON)
    texts = [text.shown for text in sheets[0].texts]
    figures = [text for text in texts if "," in text and text.replace(",", "").isdigit() and len(text) > 3]
    assert figures[0] == "9,72"
    assert [float(f.replace(",", ".")) for f in figures] == sorted(
        (float(f.replace(",", ".")) for f in figures), reverse=True
    )
    whole = LEXICON.label(Code("screen", "c05"))
    assert whole in words_on(sheets[0]).replace(" | ", " ")


def test_needs_of_differently_many_say_from_how_few_to_how_many(sheets: list[Canvas]) -> None:
    """Some competencies are asked of some titles only: n = 40–61."""
    table = sample.needs()
    fewer = [
        replace(cell, base=replace(cell.base, value=40)) if isinstance(cell, Measure) else cell
        for cell in table.rows[3]
    ]
    rows = (*table.rows[:3], tuple(fewer), *table.rows[4:])
    for draw in (needs_ranking, importance_level_map):
        draw(replace(table, rows=rows), LEXICON)
        draw(table, LEXICON)
    said = [next(each.shown for each in sheet.texts if each.shown.startswith("n = ")) for sheet in sheets]
    assert said == ["n = 40–61 người", "n = 61 người"] * 2


def test_needs_below_zero_are_drawn_to_the_left(sheets: list[Canvas]) -> None:
    """Who is better than needed has a negative score; the scale holds it."""
    needs_ranking(sample.needs({"c01": (300, 450), "c02": (450, 200)}), LEXICON)
    assert "-4,50" in words_on(sheets[0])


# --- the map ----------------------------------------------------------------------------------------

AREA = Box(130, 200, 1040, 1060)
INSIDE = st.tuples(st.floats(AREA.left, AREA.right), st.floats(AREA.top, AREA.bottom))
SIZES = st.tuples(st.floats(30, 80), st.floats(30, 40))


def check_labels(points: list[tuple[float, float]], sizes: list[tuple[float, float]]) -> None:
    """Every point has a label of its size, in the area, on no other label."""
    boxes = place_labels(points, sizes, AREA, radius=13)
    assert boxes == place_labels(points, sizes, AREA, radius=13)
    found = [box for box in boxes if box is not None]
    assert len(found) == len(points)
    for number, (box, size) in enumerate(zip(found, sizes, strict=True)):
        assert AREA.contains(box)
        assert (box.width, box.height) == pytest.approx(size)
        assert not any(box.overlaps(other) for other in found[:number])


@given(labelled=st.lists(st.tuples(INSIDE, SIZES), max_size=24))
@settings(max_examples=40)
def test_labels_never_collide(labelled: list[tuple[tuple[float, float], tuple[float, float]]]) -> None:
    """Wherever the points lie."""
    check_labels([point for point, _ in labelled], [size for _, size in labelled])


@pytest.mark.parametrize("point", [(600.0, 600.0), (130.0, 200.0), (1040.0, 1060.0), (130.0, 1060.0)])
def test_labels_of_points_in_one_place_fan_out(point: tuple[float, float]) -> None:
    """Forty points on one spot, in the middle or in a corner."""
    check_labels([point] * 40, [(60.0, 35.0)] * 40)


def test_a_label_without_any_room_is_left_out() -> None:
    """An area that is full gives no place instead of a collision."""
    small = Box(0, 0, 100, 40)
    assert place_labels([(50, 20)] * 3, [(90, 38)] * 3, small).count(None) == 2


def test_labels_keep_clear_of_points_and_obstacles() -> None:
    """With room enough a label covers neither a point nor what else stands there."""
    points = [(300.0 + 60 * (at % 5), 400.0 + 70 * (at // 5)) for at in range(15)]
    corner = Box(500, 380, 900, 420)
    boxes = place_labels(points, [(50.0, 34.0)] * 15, AREA, radius=13, obstacles=[corner])
    for box in boxes:
        assert box is not None
        assert not box.overlaps(corner)
        assert not any(box.overlaps(around(point, 13)) for point in points)


@given(
    ratings=st.lists(st.tuples(st.integers(100, 500), st.integers(100, 500)), min_size=1, max_size=8),
    together=st.booleans(),
)
@settings(max_examples=4)
def test_any_ratings_make_a_map(ratings: list[tuple[int, int]], together: bool) -> None:
    """Scattered or all alike: the picture is drawn."""
    if together:
        ratings = ratings[:1] * len(ratings)
    table = sample.needs({f"c{at:02}": pair for at, pair in enumerate(ratings, 1)})
    assert importance_level_map(table, LEXICON) is not None
    assert needs_ranking(table, LEXICON) is not None


def test_the_map_names_its_quadrants_and_crosshair(sheets: list[Canvas]) -> None:
    """All four names stand in their corners, each with a shape of its own; the crosshair's figures below."""
    importance_level_map(sample.needs(), LEXICON)
    said = words_on(sheets[0])
    assert all(LEXICON.label(Code("quadrant", code)) in said for code in "ABCD")
    assert "quan trọng 4,16; hiện nay 3,06" in said


def test_no_line_runs_through_the_name_of_a_quadrant(
    sheets: list[Canvas], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Where the crosshair is near an edge, paper lies between it and the name that reaches across."""
    drawn: list[tuple[Box, str]] = []
    draw = Canvas.rectangle

    def note(canvas: Canvas, box: Box, colour: str, **how: str) -> None:
        drawn.append((box, colour))
        draw(canvas, box, colour, **how)

    monkeypatch.setattr(Canvas, "rectangle", note)
    ratings = sample.RATINGS | {"c05": (470, 150)}
    importance_level_map(sample.needs(ratings, hidden=frozenset(ratings) - {"c05"}), LEXICON)
    centre = next(box.right for box, colour in drawn if colour == paper.TINT)
    names = {LEXICON.label(Code("quadrant", code)) for code in "ABCD"}
    crossed = [t.box for t in sheets[0].texts if t.shown in names and t.box.left < centre < t.box.right]
    covers = [box for box, colour in drawn if colour == paper.PAPER]
    assert crossed
    assert all(any(b.left <= t.left and b.right >= t.right - 4 for b in covers) for t in crossed)


def test_competencies_without_numbers_of_their_own_get_running_ones(sheets: list[Canvas]) -> None:
    """A form whose groups are not numbered: 1, 2, 3 by rank."""
    importance_level_map(sample.needs(), sample.OpenLexicon())
    texts = [text.shown for text in sheets[0].texts]
    assert texts.count("12") == 2


# --- measuring --------------------------------------------------------------------------------------


def test_measured_widths_are_those_that_are_drawn() -> None:
    """A line ends where the measure says, within two pixels in a hundred."""
    sheet = Canvas(100)
    box = sheet.text(20, 50, "Đội ngũ cán bộ, công chức cấp xã", 30)
    with Image.open(io.BytesIO(sheet.png())) as image:
        dark = image.convert("L").point(lambda value: 255 if value < 128 else 0).getbbox()
    assert dark is not None
    assert dark[0] == pytest.approx(box.left, abs=5)
    assert dark[2] == pytest.approx(box.right, abs=0.02 * box.width)
    assert box.top <= dark[1] < dark[3] <= box.bottom


@given(text=st.text("aăâbcdđeêghiklmnoôơpqrstuưvxy ", max_size=120), width=st.integers(60, 600))
@settings(max_examples=40)
def test_wrapped_lines_fit_and_lose_nothing(text: str, width: int) -> None:
    """No line is wider than asked for, all letters are there; balanced, there are no more lines."""
    lines = wrap(text, width, 30)
    assert "".join(lines).replace(" ", "") == text.replace(" ", "")
    assert all(text_width(line, 30) <= width for line in lines)
    assert len(balanced(text, width, 30)) == len(lines)
    shortened = wrap(text, width, 30, limit=2)
    assert len(shortened) <= 2
    assert all(text_width(line, 30) <= width for line in shortened)
    assert len(lines) <= 2 or shortened[-1].endswith("…")


@given(low=st.floats(-50, 50), span=st.floats(0, 100))
def test_scales_hold_their_ends_in_round_steps(low: float, span: float) -> None:
    """Both ends lie on the scale; steps are 1, 2 or 5 times a power of ten."""
    axis = Axis.within(low, low + span, 0, 1000)
    assert axis.low <= low + 1e-6
    assert axis.high >= low + span - 1e-6
    assert -1 <= axis.at(low) <= axis.at(low + span) <= 1001
    mantissa = axis.step / 10 ** math.floor(math.log10(axis.step) + 1e-9)
    assert round(mantissa, 6) in (1, 2, 5, 10)
    assert len(axis.ticks) <= 8
    assert all(-1e-6 <= axis.at(tick) <= 1000 + 1e-6 for tick in axis.ticks)
    assert round_step(0) == 1
