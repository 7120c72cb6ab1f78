"""`kelisim i18n`: everything that translators do with catalogs."""

from __future__ import annotations

import argparse
import importlib
from collections.abc import Callable
from pathlib import Path

from kelisim.commands import options

Run = Callable[[argparse.Namespace], int]


def add_arguments(parser: argparse.ArgumentParser) -> None:
    commands = parser.add_subparsers(metavar="ACTION", dest="action", required=True)
    for name, (help_line, described) in _ACTIONS.items():
        action = commands.add_parser(name, help=help_line, description=help_line[:1].upper() + help_line[1:] + ".")
        _common(action)
        described(action)
        action.set_defaults(run=_run, act=name)


def _run(args: argparse.Namespace) -> int:
    """Read the project once and hand it to the action; modules are imported only when their action runs."""
    from kelisim.i18n.workspace import read_workspace

    try:
        workspace = read_workspace(args.site)
    except FileNotFoundError:
        return options.could_not_run(f"there is no {args.site}; name one with --site, or make one with kelisim init")
    unknown = [language for language in getattr(args, "lang", []) if language not in workspace.languages]
    if unknown:
        known = ", ".join(workspace.languages)
        return options.could_not_run(
            f'there is no language "{unknown[0]}"; there are {known} (kelisim i18n add makes one)'
        )
    module = importlib.import_module(f"kelisim.commands.{_MODULES[args.act]}")
    return int(module.ACTIONS[args.act](workspace, args))


def _common(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--site", metavar="FILE", type=Path, default=Path(options.DEFAULT_SITE), help="the site (default: site.toml)"
    )
    parser.add_argument("--format", choices=options.FORMATS, default="text", help="how problems are printed")


def _selection(parser: argparse.ArgumentParser) -> None:
    from kelisim.catalogs import DOMAINS

    parser.add_argument(
        "--lang", metavar="LANG", action="append", default=[], help="only this language (may be repeated)"
    )
    parser.add_argument(
        "--domain", choices=DOMAINS, action="append", default=[], help="only this domain (may be repeated)"
    )


def _writes(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--check", action="store_true", help="write nothing; exit 1 if a file would change")


def _update(parser: argparse.ArgumentParser) -> None:
    _selection(parser)
    _writes(parser)
    parser.add_argument("--prune", action="store_true", help="drop translations of texts that are gone")


def _check(parser: argparse.ArgumentParser) -> None:
    _selection(parser)
    parser.add_argument("--strict", action="store_true", help="warnings fail, too")
    parser.add_argument("--spelling", action="store_true", help="also look words up in hunspell's dictionaries")
    parser.add_argument("--select", metavar="CODE", action="append", default=[], help="only these codes (K21: K210 …)")
    parser.add_argument("--ignore", metavar="CODE", action="append", default=[], help="not these codes")


def _fix(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("code", metavar="CODE", nargs="?", default="", help="only faults of this code")
    _selection(parser)
    _writes(parser)


def _stats(parser: argparse.ArgumentParser) -> None:
    _selection(parser)
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--fail-under", metavar="PERCENT", type=int, default=0, help="exit 1 if less is translated")


def _language(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("language", metavar="LANG", help="a language such as kk")


def _todo(parser: argparse.ArgumentParser) -> None:
    _language(parser)
    parser.add_argument(
        "--only", choices=("missing", "stale", "unreviewed"), action="append", default=[], help="only these states"
    )


def _diff(parser: argparse.ArgumentParser) -> None:
    _language(parser)
    parser.add_argument("ids", metavar="ID", nargs="*", help="only these texts")


def _fmt(parser: argparse.ArgumentParser) -> None:
    _selection(parser)
    _writes(parser)


def _export(parser: argparse.ArgumentParser) -> None:
    from kelisim.catalogs import DOMAINS

    _language(parser)
    parser.add_argument("--domain", choices=DOMAINS, action="append", default=[], help="only this domain")
    parser.add_argument("--reference", metavar="LANG", help="show the text in this language, too")
    parser.add_argument("--only", choices=("todo",), help="only what is missing or outdated")
    parser.add_argument("--out", metavar="FILE", type=Path, help="where the file goes (default: stdout)")


def _import(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("file", metavar="FILE", type=Path, help="a PO file that came back")
    parser.add_argument("--language", metavar="LANG", default="", help="its language (default: as its header says)")
    parser.add_argument("--strict", action="store_true", help="exit 1 if anything was left out")
    parser.add_argument("--accept-unchanged", action="store_true", help="a lost fuzzy mark means: the text still holds")
    _writes(parser)


def _approve(parser: argparse.ArgumentParser) -> None:
    from kelisim.catalogs import DOMAINS

    _language(parser)
    parser.add_argument("ids", metavar="ID", nargs="*", help="ids of texts")
    parser.add_argument("--all", action="store_true", help="every text that is translated and not outdated")
    parser.add_argument("--domain", choices=DOMAINS, action="append", default=[], help="with --all: only this domain")
    parser.add_argument("--by", metavar="NAME", required=True, help="who approves")
    parser.add_argument("--today", metavar="DATE", type=options.day, help="the day of the approval (YYYY-MM-DD)")
    _writes(parser)


def _add(parser: argparse.ArgumentParser) -> None:
    _language(parser)
    _writes(parser)


def _pseudo(parser: argparse.ArgumentParser) -> None:
    _language(parser)
    parser.add_argument(
        "--style", choices=("long", "ids", "mirrored"), default="long", help="what to show (default: long)"
    )
    parser.add_argument("--out", metavar="DIR", type=Path, required=True, help="where the catalogs go")


_ACTIONS: dict[str, tuple[str, Callable[[argparse.ArgumentParser], None]]] = {
    "update": ("bring templates and catalogs up to date with the sources", _update),
    "check": ("everything that can be wrong with translations", _check),
    "fix": ("mend what no person has to decide: letters, spaces, marks", _fix),
    "stats": ("how far each language is", _stats),
    "todo": ("what to do next in a language", _todo),
    "diff": ("what changed in the sources of outdated translations", _diff),
    "fmt": ("write catalogs and ledgers in their one form", _fmt),
    "export": ("one file for a translator", _export),
    "import": ("take back a file that a translator or a platform returned", _import),
    "approve": ("note that texts were read and approved", _approve),
    "add": ("begin a language", _add),
    "pseudo": ("catalogs that find what is cut and what has no id", _pseudo),
}
_MODULES = {
    "update": "i18n_writing",
    "fix": "i18n_writing",
    "fmt": "i18n_writing",
    "add": "i18n_writing",
    "approve": "i18n_writing",
    "check": "i18n_reading",
    "stats": "i18n_reading",
    "todo": "i18n_reading",
    "diff": "i18n_reading",
    "export": "i18n_exchange",
    "import": "i18n_exchange",
    "pseudo": "i18n_exchange",
}
