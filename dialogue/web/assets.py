"""Static files: Bootstrap's and our own, under one name that changes with any of them, pre-compressed."""

import hashlib
import shutil
import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Any

import flask_bootstrap
from whitenoise import WhiteNoise
from whitenoise.compress import Compressor

_OURS = Path(__file__).parent / "static"
_BOOTSTRAP = Path(flask_bootstrap.__file__).parent / "static" / "bootstrap5"
# Our own modules do what is wanted of Bootstrap's JavaScript; popovers and dialogues are the browser's.
_TAKEN = {
    "bootstrap/css/bootstrap.min.css": _BOOTSTRAP / "css" / "bootstrap.min.css",
}
_COMPRESSOR = Compressor(quiet=True)

Application = Callable[..., Iterable[bytes]]


class Assets:
    """One digest for the whole tree stands in every address, so that modules and stylesheets may name each other
    relatively and a new release is never mixed with an old one from a cache."""

    def __init__(self, data_dir: Path) -> None:
        self.files = _TAKEN | {p.relative_to(_OURS).as_posix(): p for p in sorted(_OURS.rglob("*")) if p.is_file()}
        self.digest = _digest(self.files)
        self.root = data_dir / "assets" / self.digest
        if not self.root.is_dir():
            _lay_out(self.files, self.root)

    def url(self, name: str) -> str:
        """The address of a file; a name that does not exist is a fault, seen by the first test of its page."""
        if name not in self.files:
            raise KeyError(f"no static file is called {name}")
        return f"/static/{self.digest}/{name}"

    def serve(self, application: Application) -> Any:
        return WhiteNoise(
            application,
            root=str(self.root),
            prefix=f"static/{self.digest}",
            allow_all_origins=False,
            immutable_file_test=lambda _path, _url: True,
        )


def _digest(files: dict[str, Path]) -> str:
    sums = [f"{name} {hashlib.sha256(path.read_bytes()).hexdigest()}" for name, path in sorted(files.items())]
    return hashlib.sha256("\n".join(sums).encode()).hexdigest()[:16]


def _lay_out(files: dict[str, Path], root: Path) -> None:
    """Copy and compress beside the place, then move there at once: two processes may start together."""
    root.parent.mkdir(parents=True, exist_ok=True)
    draft = Path(tempfile.mkdtemp(dir=root.parent))
    for name, path in files.items():
        copy = draft / name
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_bytes(path.read_bytes())
        if _COMPRESSOR.should_compress(copy.name):
            _COMPRESSOR.compress(str(copy))
    draft.chmod(0o700)
    try:
        draft.rename(root)
    except OSError:  # the other process was first
        shutil.rmtree(draft)
