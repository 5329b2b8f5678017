"""Where settings come from."""

from pathlib import Path

import pytest

from bot.settings import SettingsError, load_settings, secret_folders


@pytest.fixture
def secrets(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder of secrets, as a container or systemd gives it, and a working folder without ``.env``."""
    folder = tmp_path / "secrets"
    folder.mkdir()
    monkeypatch.chdir(tmp_path)
    for name in ("KHAOSAT_TELEGRAM_TOKEN", "KHAOSAT_OFFICE_NAME", "KHAOSAT_CODE_DAYS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("KHAOSAT_SECRETS_DIR", str(folder))
    return folder


@pytest.mark.parametrize("name", ["khaosat_telegram_token", "KHAOSAT_TELEGRAM_TOKEN"])
def test_a_secret_is_read_from_the_file_that_has_its_name(secrets: Path, name: str) -> None:
    """The file's text without the end of its line is the setting."""
    (secrets / name).write_text("123:abc\n", encoding="utf-8")
    assert load_settings().telegram_token.get_secret_value() == "123:abc"


def test_the_environment_wins_over_a_file_of_secrets(secrets: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """What an engineer sets by hand counts."""
    (secrets / "khaosat_telegram_token").write_text("123:file", encoding="utf-8")
    monkeypatch.setenv("KHAOSAT_TELEGRAM_TOKEN", "123:environment")
    assert load_settings().telegram_token.get_secret_value() == "123:environment"


def test_a_wrong_value_in_a_file_is_named_like_any_other(secrets: Path) -> None:
    """The message says the setting."""
    (secrets / "khaosat_code_days").write_text("never", encoding="utf-8")
    with pytest.raises(SettingsError, match="KHAOSAT_CODE_DAYS"):
        load_settings()


def test_folders_that_are_not_there_are_left_out(tmp_path: Path) -> None:
    """The folder of systemd's credentials is one; a folder that does not exist, or a file, is none."""
    (tmp_path / "file").touch()
    given = {"CREDENTIALS_DIRECTORY": str(tmp_path), "KHAOSAT_SECRETS_DIR": str(tmp_path / "file")}
    assert secret_folders(given)[-1] == tmp_path
    assert tmp_path / "file" not in secret_folders(given)


@pytest.mark.usefixtures("secrets")
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig"])
@pytest.mark.parametrize("line_end", ["\n", "\r\n"])
def test_an_env_file_of_any_editor_is_read(tmp_path: Path, encoding: str, line_end: str) -> None:
    """With or without a mark of byte order, whatever ends its lines, whatever the machine's own encoding."""
    lines = ['KHAOSAT_OFFICE_NAME="Ban Tổ chức Huyện ủy"', "KHAOSAT_TELEGRAM_TOKEN=123:abc", ""]
    (tmp_path / ".env").write_text(line_end.join(lines), encoding=encoding, newline="")
    settings = load_settings()
    assert settings.office_name == "Ban Tổ chức Huyện ủy"
    assert settings.telegram_token.get_secret_value() == "123:abc"


def test_the_province_of_the_office_is_one_of_today(monkeypatch: pytest.MonkeyPatch) -> None:
    """It may be written without its kind; a wrong one is named."""
    monkeypatch.setenv("KHAOSAT_PROVINCE", "bắc ninh")
    assert load_settings().province == "Tỉnh Bắc Ninh"
    monkeypatch.setenv("KHAOSAT_PROVINCE", "Bắc Giang")
    with pytest.raises(SettingsError, match=r"KHAOSAT_PROVINCE: no province is called 'Bắc Giang'"):
        load_settings()
