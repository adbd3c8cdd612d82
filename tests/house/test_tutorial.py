"""The tutorial in Python is true: its code runs, one block after another."""

from __future__ import annotations

import io
import re
from contextlib import redirect_stdout
from pathlib import Path

PAGE = Path(__file__).parents[2] / "docs" / "tutorial.md"


def test_the_code_of_the_tutorial_runs_from_the_first_block_to_the_last() -> None:
    blocks = re.findall(r"```python\n(.*?)```", PAGE.read_text(encoding="utf-8"), re.DOTALL)
    assert len(blocks) >= 7
    names: dict[str, object] = {}
    shown = io.StringIO()
    with redirect_stdout(shown):
        for number, block in enumerate(blocks, start=1):
            exec(compile(block, f"{PAGE.name}, block {number}", "exec"), names)
    told = shown.getvalue()
    assert "磷石膏 -> certain phosphogypsum name" in told
    assert "saw dust -> certain sawmill-residue" in told
    assert "balances closed" in told
    assert "('红星钢厂', 'steel-slag', 300000.0)" in told
