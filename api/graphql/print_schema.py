"""Write the schema to ``api/schema.graphql``: ``python -m api.graphql.print_schema``."""

from __future__ import annotations

from pathlib import Path

from api.graphql.schema import schema

SCHEMA_FILE = Path(__file__).parent.parent / "schema.graphql"


def printed_schema() -> str:
    """Return the schema in its definition language."""
    return schema.as_str().rstrip() + "\n"


if __name__ == "__main__":
    SCHEMA_FILE.write_text(printed_schema(), encoding="utf-8")
