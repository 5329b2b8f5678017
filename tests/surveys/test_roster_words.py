"""Words of an office: spelling, sorting, and the codes that they mean."""

import unicodedata
from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from surveys.roster import (
    VOCABULARIES,
    fold,
    match,
    match_certificates,
    name_sort_key,
    spell,
)
from surveys.roster.matching import _table, _written_out, spellings
from surveys.titles import built_in_titles, read_title


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    """Folding is idempotent, and composed and decomposed letters fold to the same."""
    assert fold(fold(text)) == fold(text)
    assert fold(unicodedata.normalize("NFD", text)) == fold(unicodedata.normalize("NFC", text))


def test_both_habits_of_the_tone_mark_are_one_spelling() -> None:
    """Hòa is Hoà and Ủy is Uỷ, but Hòa is not Hóa: places are compared with their accents."""
    assert spell("Phú Hòa") == spell("PHÚ HOÀ")
    assert spell("Ủy ban") == spell("Uỷ ban")
    assert spell("Phú Hòa") != spell("Phú Hóa")
    assert fold("Phú Hòa") == fold("phu hoa")


def test_persons_are_sorted_by_their_last_word_in_the_vietnamese_alphabet() -> None:
    """An before Ấn before Bình before Duy before Đạt; among equal last words the rest decides."""
    names = ["Trần Văn Đạt", "Lê Bình", "Ngô Duy", "Bùi Thị Ấn", "Vũ Thị An", "Đỗ Thị An", "Dương Thị An"]
    assert sorted(names, key=name_sort_key) == [
        "Dương Thị An",
        "Đỗ Thị An",
        "Vũ Thị An",
        "Bùi Thị Ấn",
        "Lê Bình",
        "Ngô Duy",
        "Trần Văn Đạt",
    ]
    tones = ["Tạ", "Tá", "Tã", "Tả", "Tà", "Ta"]
    assert sorted(tones, key=name_sort_key) == tones[::-1]


@given(st.lists(st.text()))
def test_any_names_can_be_sorted(names: list[str]) -> None:
    """The key orders whatever stands in a name column, in whichever order the names come."""
    forwards = [name_sort_key(name) for name in sorted(names, key=name_sort_key)]
    assert forwards == sorted(name_sort_key(name) for name in reversed(names))


@pytest.mark.parametrize(
    ("attribute", "code", "label"),
    [(name, code, label) for name, labels in VOCABULARIES.items() for code, label in labels.items()],
)
def test_every_code_and_label_means_itself(attribute: str, code: str, label: str) -> None:
    """What the house writes it reads back: codes, labels, labels without accents or in capitals."""
    for text in (code, label, label.upper(), fold(label), unicodedata.normalize("NFD", label)):
        assert match(attribute, text) == (code,), text


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("PCT UBND", "pct_ubnd"), ("Phó CT UBND xã", "pct_ubnd"), ("P. Chủ tịch UBND", "pct_ubnd"),
        ("CT HĐND", "ct_hdnd"), ("Phó Chủ tịch Hội đồng nhân dân", "pct_hdnd"), ("BT", "bt"), ("BTĐU", "bt"),
        ("Bí thư Đảng uỷ", "bt"), ("PBT TT", "pbt"), ("PBT", "pbt"), ("Phó Bí thư Đảng ủy", "pbt"),
        ("Chủ tịch UBND xã Phú Hòa", "ct_ubnd"), ("CT UBND TT Thứa", "ct_ubnd"), ("CT MTTQ", "mttq"),
        ("Chủ tịch Ủy ban Mặt trận Tổ quốc xã", "mttq"), ("Bí thư Đoàn xã", "doan"), ("BT Đoàn TN", "doan"),
        ("Chủ tịch Hội Phụ nữ", "phunu"), ("CT Hội ND", "nongdan"), ("CT HND", "nongdan"), ("CT Hội CCB", "ccb"),
        ("CHT QS", "qs"), ("Chỉ huy trưởng Ban Chỉ huy quân sự xã", "qs"), ("VP-TK", "vptk"), ("ĐC-XD", "dcxd"),
        ("Địa chính - Xây dựng - Đô thị và Môi trường", "dcxd"), ("TC-KT", "tckt"), ("Công chức TP-HT", "tpht"),
        ("VH-XH", "vhxh"), ("văn hóa - xã hội", "vhxh"),
    ],
)  # fmt: skip
def test_titles_are_understood_as_offices_abbreviate_them(written: str, code: str) -> None:
    """Each abbreviation means exactly one title."""
    assert read_title(built_in_titles(), written).titles == (code,)


@pytest.mark.parametrize(
    ("written", "codes"),
    [
        ("Bí thư", "bt doan"),
        ("Phó Chủ tịch", "pct_hdnd pct_ubnd pct_mttq"),
        ("Chủ tịch", "ct_hdnd ct_ubnd mttq phunu nongdan ccb"),
    ],
)
def test_a_title_that_may_be_two_is_never_guessed(written: str, codes: str) -> None:
    """All candidates come back, in the order of the titles."""
    found = read_title(built_in_titles(), written)
    assert (found.titles, found.candidates) == ((), tuple(codes.split()))


@pytest.mark.parametrize("written", ["", "TC", "Trưởng Công an", "Phó Bí thư Chi bộ", "x"])
def test_a_title_outside_the_vocabulary_is_unknown(written: str) -> None:
    """A deputy is not taken for the head, nor a qualification for a title."""
    found = read_title(built_in_titles(), written)
    assert (found.titles, found.candidates) == ((), ())


@pytest.mark.parametrize(
    ("attribute", "written", "code"),
    [
        ("edu", "12/12", "thpt"), ("edu", "10/10", "thpt"), ("edu", "THPT", "thpt"), ("edu", "Cấp III", "thpt"),
        ("edu", "9/12", "thcs"), ("edu", "7/10", "thcs"), ("edu", "THCS", "thcs"), ("edu", "5/10", "khac"),
        ("qual", "ĐH", "dh"), ("qual", "CN", "dh"), ("qual", "Kỹ sư", "dh"), ("qual", "CĐ", "cd"), ("qual", "TC", "tc"),
        ("qual", "SC", "sc"), ("qual", "ThS", "sdh"), ("qual", "TS", "sdh"), ("qual", "chưa qua đào tạo", "none"),
        ("pol", "SCLLCT", "sc"), ("pol", "TCLLCT", "tc"), ("pol", "CCLLCT", "cc"), ("pol", "cử nhân CT", "cc"),
        ("pol", "Trung cấp lý luận chính trị - hành chính", "tc"), ("pol", "TC", "tc"), ("pol", "Chưa", "none"),
        ("qlnn", "CV", "cv"), ("qlnn", "CVC", "cvc"), ("qlnn", "Ngạch chuyên viên", "cv"), ("gender", "NỮ", "nu"),
    ],
)  # fmt: skip
def test_levels_are_understood_as_offices_abbreviate_them(attribute: str, written: str, code: str) -> None:
    """An abbreviation is read by the column in which it stands."""
    assert match(attribute, written) == (code,)


def test_certificates_are_a_list() -> None:
    """Each part means one kind; what may be two kinds or none is told apart."""
    assert match_certificates("tin A, tiếng Anh B") == (("tin", "nn"), (), ())
    assert match_certificates("QP-AN đối tượng 4; Tin học B và Anh văn B1") == (("tin", "nn", "qpan"), (), ())
    assert match_certificates("tin nn") == (("tin", "nn"), (), ())
    assert match_certificates("Tin học A; B") == (("tin",), (), ("B",))
    assert match_certificates("Tin học A; lái xe") == (("tin",), ("lái xe",), ())
    assert match("cert", "tiếng Thái") == ("nn", "dtts")


@given(st.sampled_from(sorted(VOCABULARIES)), st.text(max_size=60))
def test_any_text_gets_codes_of_its_vocabulary_only(attribute: str, text: str) -> None:
    """Matching never raises and never invents a code."""
    assert set(match(attribute, text)) <= set(VOCABULARIES[attribute])


def test_every_title_has_one_group() -> None:
    """A code that nobody knows has none."""
    titles = built_in_titles()
    assert all(titles.group(code) in titles.groups for code in titles)
    assert titles.group("ct_ubnd") == "chinh_quyen"
    assert titles.group("giám đốc") == ""


def test_the_table_of_spellings_covers_every_code_and_holds_many() -> None:
    """Every vocabulary and code has spellings; far more than 150 are written out, by hand well over a hundred lines."""
    for attribute, codes in VOCABULARIES.items():
        found = spellings(attribute)
        assert {code for each in found.values() for code in each} == set(codes)
        assert all(match(attribute, label) == (code,) for code, label in codes.items())
    assert sum(len(spellings(attribute)) for attribute in VOCABULARIES) > 10_000


def test_every_spelling_of_the_table_reads_as_its_value_and_none_stands_under_two() -> None:
    """What may be either of two stands in a part of its own, and is asked back: a bare “B”, “tiếng Thái”."""
    for attribute in VOCABULARIES:
        clear = [
            words
            for spelt in _table()[attribute].values()
            for words in {words for spelling in spelt for words in _written_out(spelling)}
        ]
        assert [words for words, count in Counter(clear).items() if count > 1] == []
        for words, codes in spellings(attribute).items():
            assert match(attribute, words) == codes
        assert not set(clear) & {words for words, codes in spellings(attribute).items() if len(codes) > 1}


@pytest.mark.parametrize(
    ("attribute", "written", "code"),
    [
        ("qual", "Thạc sĩ", "sdh"), ("qual", "Tiến sỹ", "sdh"), ("qual", "BSCK I", "sdh"),
        ("qual", "ĐH tại chức", "dh"), ("qual", "ĐHSP", "dh"), ("qlnn", "CV chính", "cvc"),
        ("qual", "Cử nhân", "dh"), ("pol", "Cử nhân/Cao cấp LLCT", "cc"), ("pol", "TCLLCT-HC", "tc"),
        ("edu", "12/12", "thpt"), ("edu", "10/10 phổ thông", "thpt"), ("edu", "BT THPT", "thpt"), ("cert", "B1", "nn"),
        ("cert", "ƯDCNTT cơ bản", "tin"), ("cert", "TOEIC 450", "nn"), ("cert", "IELTS 6.5", "nn"),
        ("qlnn", "Chứng chỉ QLNN ngạch chuyên viên", "cv"), ("qlnn", "Đã qua bồi dưỡng chuyên viên chính", "cvc"),
        ("qual", "BSCKI", "sdh"), ("qual", "PGS.TS", "sdh"), ("pol", "LLCT cao cấp", "cc"), ("edu", "12/12 BT", "thpt"),
        ("pol", "Trình độ trung cấp LLCT-HC", "tc"), ("cert", "B1 tiếng Anh", "nn"), ("cert", "ĐT4", "qpan"),
    ],
)  # fmt: skip
def test_spellings_of_offices_are_in_the_table(attribute: str, written: str, code: str) -> None:
    """As they stand in lists of today."""
    assert match(attribute, written) == (code,)
