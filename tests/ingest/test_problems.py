"""Every problem can be said in both languages."""

import re
from pathlib import Path

from graph.errors import Problem
from ingest.problems import CODES, EXPECTATIONS, explain
from ingest.quantities import Note
from tests.ingest.files import problems_of, write

ROOT = Path(__file__).parents[2]


def test_every_code_that_checks_and_files_give_has_words() -> None:
    written: set[str] = set()
    own = [*(ROOT / "ingest").glob("*.py"), *(ROOT / "ingest/grids").glob("*.py")]
    for path in [ROOT / "graph/checks.py", ROOT / "graph/units.py", *own]:
        if path.name != "problems.py":
            written |= set(
                re.findall(r'"([A-Z]+(?:_[A-Z]+)+|CYCLE|NEGATIVE)"', path.read_text(encoding="utf-8"))
            )
    assert written - {"CELL_TOO_LONG", "UNSOUND_GRAPH", *Note.__members__} == set(CODES)


def test_every_code_and_expectation_is_said_in_both_languages() -> None:
    for code in CODES:
        for expected, _ in EXPECTATIONS:
            filled = expected.replace("{}", "7")
            problem = Problem("台账.xlsx", "企业", 3, "年产生量", code, "x", filled)
            english, chinese = explain(problem, "en"), explain(problem, "zh")
            assert filled in english
            assert filled not in chinese or filled.startswith("low <= ")
            assert "第 3 行" in chinese


def test_problems_of_real_files_leave_no_english_sentence_in_chinese(tmp_path: Path) -> None:
    folder = write(
        tmp_path,
        parks="id,colour\n,x\n",
        enterprises="id,name_zh,park,state,lat\ne,甲,p,好,十\ne,乙,p,运行,91\n",
        waste_streams="id,name_zh,enterprise,material,supply [x],moisture_low\ns,渣,e,m,1,5\n",
        limits="id\n",
        wages="a\n1\n",
    )
    for problem in problems_of(folder):
        said = explain(problem, "zh").split("应为：")[1]
        assert not re.search(r"\b(a|the|value|number|column|row|unit that)\b", said), said
