"""With a umask that hides nothing, and a folder that others made: what the product keeps is its owner's alone."""

import os
import stat
import subprocess
import sys
import time
import urllib.request

import pytest

from tests.post import free_port

pytestmark = pytest.mark.slow


def modes(folder):
    return {
        path.relative_to(folder).as_posix(): stat.S_IMODE(path.lstat().st_mode) for path in [folder, *folder.rglob("*")]
    }


def test_what_the_product_keeps_is_its_owners_whatever_the_umask(tmp_path):
    var = tmp_path / "var"
    (var / "outbox").mkdir(parents=True)
    for folder in (var, var / "outbox"):
        folder.chmod(0o777)
    for name, content in (("secret-key", "k" * 43), ("dialogue.db", ""), ("outbox/old.eml", "Subject: old")):
        (var / name).write_text(content)
        (var / name).chmod(0o666)
    port = free_port()
    environment = {name: value for name, value in os.environ.items() if not name.startswith("DIALOGUE_")}
    environment |= {"DIALOGUE_DATA_DIR": str(var), "PORT": str(port)}

    def start(*typed):
        return subprocess.Popen([sys.executable, "-m", "dialogue", *typed], env=environment, umask=0,
                                stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)  # fmt: skip

    def done(*typed):
        process = start(*typed)
        out, told = process.communicate(timeout=120)
        assert process.returncode == 0, told
        return out, told

    _, told = done("migrate")
    assert [line.partition(": ")[0] for line in told.splitlines()] == [
        "others could get at what is ours; narrowed to the owner",
        "others could get at what is ours; narrowed to the owner",
    ]
    done("seed")
    done("tick")
    paper, copy = tmp_path / "minutes.docx", tmp_path / "copy"
    copy.mkdir()
    copy.chmod(0o777)
    done("export", "tracker", "-o", str(paper))
    done("backup", str(copy))
    pages = start("run")
    try:
        for _ in range(300):
            try:
                urllib.request.urlopen(f"http://127.0.0.1:{port}/sign-in").close()
                break
            except OSError:
                time.sleep(0.1)
        running = modes(var)
    finally:
        pages.terminate()
        told = pages.communicate(timeout=60)[1]

    assert "could get at" not in told
    wide = {name: oct(mode) for found in (running, modes(var), modes(copy)) for name, mode in found.items()
            if mode & 0o077}  # fmt: skip
    assert wide == {}
    assert stat.S_IMODE(paper.stat().st_mode) == 0o600
    assert {"dialogue.db", "secret-key", "demo-password", "outbox/old.eml", "tmp"} < set(running)
    assert any(name.startswith("assets/") for name in running)
    assert set(modes(copy)) == {".", "dialogue.db", "manifest.json"}
