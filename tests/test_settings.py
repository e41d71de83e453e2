"""Settings come from the environment, then .env, then defaults; errors name the key; the example stays true."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from bot.settings import Settings, SettingsError, keys, read_settings

EXAMPLE = Path(__file__).parent.parent / ".env.example"


def test_the_environment_wins_over_the_file_and_the_file_over_defaults(tmp_path: Path) -> None:
    dotenv = tmp_path / ".env"
    dotenv.write_text("WEB_PORT=9000\nWEB_HOST=0.0.0.0\nPUBLIC_URL=\n", encoding="utf-8")
    settings = read_settings({"WEB_PORT": "9001"}, dotenv)
    assert (settings.web_port, settings.web_host, settings.public_url) == (9001, "0.0.0.0", None)
    assert settings.database == Settings().database
    assert read_settings({"DATABASE": "a.db"}, None, {"DATABASE": "b.db"}).database == Path("b.db")


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("WEB_PORT", "tám nghìn"),
        ("WEB_PORT", "65536"),
        ("WEB_PORT", "-1"),
        ("WEB_PORT", "²"),
        ("PUBLIC_URL", "troly.example.vn"),
        ("TELEGRAM_BASE_URL", "ftp://x"),
        ("PUBLIC_URL", "http://[x"),
        ("TELEGRAM_BOT_TOKEN", "123: abc"),
        ("OPERATORS", "123456"),
    ],
)
def test_an_error_names_the_key_in_one_line(key: str, value: str) -> None:
    with pytest.raises(SettingsError) as caught:
        read_settings({key: value})
    assert str(caught.value).startswith(key)
    assert "\n" not in str(caught.value)


def test_secrets_are_never_shown() -> None:
    settings = read_settings({"TELEGRAM_BOT_TOKEN": "123:rat-bi-mat"})
    assert "rat-bi-mat" not in repr(settings)
    assert settings.secrets == ("123:rat-bi-mat",)
    with pytest.raises(SettingsError) as caught:
        read_settings({"TELEGRAM_BOT_TOKEN": "123:rat bi mat"})
    assert "rat bi mat" not in str(caught.value)


def test_values_are_cast() -> None:
    settings = read_settings(
        {"OPERATORS": "telegram:1, web:abc ,", "PUBLIC_URL": "https://a.vn/", "TELEGRAM_BASE_URL": "http://127.0.0.1:1"}
    )
    assert settings.operators == ("telegram:1", "web:abc")
    assert settings.public_url == "https://a.vn"
    assert settings.telegram_base_url == "http://127.0.0.1:1"


def test_the_example_lists_every_setting_with_a_line_and_its_default() -> None:
    lines = EXAMPLE.read_text(encoding="utf-8").splitlines()
    listed = {}
    for before, line in zip(["", *lines], lines, strict=False):
        if found := re.fullmatch(r"([A-Z_]+)=(.*)", line):
            assert before.startswith("# "), f"{found[1]} has no line of explanation"
            listed[found[1]] = found[2]
    assert tuple(listed) == keys()
    assert read_settings({}, EXAMPLE) == Settings()


def test_a_file_that_is_not_utf8_is_named(tmp_path: Path) -> None:
    dotenv = tmp_path / ".env"
    dotenv.write_bytes("WEB_HOST=địa chỉ".encode("utf-16"))
    with pytest.raises(SettingsError, match=r"\.env"):
        read_settings({}, dotenv)
