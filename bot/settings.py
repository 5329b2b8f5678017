"""Settings from the environment, ``.env``, and files that hold a secret each: every name begins with ``KHAOSAT_``.

The environment wins over ``.env``, both win over the files.
"""

import os
from collections.abc import Mapping
from datetime import date, timedelta
from pathlib import Path
from typing import Annotated, Final, Literal
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from surveys.reporting.word.letterhead import Letterhead

CONTAINER_SECRETS: Final = Path("/run/secrets")
"""Where Docker and Podman mount secrets; other machines have no such folder, and need none."""

Days = Annotated[int, Field(ge=1, le=36_500)]
"""Up to a hundred years: whatever is counted in days stays within the calendar."""


class SettingsError(Exception):
    """A setting is wrong: ``str()`` is one line with its name and what is expected."""


def _zone(name: str) -> str:
    try:
        ZoneInfo(name)
    except (OSError, ValueError, KeyError) as error:
        raise ValueError(f"{name!r} is not a time zone; for example Asia/Ho_Chi_Minh") from error
    return name


def _http(url: str) -> str:
    if url and not url.startswith(("http://", "https://")):
        raise ValueError(f"{url!r} does not begin with https://")
    return url.rstrip("/")


def _base(url: str) -> str:
    url = _http(url)
    if not url.endswith("/bot"):
        raise ValueError(f"{url!r} does not end in /bot")
    return url


def _blank(value: object) -> object:
    """Read a line of ``.env`` without a value as not set."""
    return None if isinstance(value, str) and not value.strip() else value


def _off(value: object) -> object:
    """Read a line of ``.env`` without a value as no."""
    return False if isinstance(value, str) and not value.strip() else value


def _usual(profile: object) -> object:
    """Read a line of ``.env`` without a value as the usual layout."""
    return "nd30" if isinstance(profile, str) and not profile.strip() else profile


def _province(name: str) -> str:
    """Return the full name of a province: "Bắc Ninh" is "Tỉnh Bắc Ninh"."""
    if not name.strip():
        return ""
    from surveys.roster.communes import find_province  # noqa: PLC0415 - a table of communes, for rosters alone

    found = find_province(name)
    if found is None:
        raise ValueError(f"no province is called {name!r}")
    return found[1]


class Settings(BaseSettings):
    """What an engineer may set. Secrets are hidden in every representation."""

    model_config = SettingsConfigDict(env_prefix="KHAOSAT_", env_file=".env", extra="ignore")

    telegram_token: SecretStr = SecretStr("")
    telegram_base_url: Annotated[str, AfterValidator(_base)] = "https://api.telegram.org/bot"
    telegram_webhook_url: Annotated[str, AfterValidator(_http)] = ""
    telegram_webhook_secret: SecretStr = SecretStr("")
    telegram_webhook_port: int = Field(default=8443, ge=1, le=65535)
    telegram_webhook_host: str = "127.0.0.1"
    web_url: Annotated[str, AfterValidator(_http)] = ""
    web_port: int = Field(default=8080, ge=1, le=65535)
    web_host: str = "127.0.0.1"
    zalo_tokens: SecretStr = SecretStr("")
    zalo_base_url: Annotated[str, AfterValidator(_base)] = "https://bot-api.zaloplatforms.com/bot"
    zalo_links: str = ""
    zalo_monthly_messages: int = Field(default=3000, ge=0)
    zalo_people: int = Field(default=50, ge=1)
    zalo_webhook_url: Annotated[str, AfterValidator(_http)] = ""
    zalo_webhook_secret: SecretStr = SecretStr("")
    zalo_webhook_port: int = Field(default=8444, ge=1, le=65535)
    zalo_webhook_host: str = "127.0.0.1"
    bulk_rate: float = Field(default=28.0, ge=1, le=1000)
    health_port: Annotated[int | None, Field(ge=1, le=65535), BeforeValidator(_blank)] = None
    metrics: Annotated[bool, BeforeValidator(_off)] = False
    data_dir: Path = Path("data")
    database_url: SecretStr = SecretStr("")
    timezone: Annotated[str, AfterValidator(_zone)] = "Asia/Ho_Chi_Minh"
    holidays_file: Path | None = None
    office_name: str = ""
    office_address: str = ""
    data_contact: str = ""
    province: Annotated[str, AfterValidator(_province)] = ""
    retention_days: Annotated[Days | None, BeforeValidator(_blank)] = None
    code_days: Days = 60
    standards_file: Annotated[Path | None, BeforeValidator(_blank)] = None
    titles_file: Annotated[Path | None, BeforeValidator(_blank)] = None
    report_profile: Annotated[Literal["nd30", "hd36", "hd05"], BeforeValidator(_usual)] = "nd30"
    report_parent: str = ""
    report_issuer: str = ""
    report_symbol: str = ""
    report_place: str = ""
    report_authority: str = ""
    report_position: str = ""
    report_signer: str = ""
    report_recipients: str = ""
    report_filing: str = ""
    report_grounds: str = ""

    @property
    def zone(self) -> ZoneInfo:
        """The zone in which office hours and dates are judged."""
        return ZoneInfo(self.timezone)

    def list_zalo_tokens(self) -> tuple[str, ...]:
        """Return the tokens of the bots on Zalo, which stand behind each other, with commas or spaces between."""
        return tuple(self.zalo_tokens.get_secret_value().replace(",", " ").split())

    @property
    def is_delivered_to(self) -> bool:
        """Whether every messenger brings its updates to us: then several processes may take them."""
        zalo = bool(self.zalo_webhook_url) or not self.list_zalo_tokens()
        telegram = bool(self.telegram_webhook_url)
        is_zalo_alone = bool(self.zalo_webhook_url) and not self.telegram_token.get_secret_value()
        return zalo and (telegram or is_zalo_alone)

    @property
    def code_lifetime(self) -> timedelta:
        """How long a link code is good for."""
        return timedelta(days=self.code_days)

    def holiday_overrides(self) -> str:
        """Return the text of the holidays file, or nothing; raises ``SettingsError`` if it cannot be read."""
        return _read("KHAOSAT_HOLIDAYS_FILE", self.holidays_file)

    def own_standards(self) -> str:
        """Return the text of the office's own standards, or nothing; raises ``SettingsError`` if it cannot be read."""
        return _read("KHAOSAT_STANDARDS_FILE", self.standards_file)

    def own_titles(self) -> str:
        """Return the text of the office's own titles, or nothing; raises ``SettingsError`` if it cannot be read."""
        return _read("KHAOSAT_TITLES_FILE", self.titles_file)

    @property
    def grounds(self) -> tuple[str, ...]:
        """The decisions and plans that a report names first, in the office's words."""
        return _parts(self.report_grounds)

    def letterhead(self) -> Letterhead:
        """Return what stands around a report; whatever is not set is left blank for the pen, the day and number too."""
        return Letterhead(
            parent=self.report_parent.strip(),
            issuer=self.report_issuer.strip(),
            symbol=self.report_symbol.strip(),
            place=self.report_place.strip(),
            authority=self.report_authority.strip(),
            position=self.report_position.strip(),
            signer=self.report_signer.strip(),
            recipients=_parts(self.report_recipients),
            filing=self.report_filing.strip(),
        )


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(";") if part.strip())


def _read(name: str, path: Path | None) -> str:
    if path is None:
        return ""
    try:
        return path.read_text(encoding="utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{name}: cannot read {path} ({error})") from error


def secret_folders(environment: Mapping[str, str]) -> list[Path]:
    """Return the folders whose files are settings, one each, named as the setting: those of containers and systemd."""
    named = (environment.get(name, "") for name in ("KHAOSAT_SECRETS_DIR", "CREDENTIALS_DIRECTORY"))
    folders = [CONTAINER_SECRETS, *(Path(each) for each in named if each)]
    return [folder for folder in folders if folder.is_dir()]


def load_settings() -> Settings:
    """Read what is set. Raises ``SettingsError`` naming the first wrong setting in one line."""
    try:
        return Settings(_secrets_dir=secret_folders(os.environ))
    except ValidationError as error:
        first = error.errors(include_url=False, include_input=False)[0]
        name = "KHAOSAT_" + "_".join(str(part) for part in first["loc"]).upper()
        raise SettingsError(f"{name}: {first['msg'].removeprefix('Value error, ')}") from error


def calendar_years(today: date) -> range:
    """Return the years for which holidays are needed around ``today``."""
    return range(today.year - 1, today.year + 3)
