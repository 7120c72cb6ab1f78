"""`kelisim publish DIR`: a build goes into the folder that a server serves, in the order in which nothing breaks."""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from pathlib import Path

from kelisim.commands import options
from kelisim.release.plan import PHASES, render_plan
from kelisim.release.publishing import COPIED, KEPT, Deed, NotPublished, Shipment, publish, read_shipment


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("target", metavar="DIR", type=Path, nargs="?", help="the folder that is served as /consent/")
    parser.add_argument(
        "--from",
        metavar="BUILD",
        dest="source",
        type=Path,
        default=Path(options.DEFAULT_OUT),
        help="what goes out (dist/)",
    )
    parser.add_argument("--dry-run", action="store_true", help="write nothing, say what would be done")
    parser.add_argument("--plan", action="store_true", help="print files and order as JSON, for uploads by other means")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    if args.target is None and not args.plan:
        return options.could_not_run("say into which folder, or --plan for the order alone")
    try:
        shipment = read_shipment(args.source)
        if args.plan:
            sys.stdout.write(render_plan(shipment.site, shipment.steps))
            return 0
        deeds = publish(shipment, args.target, dry_run=args.dry_run)
    except NotPublished as reason:
        return options.could_not_run(str(reason))
    except OSError as error:
        return options.could_not_run(f"{error.filename or args.target}: {error.strerror}; publish again to go on")
    if args.dry_run:
        print("\n".join(f"would be {deed.kind}: {deed.name}" for deed in deeds if deed.kind != KEPT) or "nothing to do")
    else:
        print(_summary(shipment, deeds))
    return 0


def _summary(shipment: Shipment, deeds: list[Deed]) -> str:
    """A line a phase."""
    phases = {step.name: step.phase for step in shipment.steps}
    counts = Counter((phases[deed.name], deed.kind) for deed in deeds if deed.name in phases)
    lines = [f"{phase}: {counts[phase, COPIED]} copied, {counts[phase, KEPT]} were there" for phase in PHASES]
    return "\n".join([*lines, f"verified: every file is what {shipment.source} holds"])
