"""The command line: arguments to one command, its exit code back. No work of its own."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from typing import Any

import kelisim
from kelisim.commands.options import CouldNotRun, could_not_run
from kelisim.problems import did_you_mean

EXIT_DONE, EXIT_PROBLEMS, EXIT_USAGE, EXIT_INTERRUPTED = 0, 1, 2, 130
#: Command → (module in kelisim.commands, one line of help). Modules are imported only when their command runs.
COMMANDS = {
    "build": ("build", "build dist/ (the default)"),
    "check": ("check", "every check of a build, nothing written"),
    "serve": ("serve", "build in memory, show it on 127.0.0.1, reload the page when a source is saved"),
    "release": ("release", "strict build, archives, checksums, bill of materials; diff A B compares two builds"),
    "publish": ("publish", "bring dist/ to the folder that is served, in the order in which nothing breaks"),
    "init": ("init", "a new project: site.toml with comments"),
    "services": ("services", "services of the registry: which there are, all about one, who sets this cookie"),
    "i18n": ("i18n", "translations: update, check, fix, stats, todo, diff, export, import, approve"),
    "policy": ("policy", "versions of the policy: status, diff, publish; the policy as a document: export, import"),
    "manifest": ("manifest", "merge brings the parts of build --shard together"),
    "migrate": ("migrate", "brings renamed keys of site files up to date, comments kept"),
    "explain": ("explain", "what a problem means and how to mend it"),
    "schema": ("schema", "JSON Schema of site.toml and of a service file"),
}


def main(argv: Sequence[str]) -> int:
    """Run one command line; returns the exit status: 0 done, 1 problems in the sources, 2 could not run."""
    arguments = list(argv)
    if not arguments or (arguments[0].startswith("-") and arguments[0] not in ("-h", "--help", "--version")):
        arguments.insert(0, "build")
    if arguments[0] not in COMMANDS and not arguments[0].startswith("-"):
        return _unknown_command(arguments[0])
    try:
        parsed = argument_parser(arguments[0]).parse_args(arguments)
    except SystemExit as leave:
        return leave.code if isinstance(leave.code, int) else EXIT_USAGE
    try:
        status = int(parsed.run(parsed))
        sys.stdout.flush()
    except CouldNotRun as reason:
        return could_not_run(str(reason))
    except BrokenPipeError:
        # Whoever reads has seen enough (`| head`); Python must not complain when it flushes once more at the end.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return EXIT_DONE
    except KeyboardInterrupt:
        print("kelisim: interrupted", file=sys.stderr)
        return EXIT_INTERRUPTED
    return status


def entry() -> None:
    """The console script."""
    sys.exit(main(sys.argv[1:]))


def argument_parser(command: str) -> argparse.ArgumentParser:
    """The parser, with the arguments of `command` filled in; the other commands only show their line of help."""
    parser = argparse.ArgumentParser(
        prog="kelisim",
        description="Builds a consent banner, its gate and its cookie policy from one description of a site.",
    )
    parser.add_argument("--version", action="version", version=f"kelisim {kelisim.__version__}")
    commands = parser.add_subparsers(metavar="COMMAND", dest="command")
    for name, (module, help_line) in COMMANDS.items():
        subparser = commands.add_parser(name, help=help_line, description=help_line[:1].upper() + help_line[1:] + ".")
        if name == command:
            _module(module).add_arguments(subparser)
    return parser


def _unknown_command(word: str) -> int:
    from kelisim.schema import nearest

    commands = ", ".join(COMMANDS)
    return could_not_run(
        f'there is no command "{word}"; {did_you_mean(nearest(word, COMMANDS), f"there are {commands}")}'
    )


def _module(name: str) -> Any:
    import importlib

    return importlib.import_module(f"kelisim.commands.{name}")
