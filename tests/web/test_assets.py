"""Static files: one digest for all of them, compressed, and laid out once however many start together."""

import threading
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from dialogue.web.assets import Assets


def test_an_address_changes_with_the_files_and_only_with_them(tmp_path: Path) -> None:
    one, two = Assets(tmp_path / "one"), Assets(tmp_path / "two")

    assert one.url("theme.css") == two.url("theme.css") == f"/static/{one.digest}/theme.css"
    assert len(one.digest) == 16


def test_a_file_that_does_not_exist_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(KeyError, match=r"missing\.css"):
        Assets(tmp_path).url("missing.css")


def test_files_that_pack_well_are_packed_and_come_back_whole(client: FlaskClient) -> None:
    path = client.get("/sign-in").text.split('rel="stylesheet" href="')[1].split('"')[0]

    plain, brotli, gzip = (
        client.get(path, headers={"Accept-Encoding": how}, buffered=True) for how in ("identity", "br", "gzip")
    )

    assert [a.headers.get("Content-Encoding") for a in (plain, brotli, gzip)] == [None, "br", "gzip"]
    assert max(len(brotli.data), len(gzip.data)) < len(plain.data) / 2
    assert plain.headers["Content-Type"].startswith("text/css")


def test_pages_with_forms_are_never_compressed(client: FlaskClient) -> None:
    answer = client.get("/sign-in", headers={"Accept-Encoding": "br, gzip"})

    assert "Content-Encoding" not in answer.headers


def test_an_old_address_and_a_way_out_of_the_folder_are_unknown(client: FlaskClient) -> None:
    assert client.get("/static/0000000000000000/theme.css").status_code == 404
    assert client.get("/static/../var/secret-key").status_code == 404


def test_two_that_start_together_lay_out_one_tree(tmp_path: Path) -> None:
    made: list[Assets] = []
    threads = [threading.Thread(target=lambda: made.append(Assets(tmp_path))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()

    assert [path.name for path in (tmp_path / "assets").iterdir()] == [made[0].digest]
    assert (made[0].root / "theme.css").read_bytes() != b""


def test_every_file_that_a_stylesheet_names_is_served(client: FlaskClient) -> None:
    path = client.get("/sign-in").text.split('rel="stylesheet" href="')[1].split('"')[0]
    named = client.get(path, buffered=True).text.split('@import url("')[1].split('"')[0]

    assert client.get(f"{path.rsplit('/', 1)[0]}/{named}", buffered=True).status_code == 200
