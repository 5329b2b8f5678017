"""The communes of today with their codes, and those of the article's district with what they became."""

from datetime import date

from surveys.roster.communes import TODAY_FROM, communes, find_commune, find_communes, provinces

THEN, BETWEEN, TODAY = date(2015, 3, 2), date(2025, 3, 1), date(2026, 11, 2)


def test_the_country_has_34_provinces_and_3321_communes() -> None:
    """Each with a code of its own; 13 are special zones."""
    now = [each for each in communes() if each.starts_on == TODAY_FROM]
    assert (len(provinces()), len(now), len({each.code for each in now})) == (34, 3321, 3321)
    assert sum(each.name.startswith("Đặc khu ") for each in now) == 13
    assert {each.parent for each in now} == set(provinces().values())
    assert all(each.name == " ".join(each.name.split()) for each in now)


def test_a_name_is_found_with_and_without_its_kind() -> None:
    """Both habits of the tone mark, and a province where several communes have one name."""
    assert [each.code for each in find_communes("Lương Tài", TODAY)] == ["09496"]
    assert [each.code for each in find_communes("xã Trung Kênh", TODAY)] == ["09499"]
    assert len(find_communes("Bình Minh", TODAY)) > 1
    assert [each.parent for each in find_communes("Bình Minh", TODAY, "Hà Nội")] == ["Thành phố Hà Nội"]
    assert find_communes("Phường Lương Tài", TODAY) == ()


def test_a_code_means_another_unit_on_another_day() -> None:
    """09499 was An Thịnh and is Trung Kênh; the seven months of twelve units are known, too."""
    found = [find_commune("09499", day) for day in (THEN, BETWEEN, TODAY)]
    assert [each.name for each in found if each] == ["Xã An Thịnh", "Xã An Thịnh", "Xã Trung Kênh"]
    assert [each.name for each in find_communes("Quang Minh", BETWEEN, "huyện Lương Tài")] == [
        "Xã Quang Minh"
    ]
    assert find_communes("Phú Hòa", TODAY, "huyện Lương Tài") == ()


def test_the_units_of_the_article_are_14_then_12_and_became_4() -> None:
    """What each became is one of the four communes of today."""
    of_district = [each for each in communes() if each.parent == "Huyện Lương Tài"]
    assert [sum(each.covers(day) for each in of_district) for day in (THEN, BETWEEN, TODAY)] == [14, 12, 0]
    assert {each.successor for each in of_district} == {"09496", "09529", "09523", "09499"}
