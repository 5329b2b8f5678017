"""Titles as offices write them: "PCT UBND", "BTĐU", "Chủ tịch Hội phụ nữ xã", "ĐC-XD"."""

import re
from typing import Final

from surveys.roster.vocabularies import TITLES
from surveys.spelling import fold_words

# Applied in order to the folded words; each rewrites one way of writing into the way of the table below.
_REWRITES: Final[tuple[tuple[str, str], ...]] = tuple(
    (rf"\b(?:{found})\b", written)
    for found, written in (
        (r"btdu", "bi thu dang uy"),
        (r"pbtdu", "pho bi thu dang uy"),
        (r"pbttt", "pho bi thu thuong truc"),
        (r"pct", "pho chu tich"),
        (r"ct", "chu tich"),
        (r"pbt", "pho bi thu"),
        (r"bt", "bi thu"),
        (r"p (?=bi thu|chu tich)", "pho "),
        (r"pho bi thu tt", "pho bi thu thuong truc"),
        (r"pho chu tich (?:thuong truc|tt)(?= (?:ubnd|hdnd|uy ban|hoi dong))", "pho chu tich"),
        (r"du|dang bo|db", "dang uy"),
        (r"hoi dong nhan dan|hoi dong", "hdnd"),
        (r"(?<=chu tich )mt", "mttq"),
        (r"(?:(?:uy ban|ub) )?(?:mttq|mat tran to quoc|mat tran)(?: (?:viet nam|vn))?", "mttq"),
        (r"ubmttq(?: ?(?:viet nam|vn))?|ubmttqvn|mttqvn", "mttq"),
        (r"uy ban nhan dan|uy ban|ub", "ubnd"),
        (r"xa doan|doan xa|thi tran doan|doan thi tran|phuong doan|doan phuong", "doan"),
        (
            r"(?:doan )?(?:thanh nien cong san|thanh nien|tncs|dtn|(?<=doan )tn)(?: (?:ho chi minh|hcm))?",
            "doan",
        ),
        (r"(?:hoi )?(?:lien hiep phu nu|lhpn|hlhpn|hpn|phu nu|pn)(?: (?:viet nam|vn))?", "phunu"),
        (r"(?:hoi )?(?:nong dan|hnd)(?: (?:viet nam|vn))?|hoi nd", "nongdan"),
        (r"(?:hoi )?(?:cuu chien binh|ccb|hccb)(?: (?:viet nam|vn))?", "ccb"),
        (r"cht|chi huy truong", "chi huy truong"),
        (r"(?:ban )?(?:chqs|chi huy quan su|bchqs|quan su|qs)", "quan su"),
        (r"xa doi truong|xa doi", "quan su"),
        (r"^(?:cong chuc|cc)\s", ""),
        # "… xã Phú Hòa": the unit stands in its own column; "văn hóa - xã hội" stays.
        (r"(?:\bcua )?(?:xa(?! hoi)|thi tran|phuong|tt)\b.*$", ""),
    )
)
_MEANT: Final[dict[str, tuple[str, ...]]] = {
    "bi thu dang uy": ("bt",),
    "bi thu": ("bt", "doan"),
    "bi thu doan": ("doan",),
    "pho bi thu": ("pbt",),
    "pho bi thu dang uy": ("pbt",),
    "pho bi thu thuong truc": ("pbt",),
    "pho bi thu thuong truc dang uy": ("pbt",),
    "pho bi thu dang uy thuong truc": ("pbt",),
    "thuong truc dang uy": ("pbt",),
    "chu tich": ("ct_hdnd", "ct_ubnd", "mttq", "phunu", "nongdan", "ccb"),
    "pho chu tich": ("pct_hdnd", "pct_ubnd"),
    "chu tich hdnd": ("ct_hdnd",),
    "pho chu tich hdnd": ("pct_hdnd",),
    "chu tich ubnd": ("ct_ubnd",),
    "pho chu tich ubnd": ("pct_ubnd",),
    "chu tich mttq": ("mttq",),
    "chu tich phunu": ("phunu",),
    "chu tich nongdan": ("nongdan",),
    "chu tich ccb": ("ccb",),
    "chi huy truong": ("qs",),
    "chi huy truong quan su": ("qs",),
    "quan su": ("qs",),
}
# Staff titles are known by their field; the order of words and what stands between them vary by province.
_STAFF: Final[dict[str, str]] = {
    "vptk": r"vptk|vp tk|vp|van phong( thong ke)?|thong ke|van phong tk|vp thong ke",
    "dcxd": r"dcxd( mt)?|dc xd( mt| dt mt| nn mt)?|dc nn xd( mt)?"
    r"|dia chinh( (xay dung|nong nghiep|do thi|moi truong|va|nn))*",
    "tckt": r"tckt|tc kt|tai chinh( ke toan)?|ke toan|ke toan ngan sach",
    "tpht": r"tpht|tp ht|tu phap( ho tich)?|ho tich",
    "vhxh": r"vhxh|vh xh|van hoa( xa hoi)?|ldtbxh|lao dong thuong binh( va)? xa hoi",
}
_CODES: Final[dict[str, str]] = {fold_words(code): code for code in TITLES}
_LABELS: Final[dict[str, str]] = {fold_words(label): code for code, label in TITLES.items()}


def match_title(text: str) -> tuple[str, ...]:
    """Return the codes of ``TITLES`` that a title may mean: none, one, or several ("bí thư").

    Two posts in one cell ("Phó Bí thư, Chủ tịch UBND") give both codes: only the office knows the main one.
    """
    whole = _match_one(text)
    if whole:
        return whole
    parts = [part for part in re.split(r"[,;/+&\n]|\s[-–—]\s?|\bkiêm\b|\bKiêm\b", text) if fold_words(part)]
    found = [_match_one(part) for part in parts]
    if len(parts) < 2 or not all(found):
        return ()
    meant = {code for codes in found for code in codes}
    return tuple(code for code in TITLES if code in meant) if len(meant) > 1 else ()


def _match_one(text: str) -> tuple[str, ...]:
    words = fold_words(text)
    own = _CODES.get(words) or _LABELS.get(words)
    if own:
        return (own,)
    for found, written in _REWRITES:
        words = " ".join(re.sub(found, written, words).split())
    if words in _MEANT:
        return _MEANT[words]
    return tuple(code for code, pattern in _STAFF.items() if re.fullmatch(pattern, words))
