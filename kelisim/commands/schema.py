"""`kelisim schema`: JSON Schema of the sources, for completion and checks in editors."""

from __future__ import annotations

import argparse
import json
from typing import Any

from kelisim import schema
from kelisim.config import SITE
from kelisim.registry import SERVICE

DIALECT = "https://json-schema.org/draft/2020-12/schema"
TABLES = {"site": (SITE, "A site of Kelisim"), "service": (SERVICE, "A service file of Kelisim")}


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "kind", nargs="?", choices=[*TABLES, "all"], default="site", help="of which source (default: site)"
    )
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    schemas = {kind: described(table, title) for kind, (table, title) in TABLES.items()}
    print(json.dumps(schemas if args.kind == "all" else schemas[args.kind], ensure_ascii=False, indent=2))
    return 0


def described(table: schema.Table, title: str) -> dict[str, Any]:
    """A source as JSON Schema."""
    return {"$schema": DIALECT, "title": title, **table.json_schema()}
