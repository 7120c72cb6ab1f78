"""`kelisim policy`: the policy as a document of its own. Modules are imported only when their action runs."""

from __future__ import annotations

import argparse

#: Action → (module in kelisim.commands, its function that adds the arguments, one line of help).
ACTIONS = {
    "status": ("policy_versions", "add_status", "which version is in force, what has changed since, whom it would ask"),
    "diff": ("policy_versions", "add_diff", "what changed since a version: source, print, meaning"),
    "publish": ("policy_versions", "add_publish", "make a version of the policy as it is now"),
    "export": ("policy_documents", "add_export", "the whole policy in one language, for legal staff"),
    "import": ("policy_documents", "add_import", "take back the texts of a document that came back"),
}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    import importlib

    actions = parser.add_subparsers(metavar="ACTION", dest="action", required=True)
    for name, (module, adds, help_line) in ACTIONS.items():
        action = actions.add_parser(name, help=help_line, description=f"{help_line[:1].upper()}{help_line[1:]}.")
        getattr(importlib.import_module(f"kelisim.commands.{module}"), adds)(action)
