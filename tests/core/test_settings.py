"""Settings are checked once, and a wrong one says how to put it right."""

import stat

import pytest

from config import Config, SettingError


def read(tmp_path, **env):
    return Config.from_env({"HUB_DATA_DIR": str(tmp_path), **env})


def test_defaults_answer_on_this_machine_only(tmp_path):
    config = read(tmp_path)
    assert (config.HOST, config.PORT, config.DEMO) == ("127.0.0.1", 8000, False)
    assert config.BASE_URL == "http://127.0.0.1:8000"


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "hub.example.jp", "::"])
def test_the_demo_refuses_other_addresses_than_loopback(tmp_path, host):
    with pytest.raises(SettingError, match="HUB_HOST"):
        read(tmp_path, HUB_DEMO="1", HUB_HOST=host)


@pytest.mark.parametrize("host", ["127.0.0.1", "127.1.2.3", "localhost", "::1"])
def test_the_demo_answers_on_loopback(tmp_path, host):
    assert read(tmp_path, HUB_DEMO="1", HUB_HOST=host).DEMO


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("HUB_DEMO", "yes"),
        ("HUB_PORT", "0"),
        ("HUB_PORT", "８０００"),
        ("HUB_PORT", "http"),
        ("HUB_BASE_URL", "hub.example.jp"),
        ("HUB_SMTP_URL", "mail.example.jp"),
        ("HUB_LOG_LEVEL", "LOUD"),
        ("HUB_UPLOAD_MB", "-1"),
        ("HUB_PROXIES", "99"),
    ],
)
def test_a_wrong_value_names_its_variable(tmp_path, name, value):
    with pytest.raises(SettingError, match=name):
        read(tmp_path, **{name: value})


def test_the_secret_is_made_once_and_is_the_owner_s(tmp_path):
    first = read(tmp_path).SECRET_KEY
    assert len(first) > 40
    assert first == read(tmp_path).SECRET_KEY
    assert stat.S_IMODE((tmp_path / "secret.key").stat().st_mode) == 0o600


def test_cookies_are_secure_behind_https(tmp_path):
    assert read(tmp_path, HUB_BASE_URL="https://hub.example.jp").SESSION_COOKIE_SECURE
    assert not read(tmp_path).SESSION_COOKIE_SECURE


def test_the_hosts_that_are_answered(tmp_path):
    config = read(
        tmp_path,
        HUB_BASE_URL="https://hub.example.jp",
        HUB_TRUSTED_HOSTS="a.example.jp, b.example.jp",
    )
    assert config.TRUSTED_HOSTS == ["a.example.jp", "b.example.jp", "hub.example.jp"]
