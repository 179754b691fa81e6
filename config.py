"""Every setting of the hub, read once from ``HUB_*`` environment variables and checked.

``Config.from_env()`` is called by ``hub.create_app``; tests build a ``Config`` by hand. A wrong
value stops the start with a sentence that names the variable and says what it takes.
"""

import ipaddress
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import urlsplit

ROOT = Path(__file__).resolve().parent


class SettingError(ValueError):
    """A HUB_* variable has a value that cannot be used."""


@dataclass(kw_only=True)
class Config:
    """Settings under the names Flask and its extensions read (sizes in bytes, times in seconds)."""

    DATA_DIR: Path
    SEARCH_INDEX_DIR: Path
    SECRET_KEY: str
    SQLALCHEMY_DATABASE_URI: str
    DEMO: bool = False
    HOST: str = "127.0.0.1"
    PORT: int = 8000
    THREADS: int = 8
    BASE_URL: str = "http://127.0.0.1:8000"
    TRUSTED_HOSTS: list[str] = field(default_factory=list)
    PROXIES: int = 0
    SMTP_URL: str = ""
    MAIL_FROM: str = "tsunagi-hub@localhost"
    UPLOAD_LIMIT: int = 20 * 1024 * 1024
    LOG_LEVEL: str = "INFO"
    RATELIMIT_STORAGE_URI: str = "memory://"

    # What follows is the same everywhere.
    RATELIMIT_HEADERS_ENABLED: bool = True
    SESSION_COOKIE_NAME: str = "hub_session"
    SESSION_COOKIE_HTTPONLY: bool = True
    SESSION_COOKIE_SAMESITE: str = "Lax"
    WTF_CSRF_TIME_LIMIT: int | None = None  # a meeting lasts longer than the default hour
    WTF_CSRF_SSL_STRICT: bool = False
    MAX_FORM_MEMORY_SIZE: int = 4 * 1024 * 1024  # percent-encoded Japanese is nine bytes a letter
    BABEL_DEFAULT_LOCALE: str = "ja"
    BABEL_DEFAULT_TIMEZONE: str = "Asia/Tokyo"
    JSON_AS_ASCII: bool = False

    @property
    def SESSION_COOKIE_SECURE(self) -> bool:
        return self.BASE_URL.startswith("https://")

    @property
    def MAX_CONTENT_LENGTH(self) -> int:
        return self.UPLOAD_LIMIT + self.MAX_FORM_MEMORY_SIZE

    @classmethod
    def from_env(cls, env: Mapping[str, str] = os.environ) -> "Config":
        """Read the environment.

        Raises:
            SettingError: a value cannot be used; the text names the variable.
        """
        data = Path(env.get("HUB_DATA_DIR") or ROOT / "var").resolve()
        host = env.get("HUB_HOST", "127.0.0.1")
        port = _number(env, "HUB_PORT", 8000, least=1, most=65535)
        demo = _switch(env, "HUB_DEMO", default=False)
        if demo and not is_loopback(host):
            raise SettingError(
                "HUB_HOST: the demo has published passwords, so it answers on a loopback "
                "address only (127.0.0.1). Set HUB_DEMO=0 for real use."
            )
        base = env.get("HUB_BASE_URL", f"http://{_in_url(host)}:{port}").rstrip("/")
        if urlsplit(base).scheme not in {"http", "https"} or not urlsplit(base).hostname:
            raise SettingError("HUB_BASE_URL: must look like https://hub.example.jp")
        data.mkdir(parents=True, exist_ok=True)
        return cls(
            DATA_DIR=data,
            SEARCH_INDEX_DIR=Path(env.get("HUB_SEARCH_INDEX") or ROOT / "search_index").resolve(),
            SECRET_KEY=env.get("HUB_SECRET_KEY") or _kept_secret(data / "secret.key"),
            SQLALCHEMY_DATABASE_URI=env.get("HUB_DATABASE_URL") or f"sqlite:///{data / 'hub.db'}",
            DEMO=demo,
            HOST=host,
            PORT=port,
            THREADS=_number(env, "HUB_THREADS", 8, least=1, most=64),
            BASE_URL=base,
            TRUSTED_HOSTS=_hosts(env, base),
            PROXIES=_number(env, "HUB_PROXIES", 0, least=0, most=5),
            SMTP_URL=_smtp(env),
            MAIL_FROM=env.get("HUB_MAIL_FROM", "tsunagi-hub@localhost"),
            UPLOAD_LIMIT=_number(env, "HUB_UPLOAD_MB", 20, least=1, most=200) * 1024 * 1024,
            LOG_LEVEL=_choice(env, "HUB_LOG_LEVEL", "INFO", {"DEBUG", "INFO", "WARNING", "ERROR"}),
            RATELIMIT_STORAGE_URI=env.get("HUB_RATELIMIT_STORAGE", "memory://"),
        )


def is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def _kept_secret(path: Path) -> str:
    """The secret of this installation, made at the first start and readable by its owner only."""
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError:
        return path.read_text(encoding="ascii").strip()
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(48))
    return path.read_text(encoding="ascii").strip()


def _switch(env: Mapping[str, str], name: str, *, default: bool) -> bool:
    value = env.get(name, "1" if default else "0")
    if value not in {"0", "1"}:
        raise SettingError(f"{name}: must be 0 or 1, not {value!r}")
    return value == "1"


def _number(env: Mapping[str, str], name: str, default: int, *, least: int, most: int) -> int:
    value = env.get(name, str(default))
    if not value.isascii() or not value.isdigit() or not least <= int(value) <= most:
        raise SettingError(f"{name}: must be a whole number from {least} to {most}, not {value!r}")
    return int(value)


def _choice(env: Mapping[str, str], name: str, default: str, choices: set[str]) -> str:
    value = env.get(name, default).upper()
    if value not in choices:
        raise SettingError(f"{name}: must be one of {', '.join(sorted(choices))}, not {value!r}")
    return value


def _hosts(env: Mapping[str, str], base: str) -> list[str]:
    named = [host.strip() for host in env.get("HUB_TRUSTED_HOSTS", "").split(",") if host.strip()]
    own = urlsplit(base).hostname or ""
    return sorted({own, *named, *(["127.0.0.1", "localhost", "[::1]"] if is_loopback(own) else [])})


def _smtp(env: Mapping[str, str]) -> str:
    url = env.get("HUB_SMTP_URL", "")
    if url and urlsplit(url).scheme not in {"smtp", "smtps", "smtp+starttls"}:
        raise SettingError("HUB_SMTP_URL: must look like smtp+starttls://user:password@host:587")
    return url


def _in_url(host: str) -> str:
    return f"[{host}]" if ":" in host else host
