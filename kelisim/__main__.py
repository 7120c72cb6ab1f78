"""`python -m kelisim` is the command line."""

from kelisim.cli import entry

if __name__ == "__main__":
    entry()
