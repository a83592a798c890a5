"""Settings: the one table of everything that an operator can set, and where values come from."""

import os
import re
import tomllib
from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from pydantic import AfterValidator, BeforeValidator, Field, SecretStr, ValidationError
from pydantic.fields import FieldInfo
from pydantic_settings import (
    BaseSettings,
    InitSettingsSource,
    NoDecode,
    PydanticBaseSettingsSource,
    SettingsConfigDict,
)

PREFIX = "NEPHOSCOPE_"
_DURATION = re.compile(r"(\d+(?:\.\d+)?)\s*(ms|s|m|h|d)")
_SECONDS = {"ms": 0.001, "s": 1.0, "m": 60.0, "h": 3600.0, "d": 86400.0}
_SIZE = re.compile(r"(\d+(?:\.\d+)?)\s*(B|KB|MB|GB|TB)?", re.IGNORECASE)
_BYTES = {"b": 1, "kb": 2**10, "mb": 2**20, "gb": 2**30, "tb": 2**40}
_HOST = re.compile(r"https?://(\[[0-9A-Fa-f:.]+\]|[^:/@\s,]+)(:\d{1,5})?(/[^\s,@?#]*)?")
_NAMESPACE = re.compile(r"[a-z0-9][a-z0-9_.]{0,99}")
_ADDRESS = re.compile(r"(\[[0-9A-Fa-f:.]+\]|[^:\s]+):(\d{1,5})")


EMBEDDED = "embedded"
"""The store that needs nothing else."""


class Role(StrEnum):
    """Something that a node does; one node may do all of it."""

    INGEST = "ingest"
    WEB = "web"
    ALERTS = "alerts"


class SettingsError(Exception):
    """A setting has a value that it cannot have; the operator can mend it.

    `name`: of the setting.  `value`: as given, hidden when it is a secret.
    `allowed`: what to write instead, a sentence.
    """

    def __init__(self, name: str, value: str, allowed: str) -> None:
        super().__init__(f"setting {name} cannot be {value!r}: {allowed}")
        self.name = name
        self.value = value
        self.allowed = allowed


def _duration(value: object) -> object:
    if not isinstance(value, str):
        return value
    found = _DURATION.fullmatch(value.strip())
    if not found:
        raise ValueError("write a number and a unit: 500ms, 30s, 5m, 2h or 7d")
    return timedelta(seconds=float(found[1]) * _SECONDS[found[2]])


def _size(value: object) -> object:
    if not isinstance(value, str):
        return value
    found = _SIZE.fullmatch(value.strip())
    if not found:
        raise ValueError("write a number and a unit: 512KB, 16MB or 4GB")
    return int(float(found[1]) * _BYTES[(found[2] or "B").lower()])


def _address(value: str) -> str:
    found = _ADDRESS.fullmatch(value)
    if not found or int(found[2]) > 65535:
        raise ValueError("write an address and a port: 127.0.0.1:8514")
    return value


def _zone(value: str) -> str:
    try:
        ZoneInfo(value)
    except (ZoneInfoNotFoundError, ValueError, OSError) as error:
        raise ValueError("write the name of a time zone: UTC or Asia/Tokyo") from error
    return value


def _store(value: str) -> str:
    hosts = [host.strip() for host in value.split(",")]
    if value != EMBEDDED and not all(_HOST.fullmatch(host) for host in hosts):
        raise ValueError(
            "write embedded, or addresses of Elasticsearch nodes with commas between them: "
            "https://es-1:9200,https://es-2:9200; names and passwords are settings of their own"
        )
    return value if value == EMBEDDED else ",".join(hosts)


def _state(value: object) -> object:
    shown = value.get_secret_value() if isinstance(value, SecretStr) else value
    if shown and not str(shown).startswith("postgresql://"):
        raise ValueError("write postgresql://NAME:PASSWORD@HOST:5432/DATABASE, or nothing")
    return value


def _namespace(value: str) -> str:
    if not _NAMESPACE.fullmatch(value):
        raise ValueError("write lower-case letters, digits, _ and .")
    return value


def _roles(value: object) -> object:
    given = value.split(",") if isinstance(value, str) else value
    if not isinstance(given, list | tuple | set | frozenset):
        return value
    names = [str(name).strip() for part in given for name in str(part).split(",")]
    wrong = [name for name in names if name not in list(Role)]
    if wrong or not names:
        raise ValueError(f"write one or more of {', '.join(Role)}, with commas between them")
    return frozenset(Role(name) for name in names)


Duration = Annotated[timedelta, BeforeValidator(_duration)]
Size = Annotated[int, BeforeValidator(_size)]
Address = Annotated[str, AfterValidator(_address)]
Zone = Annotated[str, AfterValidator(_zone)]
StoreAddress = Annotated[str, AfterValidator(_store)]
StateAddress = Annotated[SecretStr, BeforeValidator(_state)]
Namespace = Annotated[str, AfterValidator(_namespace)]
Roles = Annotated[frozenset[Role], NoDecode, BeforeValidator(_roles)]


def default_data() -> Path:
    """`nephoscope` in the user's data folder (XDG Base Directory Specification)."""
    home = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return Path(home) / "nephoscope"


def _setting(default: object, unit: str, help_text: str, **bounds: Any) -> Any:
    return Field(default=default, description=help_text, json_schema_extra={"unit": unit}, **bounds)


class Settings(BaseSettings):
    """Every setting.  The command line wins over the environment, that over the TOML file."""

    model_config = SettingsConfigDict(env_prefix=PREFIX, extra="forbid", frozen=True)

    data: Path = Field(
        default_factory=default_data,
        description="Folder of everything that is kept",
        json_schema_extra={"unit": "folder", "shown": "nephoscope in the user's data folder"},
    )
    store: StoreAddress = _setting(
        EMBEDDED, "", "Where events are kept: `embedded`, or addresses of Elasticsearch nodes"
    )
    store_user: str = _setting("", "", "Name by which Elasticsearch knows this service")
    store_password: SecretStr | None = _setting(None, "", "Password that goes with the name")
    store_api_key: SecretStr | None = _setting(
        None, "", "API key for Elasticsearch, encoded, instead of name and password"
    )
    store_ca: Path | None = _setting(
        None, "file", "Certificates (PEM) that vouch for Elasticsearch's own"
    )
    store_certificate: Path | None = _setting(
        None, "file", "Certificate (PEM) by which this service identifies itself to Elasticsearch"
    )
    store_key: Path | None = _setting(None, "file", "Private key (PEM) of that certificate")
    store_namespace: Namespace = _setting(
        "default", "", "Last part of the names of data streams: `logs-<dataset>-<namespace>`"
    )
    state: StateAddress | None = _setting(
        None,
        "",
        "PostgreSQL of users, rules and alerts that several nodes share; by default SQLite in the "
        "data folder",
    )
    role: Roles = Field(
        default=frozenset(Role),
        description="What this node does: one or more of `ingest`, `web` and `alerts`",
        json_schema_extra={"unit": "", "shown": "ingest,web,alerts"},
    )
    node: str = _setting(
        "", "", "Name of this node among others; by default that of the machine", max_length=200
    )
    http: Address = _setting("127.0.0.1:8514", "address:port", "Where the pages and the API listen")
    forward: Address = _setting(
        "127.0.0.1:24224", "address:port", "Where the Fluentd Forward receiver listens"
    )
    url: str = _setting("", "", "Address of the pages as people reach it; links in alerts begin so")
    admin_password: SecretStr | None = _setting(
        None, "", "Password of the user admin; without it one is made and printed once"
    )
    tz: Zone = _setting("UTC", "time zone", "Zone of log times that are written without one")
    retention_days: int = _setting(
        0, "days", "Events older than this are dropped; 0 keeps everything", ge=0, le=36500
    )
    rules: Path | None = _setting(
        None, "folder", "Folder of rule files; by default `rules` in the data folder"
    )
    dialects: Path | None = _setting(
        None, "folder", "Folder of dialect files; by default `dialects` in the data folder"
    )
    session_time: Duration = _setting(
        timedelta(hours=12), "duration", "How long a sign-in lasts without use"
    )

    workers: int = _setting(0, "processes", "Parsing processes; 0 is one per core", ge=0, le=256)
    join_lines: int = _setting(
        1000, "lines", "Longest record; what follows is a record of its own", ge=1, le=1_000_000
    )
    join_size: Size = _setting(
        2**20, "bytes", "Largest record; what follows is a record of its own", ge=1024
    )
    answer_length: int = _setting(
        4096,
        "characters",
        "Longest answer of CloudStack's API in its own field and in the message; the whole record "
        "is kept as well",
        ge=0,
        le=2**24,
    )
    join_wait: Duration = _setting(
        timedelta(milliseconds=500), "duration", "How long a record waits for its next line"
    )
    batch_rows: int = _setting(10_000, "events", "Most events stored at once", ge=1, le=1_000_000)
    batch_size: Size = _setting(16 * 2**20, "bytes", "Most text stored at once", ge=1024)
    batch_wait: Duration = _setting(
        timedelta(milliseconds=250), "duration", "How long a batch waits to fill"
    )
    spool_size: Size = _setting(
        4 * 2**30, "bytes", "Largest spool; when it is full, senders are told to wait", ge=2**20
    )
    message_size: Size = _setting(16 * 2**20, "bytes", "Largest Forward message", ge=1024)
    chunk_size: Size = _setting(
        64 * 2**20, "bytes", "Largest compressed Forward message, unpacked", ge=1024
    )
    line_size: Size = _setting(16 * 2**20, "bytes", "Longest line over HTTP", ge=1024)
    upload_size: Size = _setting(4 * 2**30, "bytes", "Largest HTTP upload, unpacked", ge=1024)

    query_time: Duration = _setting(timedelta(seconds=60), "duration", "Longest run of one search")
    query_memory: Size = _setting(512 * 2**20, "bytes", "Memory of one search", ge=2**20)
    query_rows: int = _setting(
        0, "rows", "Most rows of one search's result; 0 is as many as there are", ge=0
    )
    query_threads: int = _setting(2, "threads", "Threads of one search", ge=1, le=64)

    @classmethod
    def settings_customise_sources(
        cls,
        settings_cls: type[BaseSettings],
        init_settings: PydanticBaseSettingsSource,
        env_settings: PydanticBaseSettingsSource,
        dotenv_settings: PydanticBaseSettingsSource,
        file_secret_settings: PydanticBaseSettingsSource,
    ) -> tuple[PydanticBaseSettingsSource, ...]:
        file = os.environ.get(f"{PREFIX}CONFIG")
        toml = InitSettingsSource(settings_cls, _toml(Path(file)) if file else {})
        return init_settings, env_settings, toml


def _toml(path: Path) -> dict[str, Any]:
    """Raises: SettingsError."""
    try:
        with path.open("rb") as file:
            return tomllib.load(file)
    except (OSError, tomllib.TOMLDecodeError) as error:
        raise SettingsError("config", str(path), f"the TOML file cannot be read: {error}") from None


def load_settings(given: Mapping[str, Any]) -> Settings:
    """Settings from `given` (the command line), the environment and the TOML file.

    Raises: SettingsError for the first wrong value.
    """
    try:
        return Settings(**{name: value for name, value in given.items() if value is not None})
    except ValidationError as error:
        raise _settings_error(error) from None


def _settings_error(error: ValidationError) -> SettingsError:
    first = error.errors()[0]
    name = str(first["loc"][0]) if first["loc"] else "config"
    if first["type"] == "extra_forbidden":
        return SettingsError(name, str(first["input"]), "there is no setting of that name")
    field = Settings.model_fields.get(name)
    secret = field is not None and "Secret" in str(field.annotation)
    # A password that somebody wrote into an address is not repeated.
    shown = "…" if secret or "@" in str(first["input"]) else str(first["input"])
    return SettingsError(name, shown, first["msg"].removeprefix("Value error, "))


def unit_of(field: FieldInfo) -> str:
    """What a value of the setting is counted in, as the documentation shows it."""
    extra = field.json_schema_extra
    return str(extra.get("unit", "")) if isinstance(extra, dict) else ""


def shown_default(field: FieldInfo) -> str:
    """The default as a person would write it."""
    extra = field.json_schema_extra
    if isinstance(extra, dict) and "shown" in extra:
        return str(extra["shown"])
    value = field.default
    if value is None or value == "":
        return ""
    if isinstance(value, timedelta):
        return _shown_duration(value)
    if unit_of(field) == "bytes":
        return _shown_size(int(value))
    return str(value)


def _shown_duration(value: timedelta) -> str:
    milliseconds = round(value.total_seconds() * 1000)
    for unit in ("d", "h", "m", "s", "ms"):
        size = round(_SECONDS[unit] * 1000)
        if milliseconds % size == 0:
            return f"{milliseconds // size}{unit}"
    return f"{milliseconds}ms"


def _shown_size(value: int) -> str:
    for unit in ("tb", "gb", "mb", "kb"):
        if value % _BYTES[unit] == 0:
            return f"{value // _BYTES[unit]}{unit.upper()}"
    return f"{value}B"
