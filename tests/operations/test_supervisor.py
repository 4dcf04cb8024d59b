"""Two programs that run as one: told to end they end both; what dies is noticed; nothing outlives whoever began it."""

import os
import signal
import subprocess
import sys
import time

import pytest

from dialogue.operations import supervisor

HERE = """
import os, sys, time
from pathlib import Path
from dialogue.operations import supervisor
"""
CHILD = (
    HERE
    + """
supervisor.end_with_parent()
folder, name = Path(sys.argv[1]), sys.argv[2]
with (folder / name).open("a") as lines:
    lines.write(f"{os.getpid()}\\n")
for _ in range(600):
    time.sleep(0.1)
    if name == "pages" and (folder / "end").exists():
        sys.exit(3)
"""
)
PARENT = (
    HERE
    + """
def child(name):
    return [sys.executable, "-c", sys.argv[1], sys.argv[2], name]
sys.exit(supervisor.run(child("pages"), child("worker")))
"""
)


@pytest.fixture
def parent(tmp_path):
    process = subprocess.Popen([sys.executable, "-c", PARENT, CHILD, str(tmp_path)], stderr=subprocess.PIPE, text=True)
    yield process
    process.kill()
    process.communicate()


def pids(folder, name, many=1):
    """The programs of that name that were begun, once there are so many."""
    for _ in range(200):
        file = folder / name
        found = [int(line) for line in file.read_text().splitlines()] if file.exists() else []
        if len(found) >= many:
            return found
        time.sleep(0.05)
    raise AssertionError(f"{name} did not begin")


def lives(pid):
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    with open(f"/proc/{pid}/stat") as told:  # noqa: PTH123 a zombie is no life
        return told.read().rpartition(")")[2].split()[0] != "Z"


def gone(*all_of_them):
    for _ in range(200):
        if not any(lives(pid) for pid in all_of_them):
            return True
        time.sleep(0.05)
    return False


def test_a_program_is_begun_in_the_environment_that_is_asked_for(tmp_path):
    code = "import os, pathlib, sys; pathlib.Path(sys.argv[1]).write_text(os.environ['CHOSEN'])"
    told = tmp_path / "told"

    child = supervisor.Child([sys.executable, "-c", code, str(told)], dict(os.environ) | {"CHOSEN": "1"})
    child.tell()
    child.end()

    assert told.read_text() == "1"


@pytest.mark.slow
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
def test_told_to_end_it_ends_both(parent, tmp_path, number):
    both = pids(tmp_path, "pages") + pids(tmp_path, "worker")

    parent.send_signal(number)

    assert parent.wait(10) == 0
    assert gone(*both)


@pytest.mark.slow
def test_pages_that_end_by_themselves_end_the_worker_too_and_that_is_told(parent, tmp_path):
    (pages,), (worker,) = pids(tmp_path, "pages"), pids(tmp_path, "worker")

    (tmp_path / "end").touch()

    assert parent.wait(10) == 3
    assert gone(pages, worker)


@pytest.mark.slow
@pytest.mark.parametrize("name", ["pages", "worker"])
def test_what_is_killed_is_begun_again(parent, tmp_path, name):
    first = {name: pids(tmp_path, name)[0] for name in ("pages", "worker")}

    os.kill(first[name], signal.SIGKILL)

    _, second = pids(tmp_path, name, many=2)
    other = first["worker" if name == "pages" else "pages"]
    assert lives(other) and lives(second) and parent.poll() is None


@pytest.mark.slow
def test_both_end_where_whoever_began_them_is_killed(parent, tmp_path):
    both = pids(tmp_path, "pages") + pids(tmp_path, "worker")

    parent.kill()

    assert gone(*both)


def test_again_is_this_program_with_other_words():
    code = "from dialogue.operations import supervisor; print(supervisor.again('worker', '--attached'))"

    told = subprocess.run(
        [sys.executable, "-B", "-c", code, "run", "--host", "::1"], capture_output=True, text=True, check=True
    ).stdout

    assert told.strip() == repr([sys.executable, "-B", "-c", code, "worker", "--attached"])
