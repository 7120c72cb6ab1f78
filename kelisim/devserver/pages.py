"""What `kelisim serve` puts into pages, and the page that it shows where a build failed."""

from __future__ import annotations

import html
from collections.abc import Sequence

from kelisim.devserver.building import Built
from kelisim.problems import Problem, closing_line

RELOAD_PATH = "/kelisim-serve/reload.js"
EVENTS_PATH = "/kelisim-serve/events"
STYLE_PATH = "/kelisim-serve/problems.css"
#: The page of problems takes nothing from anywhere else either.
PROBLEMS_POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'"
STYLE = """\
body { margin: 2rem auto; max-width: 60rem; padding: 0 1rem; font: 1rem/1.5 system-ui, sans-serif }
pre { overflow: auto; padding: 1rem; border-inline-start: 4px solid #b3261e; background: #8881 }
:root { color-scheme: light dark }
"""


def with_reload(page: str, version: str) -> str:
    """A page that loads itself again: the script is a file of this server, so the page's own policy allows it."""
    tag = f'<script src="{RELOAD_PATH}" data-version="{version}" defer></script>\n'
    head, closing, rest = page.partition("</head>")
    return f"{head}{tag}{closing}{rest}" if closing else page


def problems_page(built: Built) -> str:
    """Every problem of a failed build, as the command prints it."""
    told = built.failure or _told(built.problems)
    return with_reload(
        f"""\
<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<title>The build failed – Kelisim</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<link rel="stylesheet" href="{STYLE_PATH}">
</head>
<body>
<main>
<h1>The build failed</h1>
<p>This page loads again when a source is saved.</p>
<pre>{html.escape(told)}</pre>
</main>
</body>
</html>
""",
        built.version,
    )


def _told(problems: Sequence[Problem]) -> str:
    return "\n\n".join([*map(str, problems), closing_line(problems)])
