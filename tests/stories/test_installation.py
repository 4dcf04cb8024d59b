"""A wheel, installed away from the checkout: migrates, plants, serves a page from its own tree, and stops when told."""

import os
import signal
import socket
import subprocess
import sys
import sysconfig
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

HERE = Path(__file__).parent.parent.parent


@pytest.fixture(scope="module")
def installed(tmp_path_factory):
    """A folder into which the wheel was unpacked, as pip does it; what it depends on is that of this environment."""
    folder = tmp_path_factory.mktemp("installed")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", folder / "dist"]
    subprocess.run(build, check=True, cwd=HERE, capture_output=True)
    (wheel,) = (folder / "dist").glob("*.whl")
    install = [sys.executable, "-m", "pip", "install", "--no-deps", "--no-index", "--target", folder / "site", wheel]
    subprocess.run(install, check=True, capture_output=True)
    return folder / "site"


@pytest.fixture
def dialogue(installed, tmp_path):
    """Run a command of the installed wheel, in a folder that knows nothing of the checkout."""
    environment = {key: value for key, value in os.environ.items() if not key.startswith("DIALOGUE_")}
    # Without `site`, or the checkout that is installed in this environment would stand in for the wheel.
    path = os.pathsep.join([str(installed), sysconfig.get_path("purelib"), sysconfig.get_path("platlib")])
    environment |= {"PYTHONPATH": path, "DIALOGUE_DATA_DIR": str(tmp_path / "var"), "PORT": str(free_port())}

    def start(*typed):
        return subprocess.Popen(
            [sys.executable, "-S", "-m", "dialogue", *typed],
            cwd=tmp_path,
            env=environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )

    start.url = f"http://127.0.0.1:{environment['PORT']}"
    return start


def free_port():
    with socket.create_server(("127.0.0.1", 0)) as probe:
        return probe.getsockname()[1]


def done(process):
    said, complained = process.communicate(timeout=60)
    assert process.returncode == 0, complained
    return said


def page(url, process):
    """The page, as soon as the server answers."""
    for _ in range(200):
        assert process.poll() is None, process.communicate()
        try:
            with urllib.request.urlopen(url) as answer:  # noqa: S310 our own address
                return answer.status, answer.read().decode()
        except urllib.error.URLError:
            time.sleep(0.1)
    raise AssertionError("the server did not answer")


def test_an_installed_wheel_carries_its_tree_and_runs_from_it(installed, dialogue, tmp_path):
    told = done(dialogue("--help"))
    assert "migrate" in told

    assert "from nothing to" in done(dialogue("migrate"))
    planted = done(dialogue("seed"))
    assert "secretary.brussels@dialogue.example" in planted
    assert (tmp_path / "var" / "demo-password").stat().st_mode & 0o777 == 0o600
    assert (tmp_path / "var" / "demo-password").read_text().strip() in planted
    assert done(dialogue("seed")) == f"There is data already: nothing was planted.\n{planted}"

    server = dialogue("run")
    try:
        ready = page(f"{dialogue.url}/readyz", server)
        sign_in = page(f"{dialogue.url}/sign-in", server)
    finally:
        server.send_signal(signal.SIGTERM)
        said, complained = server.communicate(timeout=30)

    assert ready[0] == 200, ready
    assert (sign_in[0], 'name="password"' in sign_in[1]) == (200, True)
    assert server.returncode == 0, complained
    assert dialogue.url in said
