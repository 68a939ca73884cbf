"""HTML: one self-contained page. Style and script are inline, and the page's own policy allows nothing else, from anywhere."""

from __future__ import annotations

from regkit.report.environment import asset, csp_hash, visible
from regkit.report.page import Page

STYLES = ("style.css", "extra.css")  # a user's folder may add _shared/extra.css and keep the rest
SCRIPTS = ("theme.js", "page.js")


def write(page: Page) -> bytes:
    """Return the page as UTF-8."""
    made = page.environment("html")
    styles = [text for name in STYLES if (text := asset(made, name))]
    scripts = {name: asset(made, name) for name in SCRIPTS}
    policy = "; ".join(
        (
            "default-src 'none'",
            f"style-src {' '.join(csp_hash(text) for text in styles)}",
            f"script-src {' '.join(csp_hash(text) for text in scripts.values())}",
            "base-uri 'none'",
            "form-action 'none'",
        )
    )
    # Characters that no page may hold can only come from the values; one pass over the whole is cheaper than one over each.
    return visible(page.fill("html", styles=styles, scripts=scripts, policy=policy)).encode("utf-8")
