"""Does what `kelisim` does, from a checkout with nothing to install first: `python build.py check --strict`."""

import sys

if sys.version_info < (3, 11):
    sys.stderr.write("kelisim: Python 3.11 or newer is needed, this is %d.%d\n" % sys.version_info[:2])
    sys.exit(2)

from kelisim import bootstrap

if __name__ == "__main__":
    bootstrap.enter("requirements.lock")

    from kelisim.cli import main

    sys.exit(main(sys.argv[1:]))
