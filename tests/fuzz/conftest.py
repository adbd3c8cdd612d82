from __future__ import annotations

from tests.api.conftest import park_url

__all__ = ["park_url"]
