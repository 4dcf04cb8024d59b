"""Settings: safe defaults, a secret key made once, and the strictness that comes with https."""

import stat
import threading
from pathlib import Path

import pytest

from dialogue.config import Config, Unusable, from_environment, kept_secret

KEY = "k" * 32


def environ(tmp_path: Path, **settings: str) -> dict[str, str]:
    return {"DIALOGUE_DATA_DIR": str(tmp_path / "var"), **settings}


def test_without_settings_it_serves_this_machine_from_its_data_folder(tmp_path: Path) -> None:
    config = from_environment(environ(tmp_path))

    assert config.base_url == "http://127.0.0.1:8000"
    assert config.database_url == f"sqlite:///{tmp_path}/var/dialogue.db"
    assert (config.secure, config.cookie_name) == (False, "dialogue")
    assert config.trusted_hosts == ["127.0.0.1", "localhost"]
    assert (config.port, config.proxies, config.smtp_url, config.demo_password) == (8000, 0, "", "")
    assert config.letterhead is None


def test_what_is_set_is_used(tmp_path: Path) -> None:
    config = from_environment(
        environ(
            tmp_path,
            DIALOGUE_DATABASE_URL="postgresql+psycopg://db/dialogue",
            DIALOGUE_SECRET_KEY=KEY,
            DIALOGUE_SMTP_URL="smtp://mail:25",
            DIALOGUE_MAIL_FROM="The House <house@example.org>",
            DIALOGUE_DEMO_PASSWORD="river",
            DIALOGUE_LETTERHEAD="/etc/dialogue/letterhead.docx",
            DIALOGUE_PROXIES="1",
            PORT="8123",
        )
    )

    assert config == Config(
        data_dir=tmp_path / "var",
        database_url="postgresql+psycopg://db/dialogue",
        base_url="http://127.0.0.1:8123",
        secret_key=KEY,
        smtp_url="smtp://mail:25",
        mail_from="The House <house@example.org>",
        demo_password="river",
        letterhead=Path("/etc/dialogue/letterhead.docx"),
        port=8123,
        proxies=1,
    )


def test_the_secret_key_is_made_once_for_its_owner_alone(tmp_path: Path) -> None:
    first = from_environment(environ(tmp_path)).secret_key
    second = from_environment(environ(tmp_path)).secret_key

    file = tmp_path / "var" / "secret-key"
    assert first == second == file.read_text()
    assert len(first) >= 43
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700
    assert [path.name for path in file.parent.iterdir()] == ["secret-key"]


def test_two_processes_that_start_together_have_one_secret(tmp_path: Path) -> None:
    found: list[str] = []
    together = threading.Barrier(8)

    def start() -> None:
        together.wait()
        found.append(kept_secret(tmp_path / "secret"))

    threads = [threading.Thread(target=start) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert (len(found), len(set(found))) == (8, 1)


def test_the_secrets_do_not_show_in_a_trace(tmp_path: Path) -> None:
    config = from_environment(environ(tmp_path, DIALOGUE_SECRET_KEY=KEY, DIALOGUE_DEMO_PASSWORD="river"))

    assert KEY not in repr(config)
    assert "river" not in repr(config)


def test_https_takes_its_key_from_the_environment_only(tmp_path: Path) -> None:
    kept_secret_there = environ(tmp_path)
    from_environment(kept_secret_there)

    with pytest.raises(Unusable, match="must be set in the environment"):
        from_environment(environ(tmp_path, DIALOGUE_BASE_URL="https://dialogue.example"))


def test_https_has_a_host_cookie_and_one_host(tmp_path: Path) -> None:
    config = from_environment(environ(tmp_path, DIALOGUE_BASE_URL="https://dialogue.example/", DIALOGUE_SECRET_KEY=KEY))

    assert (config.base_url, config.secure) == ("https://dialogue.example", True)
    assert (config.cookie_name, config.trusted_hosts) == ("__Host-dialogue", ["dialogue.example"])


@pytest.mark.parametrize(
    ("settings", "why"),
    [
        ({"DIALOGUE_BASE_URL": "http://dialogue.example"}, "must be https"),
        ({"DIALOGUE_BASE_URL": "http://[::1]:8000"}, "must be https"),
        ({"DIALOGUE_BASE_URL": "http://127.0.0.1.dialogue.example"}, "must be https"),
        ({"DIALOGUE_BASE_URL": "http://localhost@dialogue.example"}, "must be https"),
        ({"DIALOGUE_BASE_URL": "dialogue.example"}, "must begin with https"),
        ({"DIALOGUE_BASE_URL": "ftp://dialogue.example"}, "must begin with https"),
        ({"DIALOGUE_BASE_URL": "https:///path", "DIALOGUE_SECRET_KEY": KEY}, "no address"),
        ({"DIALOGUE_SECRET_KEY": "short"}, "at least 32"),
        ({"PORT": "eighty"}, "PORT must be a number"),
        ({"PORT": "70000"}, "PORT must be a number"),
        ({"DIALOGUE_PROXIES": "-1"}, "DIALOGUE_PROXIES must be a number"),
    ],
)
def test_a_setting_that_is_unsafe_or_mistyped_does_not_start(
    tmp_path: Path, settings: dict[str, str], why: str
) -> None:
    with pytest.raises(Unusable, match=why):
        from_environment(environ(tmp_path, **settings))


@pytest.mark.parametrize(
    "url", ["mail", "http://mail", "smtp://", "smtp:///x", "smtp://mail:port", "smtp://mail:99999"]
)
def test_a_mail_server_that_cannot_be_is_refused_at_the_start(tmp_path: Path, url: str) -> None:
    with pytest.raises(Unusable, match="DIALOGUE_SMTP_URL must be"):
        from_environment(environ(tmp_path, DIALOGUE_SMTP_URL=url))


@pytest.mark.parametrize(
    "sender",
    ["house", "house@", "A <b>", "ë@example.org", "a@b.example\r\nBcc: c@d.example", "a@b.example, c@d.example"],
)
def test_a_sender_that_cannot_be_is_refused_at_the_start(tmp_path: Path, sender: str) -> None:
    with pytest.raises(Unusable, match="DIALOGUE_MAIL_FROM needs an address"):
        from_environment(environ(tmp_path, DIALOGUE_MAIL_FROM=sender))


def test_mails_come_from_the_sender_or_else_from_the_site(tmp_path: Path) -> None:
    named = from_environment(environ(tmp_path, DIALOGUE_MAIL_FROM="The House <house@example.org>"))

    assert named.sender == ("The House", "house@example.org")
    other = from_environment(environ(tmp_path, DIALOGUE_MAIL_FROM="The House <house@prishtinë.example>"))
    assert other.sender == ("The House", "house@xn--prishtin-01a.example")
    assert from_environment(environ(tmp_path)).sender == ("", "dialogue@127.0.0.1")
