"""Files as answers: which question takes what, how large it may be, and what its bytes are. Pure.

What somebody sent is told by its first bytes, never by its name.
"""

import io
import zipfile
from dataclasses import dataclass
from typing import Final

from surveys.questionnaire import ItemType

FILES: Final = (ItemType.IMAGE, ItemType.FILE, ItemType.AUDIO, ItemType.VIDEO)
"""Types of questions that are answered with a file."""

MEGABYTE: Final = 1024 * 1024
LIMITS: Final = {
    ItemType.IMAGE: 10 * MEGABYTE,
    ItemType.FILE: 10 * MEGABYTE,
    ItemType.AUDIO: 20 * MEGABYTE,
    ItemType.VIDEO: 20 * MEGABYTE,
}
"""Bytes of one file at most."""
FILES_AT_MOST: Final = 30
"""Files of one response at most."""

SHOWN: Final = ("jpg", "png", "gif", "webp")
"""The endings of what chats and the page show as a picture."""

DOCUMENT: Final = "document"
PHOTO, SOUND, FILM = "image", "audio", "video"
_SENT_AS: Final = {ItemType.IMAGE: PHOTO, ItemType.AUDIO: SOUND, ItemType.VIDEO: FILM}


@dataclass(frozen=True, slots=True)
class Content:
    """What bytes are: the media type, the ending of a name, and the kinds of questions that they answer."""

    media_type: str
    ending: str
    kinds: frozenset[ItemType]


def may_be(kind: ItemType, sent_as: str) -> bool:
    """Whether something sent as a photo, a sound, a film or a document may answer a question of this type."""
    return kind is ItemType.FILE or sent_as in (DOCUMENT, _SENT_AS.get(kind))


def recognise(content: bytes, kind: ItemType) -> Content | None:
    """Return what a file is; ``None`` if it is nothing that a question of this type takes."""
    found = _recognise(content)
    if found is None or kind not in found.kinds:
        return None
    if kind is ItemType.AUDIO and found.ending in _AS_SOUND:
        return _AS_SOUND[found.ending]
    return found


def _content(media_type: str, ending: str, *kinds: ItemType) -> Content:
    return Content(media_type, ending, frozenset((*kinds, ItemType.FILE)))


_IMAGE, _AUDIO, _VIDEO = ItemType.IMAGE, ItemType.AUDIO, ItemType.VIDEO
_BEGINNINGS: Final = (
    (b"\xff\xd8\xff", _content("image/jpeg", "jpg", _IMAGE)),
    (b"\x89PNG\r\n\x1a\n", _content("image/png", "png", _IMAGE)),
    (b"GIF8", _content("image/gif", "gif", _IMAGE)),
    (b"II*\0", _content("image/tiff", "tif", _IMAGE)),
    (b"MM\0*", _content("image/tiff", "tif", _IMAGE)),
    (b"%PDF-", _content("application/pdf", "pdf")),
    (b"{\\rtf", _content("application/rtf", "rtf")),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", _content("application/x-ole-storage", "doc")),
    (b"OggS", _content("audio/ogg", "ogg", _AUDIO)),
    (b"ID3", _content("audio/mpeg", "mp3", _AUDIO)),
    (b"\xff\xfb", _content("audio/mpeg", "mp3", _AUDIO)),
    (b"\xff\xf3", _content("audio/mpeg", "mp3", _AUDIO)),
    (b"\xff\xf1", _content("audio/aac", "aac", _AUDIO)),
    (b"\xff\xf9", _content("audio/aac", "aac", _AUDIO)),
    (b"fLaC", _content("audio/flac", "flac", _AUDIO)),
    (b"#!AMR", _content("audio/amr", "amr", _AUDIO)),
    (b"\x1aE\xdf\xa3", _content("video/webm", "webm", _AUDIO, _VIDEO)),
)
_RIFF: Final = {
    b"WEBP": _content("image/webp", "webp", _IMAGE),
    b"WAVE": _content("audio/wav", "wav", _AUDIO),
    b"AVI ": _content("video/x-msvideo", "avi", _VIDEO),
}
_STILL: Final = (b"heic", b"heix", b"hevc", b"heim", b"heis", b"mif1", b"msf1", b"avif")
_AS_SOUND: Final = {
    "mp4": _content("audio/mp4", "m4a", _AUDIO),
    "3gp": _content("audio/3gpp", "3gp", _AUDIO),
    "webm": _content("audio/webm", "webm", _AUDIO),
}
"""Containers that phones use for sounds, too."""
_PARTS: Final = (
    ("word/", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", "docx"),
    ("xl/", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "xlsx"),
    ("ppt/", "application/vnd.openxmlformats-officedocument.presentationml.presentation", "pptx"),
)
_OPEN: Final = {
    b"application/vnd.oasis.opendocument.text": "odt",
    b"application/vnd.oasis.opendocument.spreadsheet": "ods",
}


def _recognise(content: bytes) -> Content | None:
    for beginning, found in _BEGINNINGS:
        if content.startswith(beginning):
            return found
    if content[:4] == b"RIFF":
        return _RIFF.get(content[8:12])
    if content[4:8] == b"ftyp":
        return _container(content[8:12])
    return _office_document(content) if content.startswith(b"PK\x03\x04") else None


def _container(brand: bytes) -> Content:
    """Tell a picture of a phone, a sound and a film apart, which come in one container."""
    if brand in _STILL:
        return _content("image/heic", "heic", _IMAGE)
    if brand in (b"M4A ", b"M4B "):
        return _AS_SOUND["mp4"]
    if brand.startswith(b"3g"):
        return _content("video/3gpp", "3gp", _AUDIO, _VIDEO)
    is_apples = brand == b"qt  "
    return _content(
        "video/quicktime" if is_apples else "video/mp4", "mov" if is_apples else "mp4", _AUDIO, _VIDEO
    )


def _office_document(content: bytes) -> Content | None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            names = archive.namelist()
    except (zipfile.BadZipFile, ValueError, NotImplementedError):
        return None
    for part, media_type, ending in _PARTS:
        if any(name.startswith(part) for name in names):
            return _content(media_type, ending)
    said = content[38 : 38 + 60]
    return next(
        (_content(kind.decode(), ending) for kind, ending in _OPEN.items() if said.startswith(kind)), None
    )
