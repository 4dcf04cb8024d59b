"""What is loaded before the first request is at rest, however the pages are served."""

import subprocess
import sys

import pytest

SERVED = {
    "by a server of the house's own choice": "import wsgi",
    "by dialogue": "import pathlib, threading; from dialogue import server; told = threading.Event(); told.set(); "
    "server.serve(lambda: print, host='127.0.0.1', port=0, clock=print, ending=told, folder=pathlib.Path())",
}


@pytest.mark.parametrize("code", SERVED.values(), ids=SERVED)
def test_what_is_loaded_is_looked_through_no_more(tmp_path, code):
    environment = {"DIALOGUE_DATA_DIR": str(tmp_path), "DIALOGUE_SECRET_KEY": "k" * 32}
    asked = [sys.executable, "-c", f"import gc; {code}; print(gc.get_freeze_count())"]

    told = subprocess.run(asked, env=environment, capture_output=True, text=True, check=True)

    assert int(told.stdout) > 10_000
