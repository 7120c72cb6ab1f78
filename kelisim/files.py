"""The disk: a project's sources come in whole, and `dist/` goes out whole or not at all."""

from __future__ import annotations

import errno
import json
import os
import secrets
import shutil
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

from kelisim.assets import Asset
from kelisim.layering import layered
from kelisim.problems import Place, Problem
from kelisim.source import Source, TomlSource

MANIFEST = "manifest.json"
INDEX = "index.json"
ARCHIVE = "policy_src/archive"
LARGEST_SOURCE_BYTES = 10 * 1024 * 1024
_BOM = b"\xef\xbb\xbf"


class OutputRefused(Exception):
    """The output directory may not be replaced; the text says why and what to do."""


@dataclass(frozen=True)
class Project:
    """Everything a build reads, as text, under the paths the user knows; a project's own files win over packaged ones.

    `policies` and `catalogs` hold up to two files each, packaged first: they are laid over each other unit by unit.
    `ledgers` holds the approvals of each language, the project's own alone.
    `archive` holds the bytes of published versions by path below `archive_folder`, the project's own alone.
    """

    root: Path
    site: TomlSource
    texts: TomlSource
    browsers: TomlSource
    style: TomlSource
    glossary: TomlSource
    services: Mapping[str, TomlSource]
    policies: Mapping[str, tuple[Source, ...]]
    catalogs: Mapping[tuple[str, str], tuple[Source, ...]]
    banner: Mapping[str, str]
    problems: tuple[Problem, ...] = field(default=())
    archive: Mapping[str, bytes] = field(default_factory=dict)
    archive_folder: str = ARCHIVE
    ledgers: Mapping[str, Source] = field(default_factory=dict)


def packaged_root() -> Path:
    """The folder of the packaged `banner/`, `translations/`, `policy_src/`: in the package, or the checkout around."""
    inside = Path(__file__).parent / "data"
    return inside if inside.is_dir() else Path(__file__).parent.parent


def project_root(site_file: Path) -> Path:
    """The project that a site file belongs to: its folder, or the one above `sites/`."""
    folder = site_file.resolve().parent
    return folder.parent if folder.name == "sites" else folder


def sites_root(sites: Path) -> Path:
    """The project that many sites belong to: the folder of their file, or the one above a folder called `sites/`."""
    folder = (sites if sites.is_dir() else sites.parent).resolve()
    return folder.parent if folder.name == "sites" else folder


def read_project(site_file: Path) -> Project:
    """Read a project. What cannot be read as text is among `problems`; raises FileNotFoundError without a site file."""
    if not site_file.is_file():
        raise FileNotFoundError(site_file)
    root = project_root(site_file)
    shared = read_shared_sources(root)
    reader = _Reader(root, packaged_root())
    site, found = layered(reader.toml(site_file), site_file, reader.toml, root)
    # What is wrong with the bytes of the site file comes first, as somebody reads them.
    return replace(shared, site=site, problems=(*reader.problems, *found, *shared.problems))


def read_shared_sources(root: Path, *overlays: Path) -> Project:
    """Read everything of a project but its site; `overlays` are folders whose files win over those of the project."""
    reader = _Reader(root, packaged_root(), overlays)
    return Project(
        root=reader.root,
        site=TomlSource("", ""),
        texts=reader.toml(reader.layered("banner/texts.toml")),
        browsers=reader.toml(reader.layered("policy_src/browsers.toml")),
        style=reader.toml(reader.layered("translations/style.toml")),
        glossary=reader.toml(reader.layered("translations/glossary.toml")),
        services={path.stem: reader.toml(path) for path in reader.layered_folder("policy_src/services", ".toml")},
        policies=reader.policies(),
        catalogs=reader.catalogs(),
        banner={
            name: reader.source(path).text
            for suffix in (".js", ".css", ".html", ".ts")
            for name, path in reader.layered_tree("banner", suffix)
        },
        problems=tuple(reader.problems),
        archive=reader.archive(),
        archive_folder=reader.shown(reader.root / ARCHIVE),
        # After the problems: a ledger that cannot be read is a matter for translators, and stops no build.
        ledgers={path.parent.name: reader.source(path) for path in reader.ledgers()},
    )


class _Reader:
    """Reads files of a project laid over the packaged ones, and gathers what is wrong with their bytes."""

    def __init__(self, root: Path, packaged: Path, overlays: Sequence[Path] = ()) -> None:
        self.root = root
        self.roots = [*([root] if root == packaged.resolve() else [packaged, root]), *overlays]
        self.problems: list[Problem] = []

    def source(self, path: Path) -> Source:
        return Source(self.shown(path), self._text(path))

    def toml(self, path: Path) -> TomlSource:
        return TomlSource(self.shown(path), self._text(path))

    def layered(self, name: str) -> Path:
        """The project's own file of that name, else the packaged one."""
        return next((root / name for root in reversed(self.roots) if (root / name).is_file()), self.roots[0] / name)

    def layered_folder(self, folder: str, suffix: str) -> list[Path]:
        """The files of a folder, the project's over the packaged ones, sorted by name."""
        found = {path.name: path for root in self.roots for path in sorted((root / folder).glob(f"*{suffix}"))}
        return [found[name] for name in sorted(found)]

    def layered_tree(self, folder: str, suffix: str) -> list[tuple[str, Path]]:
        """The same for a folder with folders, by path below it."""
        found = {
            path.relative_to(root / folder).as_posix(): path
            for root in self.roots
            for path in sorted((root / folder).rglob(f"*{suffix}"))
        }
        return sorted(found.items())

    def policies(self) -> dict[str, tuple[Source, ...]]:
        found: dict[str, list[Path]] = {}
        for root in self.roots:
            for path in sorted((root / "policy_src").glob("policy.*.md")):
                found.setdefault(path.name.split(".")[1], []).append(path)
        return {language: tuple(self.source(path) for path in paths) for language, paths in sorted(found.items())}

    def catalogs(self) -> dict[tuple[str, str], tuple[Source, ...]]:
        found: dict[tuple[str, str], list[Path]] = {}
        for root in self.roots:
            for path in sorted((root / "translations").glob("*/LC_MESSAGES/*.po")):
                found.setdefault((path.parent.parent.name, path.stem), []).append(path)
        return {key: tuple(self.source(path) for path in paths) for key, paths in sorted(found.items())}

    def ledgers(self) -> list[Path]:
        """What was approved, a file a language."""
        return sorted((self.root / "translations").glob("*/approvals.jsonl"))

    def archive(self) -> dict[str, bytes]:
        """Every file of the published versions; what begins with a dot is a system's or editor's own."""
        folder = self.root / ARCHIVE
        paths = (path.relative_to(folder) for path in sorted(folder.rglob("*")) if path.is_file())
        kept = (path for path in paths if not any(part.startswith(".") for part in path.parts))
        return {path.as_posix(): (folder / path).read_bytes() for path in kept}

    def shown(self, path: Path) -> str:
        """The path as the user knows it: from where the command runs, else from the project."""
        return shown_path(path, self.root)

    def _text(self, path: Path) -> str:
        try:
            data = path.read_bytes()
        except OSError as error:
            self.problems.append(Problem(Place(self.shown(path)), "K102", f"cannot be read: {error.strerror}"))
            return ""
        text, problem = decode(data, self.shown(path))
        if problem:
            self.problems.append(problem)
        return text


def shown_path(path: Path, root: Path) -> str:
    """A path as the user knows it: from where the command runs, else from the project."""
    full = path.resolve()
    for base in (Path.cwd(), root):
        if full.is_relative_to(base):
            return full.relative_to(base).as_posix()
    return path.as_posix()


def decode(data: bytes, path: str) -> tuple[str, Problem | None]:
    """The text of a source file, and what is wrong with its bytes: encoding, byte order mark, line ends, size."""
    if len(data) > LARGEST_SOURCE_BYTES:
        size = f"{len(data) / 1024 / 1024:.1f} MiB"
        return "", Problem(Place(path), "K102", f"the file has {size}", "at most 10 MiB", "is this the file you meant?")
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        column = len(data[data.rfind(b"\n", 0, error.start) + 1 : error.start].decode(errors="replace")) + 1
        found = f"byte 0x{data[error.start]:02x} is not UTF-8"
        return "", Problem(Place(path, line, column), "K102", found, "a text file in UTF-8", "save the file as UTF-8")
    clean = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if data.startswith(_BOM):
        found, fix = "the file begins with a byte order mark", 'save it as "UTF-8", not "UTF-8 with BOM"'
        return clean, Problem(Place(path, 1, 1), "K103", found, fix=fix)
    if "\r" in text:
        place = Source(path, clean).place(text.index("\r"))
        found, fix = "the lines end in CR LF", "save it with LF line ends; .gitattributes: * text=auto eol=lf"
        return clean, Problem(place, "K103", found, fix=fix)
    return text, None


def differing_files(assets: Iterable[Asset], out: Path) -> list[str]:
    """Names of files in which `out` and a fresh build differ, missing and superfluous ones included."""
    wanted = {asset.name: asset.data for asset in assets}
    present = {path.relative_to(out).as_posix() for path in out.rglob("*") if path.is_file()} if out.is_dir() else set()
    differing = [name for name, data in wanted.items() if name not in present or (out / name).read_bytes() != data]
    return sorted({*differing, *(present - set(wanted))})


def write_assets(assets: Iterable[Asset], out: Path) -> None:
    """Put a whole new tree in the place of `out`: written beside it, then switched by two renames.

    Raises OutputRefused where `out` holds something that is not ours, OSError where the disk does not take it.
    """
    out = out.absolute()
    with only_writer(out):
        refuse_foreign(out)
        _finish_interrupted(out)
        fresh = _fresh(out)
        try:
            _write_tree(assets, fresh)
            _switch(fresh, out)
        finally:
            shutil.rmtree(fresh, ignore_errors=True)


def lock_of(out: Path) -> Path:
    """The file that keeps two builds from writing to one folder at once."""
    return out.parent / f".{out.name}.lock"


@contextmanager
def only_writer(out: Path) -> Iterator[None]:
    """Be the only one that writes to an output folder. Raises OutputRefused where another is at it."""
    # Imported here: where nothing has changed nothing is written.
    from filelock import FileLock, Timeout

    out.parent.mkdir(parents=True, exist_ok=True)
    lock = FileLock(lock_of(out), timeout=0)
    try:
        lock.acquire()
    except Timeout:
        raise OutputRefused(f"another build is writing to {out}; wait for it, or choose another folder") from None
    try:
        yield
    finally:
        lock_of(out).unlink(missing_ok=True)
        lock.release()


def write_new_folder(assets: Iterable[Asset], folder: Path) -> None:
    """Write a folder that is not there yet, whole or not at all. Raises FileExistsError where something is there."""
    if folder.exists():
        raise FileExistsError(errno.EEXIST, "it is already there", str(folder))
    folder.parent.mkdir(parents=True, exist_ok=True)
    fresh = folder.parent / f".{folder.name}.new-{secrets.token_hex(4)}"
    try:
        _write_tree(assets, fresh)
        os.replace(fresh, folder)
    finally:
        shutil.rmtree(fresh, ignore_errors=True)


def _write_tree(assets: Iterable[Asset], folder: Path) -> None:
    folder.mkdir()
    for asset in assets:
        path = folder / asset.name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(asset.data)


def _fresh(out: Path) -> Path:
    """Where a tree is written before it takes the place of `out`."""
    return out.parent / f".{out.name}.new"


def _switch(fresh: Path, out: Path) -> None:
    old = out.parent / f".{out.name}.old"
    if out.exists():
        os.replace(out, old)
    try:
        os.replace(fresh, out)
    except OSError:
        if old.is_dir():
            os.replace(old, out)
        raise
    shutil.rmtree(old, ignore_errors=True)


def _finish_interrupted(out: Path) -> None:
    """What a killed run left beside: a tree that is not whole goes, the old one is put back if it had not yet been
    replaced, and goes if it had."""
    shutil.rmtree(_fresh(out), ignore_errors=True)
    old = out.parent / f".{out.name}.old"
    if old.is_dir():
        if out.exists():
            shutil.rmtree(old)
        else:
            os.replace(old, out)


def refuse_foreign(out: Path) -> None:
    """Raise OutputRefused where an output folder holds something that Kelisim did not write."""
    if out.is_symlink() or (out.exists() and not out.is_dir()):
        raise OutputRefused(f"{out} is not a directory; choose another with --out")
    if out.is_dir() and any(out.iterdir()) and not (_is_ours(out / MANIFEST) or _is_ours(out / INDEX)):
        raise OutputRefused(
            f"{out} holds files that Kelisim did not write (there is no {MANIFEST} of Kelisim's in it); "
            "choose an empty directory with --out, or empty this one yourself"
        )


def _is_ours(manifest: Path) -> bool:
    """Whether a manifest is one of ours: web apps keep a `manifest.json` of another kind beside their pages."""
    try:
        generator = json.loads(manifest.read_bytes())["generator"]
    except (OSError, ValueError, KeyError, TypeError):
        return False
    return isinstance(generator, str) and generator.startswith("kelisim ")
