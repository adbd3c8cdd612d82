"""The brief of a lead as one HTML page: two A4 pages when printed, readable without a network or a script."""

from __future__ import annotations

from typing import TYPE_CHECKING

from viz.standing import TEMPLATES, hash_of, templates, text_of

if TYPE_CHECKING:
    from graph.recruiting import Brief


def brief_policy() -> str:
    """Return the policy of the page: nothing is loaded, nothing runs, its one style counts."""
    style = text_of(TEMPLATES / "brief.css")
    return f"default-src 'none'; style-src {hash_of(style)}; base-uri 'none'; form-action 'none'"


def brief_page(brief: Brief) -> str:
    """Return a brief as a page that stands alone."""
    from markupsafe import Markup

    return (
        templates()
        .get_template("brief.html")
        .render(
            brief=brief,
            html_language={"zh": "zh-CN", "en": "en"}[brief.language],
            policy=brief_policy(),
            style=Markup(text_of(TEMPLATES / "brief.css")),
        )
    )
