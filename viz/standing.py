"""What pages that stand alone are made with: templates that escape, texts of this room, a policy's hashes."""

from __future__ import annotations

import base64
import hashlib
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import jinja2

TEMPLATES = Path(__file__).with_name("templates")


def templates() -> jinja2.Environment:
    """Return the templates of this room; what they are given is escaped."""
    # Here, because the pictures of other pages need none.
    import jinja2

    return jinja2.Environment(
        autoescape=True,
        loader=jinja2.FileSystemLoader(TEMPLATES),
        undefined=jinja2.StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )


def text_of(path: Path) -> str:
    """Return a text file with the ends of line that its hash is made of."""
    return path.read_text(encoding="utf-8").replace("\r\n", "\n")


def hash_of(text: str) -> str:
    """Return what a Content-Security-Policy calls a script or style that stands in the page.

    Examples
    --------
    >>> hash_of("")
    "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
    """
    digest = hashlib.sha256(text.encode("utf-8")).digest()
    return f"'sha256-{base64.b64encode(digest).decode('ascii')}'"
