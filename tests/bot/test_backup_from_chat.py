"""A backup from the chat: encrypted with a passphrase that stands nowhere, for the owner alone."""

from pathlib import Path

import pytest

from bot.office.backups import PASSPHRASE, BackupKeys
from bot.settings import Settings
from bot.texts import say
from bot.texts.backups import TEXTS
from storage.backup import encryption
from tests.bot.house import House

pytestmark = pytest.mark.usefixtures("warm_workers")


def opened(content: bytes, passphrase: str, folder: Path) -> bytes:
    """Return what a backup holds."""
    source, target = folder / "backup.age", folder / "plain"
    source.write_bytes(content)
    encryption.decrypt(source, target, passphrase)
    return target.read_bytes()


async def test_the_owner_notes_a_passphrase_and_gets_the_file(
    house: House, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The passphrase leaves the chat with the order, is in no row, opens the file; a stranger's button makes none."""
    monkeypatch.delenv(PASSPHRASE, raising=False)
    owner = await house.administrator()
    await owner.says("/quantri")
    shown = await owner.taps("Sao lưu")
    passphrase = next(line for line in shown.splitlines() if line.count("-") == 4)
    data = owner.data_of("Đã ghi lại")
    assert passphrase not in await owner.taps("Đã ghi lại")
    assert passphrase not in await house.everything_stored()
    await house.tick()
    (name, content) = owner.phone.documents[-1]
    assert name.endswith(".age")
    assert content.startswith(encryption.HEADERS[0])
    held = opened(content, passphrase, tmp_path)
    assert held.startswith(b"SQLite format 3")
    assert "Nguyễn Văn Hòa".encode() in held
    assert passphrase.encode() not in held
    assert (await house.rows("audit_log"))[-1]["action"] == "backup.make"
    await owner.says("/quantri")
    await owner.taps("Sao lưu")
    assert say(TEXTS.lost) in await owner.forges(data[:-1] + ("0" if data[-1] != "0" else "1"))


async def test_the_operators_passphrase_is_used_if_there_is_one(monkeypatch: pytest.MonkeyPatch) -> None:
    """It is never shown; without any secret in the settings a passphrase lasts as long as the process."""
    settings = Settings.model_construct()
    monkeypatch.setenv(PASSPHRASE, "mat khau cua co quan")
    assert BackupKeys.of(settings).passphrase("1") == "mat khau cua co quan"
    assert "mat khau" not in repr(BackupKeys.of(settings))
    monkeypatch.delenv(PASSPHRASE)
    keys = BackupKeys.of(settings)
    assert keys.passphrase("1") == keys.passphrase("1") != keys.passphrase("2")
    assert keys.mark("1") != keys.mark("2")
