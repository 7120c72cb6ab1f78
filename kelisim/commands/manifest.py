"""`kelisim manifest merge`: parts that were built by `--shard` as one output."""

from __future__ import annotations

import argparse
from pathlib import Path

from kelisim.commands import options
from kelisim.files import OutputRefused


def add_arguments(parser: argparse.ArgumentParser) -> None:
    actions = parser.add_subparsers(metavar="ACTION", dest="action", required=True)
    merge = actions.add_parser(
        "merge",
        help="bring the parts of a build together",
        description="Brings parts of build --sites … --shard I/N together, as one build would have written them.",
    )
    merge.add_argument("parts", metavar="PART", type=Path, nargs="+", help="the output folder of a part")
    merge.add_argument("--out", metavar="DIR", type=Path, default=Path(options.DEFAULT_OUT), help="default: dist/")
    merge.set_defaults(run=run_merge)


def run_merge(args: argparse.Namespace) -> int:
    from kelisim.fleet.merging import CannotMerge, merge_parts

    try:
        index = merge_parts(args.parts, args.out.absolute())
    except (CannotMerge, OutputRefused) as reason:
        return options.could_not_run(str(reason))
    except OSError as error:
        return options.could_not_run(f"{error.filename or args.out}: {error.strerror}; {args.out}/ was left as it was")
    print(f"{args.out}/: {len(index.entries)} sites from {len(args.parts)} parts")
    if index.missing:
        print(f"{index.missing} sites had faults and are missing; index.json says that it is not complete")
    return 0
