"""The Nu Html Checker (vnu-jar from npm, run by Java) over files as they are shipped."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Iterable
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent.parent
CHECKER = ROOT / "node_modules/vnu-jar/build/dist/vnu.jar"
needs_checker = pytest.mark.skipif(
    not CHECKER.exists() or shutil.which("java") is None, reason="there is no java or no node_modules/vnu-jar: npm ci"
)
#: It reads files from no origin, so that 'self' allows nothing; that policies hold is tested in browsers.
WITHOUT_ORIGIN = "violates Content Security Policy (meta tag)"
#: A document around a piece that is meant for a page of somebody else.
AROUND = (
    '<!doctype html><html lang="{lang}"><head><meta charset="utf-8"><title>Page</title></head><body><h1>Page</h1>{body}'
)


def complaints(files: Iterable[Path]) -> list[str]:
    """Everything that the checker says about files, remarks included: `name:line: message`."""
    command = ["java", "-jar", str(CHECKER), "--format", "json", "--also-check-css", "--stdout", "--exit-zero-always"]
    done = subprocess.run([*command, *map(str, files)], check=True, capture_output=True, text=True)
    return [
        f"{message.get('url', '').rpartition('/')[2]}:{message.get('lastLine', 0)}: {message['message']}"
        for message in json.loads(done.stdout)["messages"]
        if WITHOUT_ORIGIN not in message["message"]
    ]
