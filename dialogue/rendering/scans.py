"""Whether a PDF that somebody attaches is paper and nothing else: no script, no file inside, nothing that acts, and no
marking of a classified paper on its pages.

A file that others made is read in a process of its own (`pdfs`), which may take so much time and memory."""

import subprocess
import sys
import threading

from dialogue.domain.base import Refused
from dialogue.domain.markings import REFUSAL

WITHIN = 20  # seconds on the clock on the wall; the process has ten of its processor
AT_ONCE = threading.BoundedSemaphore(2)
ANEW = "Please print it to a new PDF, or scan the paper again, and attach that."
REFUSALS = {
    "script": f"This PDF holds a script, or does something when it is opened. {ANEW}",
    "files": f"This PDF holds other files, sound or film. {ANEW}",
    "locked": f"This PDF is locked with a password or has restrictions. {ANEW}",
    "large": f"This PDF has more pages or parts than a scanned copy has. {ANEW}",
    "unreadable": f"This PDF could not be read. {ANEW}",
}


def must_be_harmless(content: bytes) -> None:
    """Refused in a sentence that says what to do. Takes seconds: not to be asked inside of a transaction."""
    with AT_ONCE:
        try:
            told = subprocess.run(
                [sys.executable, "-m", "dialogue.rendering.pdfs"],
                input=content,
                capture_output=True,
                timeout=WITHIN,
                check=True,
            ).stdout.decode()
        except (subprocess.SubprocessError, OSError):
            told = "unreadable"
    if told.startswith("marked "):
        raise Refused(REFUSAL, marking=told.removeprefix("marked "))
    if told != "harmless":
        raise Refused(REFUSALS.get(told, REFUSALS["unreadable"]))
