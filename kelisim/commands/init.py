"""`kelisim init DIR`: a new project, which is one `site.toml` with comments."""

from __future__ import annotations

import argparse
import os
import shlex
from pathlib import Path

from kelisim.commands import options
from kelisim.project import SITE_FILE, new_site


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "directory", metavar="DIR", type=Path, help="the folder of the project; made where it is missing"
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    folder: Path = args.directory
    site = folder / SITE_FILE
    try:
        folder.mkdir(parents=True, exist_ok=True)
        # "x": a file that is already there is never written over, not even by two of us at once.
        with site.open("x", encoding="utf-8", newline="\n") as file:
            file.write(new_site(folder.resolve().name))
    except FileExistsError:
        if folder.is_dir():
            return options.could_not_run(f"{site} is there already; choose another folder, or change that file")
        return options.could_not_run(f"{folder} is not a folder")
    except OSError as error:
        return options.could_not_run(f"{error.filename or site}: {error.strerror}")
    print(_next_steps(folder, site))
    return 0


def _next_steps(folder: Path, site: Path) -> str:
    here = os.path.samefile(folder, Path.cwd())
    steps = [
        f"Open {site} and put your site's facts in the place of the example's.",
        *([] if here else [f"cd {shlex.quote(folder.as_posix())}"]),
        "kelisim check         what is missing, and where",
        "kelisim build         banner and policy in dist/; dist/demo/index.html shows them, dist/embed.html is the tag",
    ]
    return "\n".join([f"{site} is written. Next:", *(f"  {number}. {step}" for number, step in enumerate(steps, 1))])
