"""`kelisim serve`: builds in memory, shows it on 127.0.0.1, and loads open pages again when a source is saved."""

from __future__ import annotations

import argparse
import sys
import threading
import time
import webbrowser
from pathlib import Path

from kelisim.cache import FOLDER, Cache
from kelisim.commands import options
from kelisim.devserver.building import Built, build_in_memory
from kelisim.devserver.server import Server, Shown, watch
from kelisim.devserver.watching import Watcher
from kelisim.files import project_root

DEFAULT_PORT = 8321
#: How often the sources are looked at: half of it is what a visitor of the page waits on average.
LOOK_EVERY_SECONDS = 0.05


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--site", metavar="FILE", type=Path, default=Path(options.DEFAULT_SITE), help="the site (default: site.toml)"
    )
    parser.add_argument("--today", metavar="DATE", type=options.day, help="the only date that enters (YYYY-MM-DD)")
    parser.add_argument(
        "--port", type=int, default=DEFAULT_PORT, help=f"on 127.0.0.1 (default: {DEFAULT_PORT}; 0: any free one)"
    )
    parser.add_argument("--open", action="store_true", help="open the page in the browser")
    parser.set_defaults(run=run)


def run(args: argparse.Namespace) -> int:
    if not args.site.is_file():
        return options.could_not_run(f"there is no {args.site}; name one with --site, or make one with kelisim init")
    today, cache, watcher = options.today(args), Cache(project_root(args.site) / FOLDER), Watcher(args.site)
    shown = Shown(_build(args.site, today, cache))
    try:
        server = Server(shown, args.port)
    except (OSError, OverflowError) as error:
        return options.could_not_run(f"port {args.port}: {getattr(error, 'strerror', None) or error}; choose another")
    closing = threading.Event()
    looking = threading.Thread(
        target=watch,
        args=(watcher.changed, lambda: shown.show(_build(args.site, today, cache)), closing, LOOK_EVERY_SECONDS),
        daemon=True,
    )
    looking.start()
    print(f"{server.url}  (Ctrl+C ends it)", flush=True)
    if args.open:
        webbrowser.open(server.url)
    try:
        server.serve_forever()
    except KeyboardInterrupt:
        print(file=sys.stderr)
    finally:
        closing.set()
        shown.close()
        server.server_close()
        looking.join()
    return 0


def _build(site: Path, today: object, cache: Cache) -> Built:
    """Build, and say on stderr how it went."""
    began = time.monotonic()
    built = build_in_memory(site, today, cache)  # type: ignore[arg-type]
    took = f"{(time.monotonic() - began) * 1000:.0f} ms"
    if built.failure:
        print(built.failure, file=sys.stderr)
    options.report(built.problems, "text")
    print(f"{'failed' if built.failed else 'built'} in {took}", file=sys.stderr)
    return built
