"""The sources that a version was made from: written down when it is published, taken up where it is printed again."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace

from kelisim.catalogs import Catalog
from kelisim.config import SiteConfig
from kelisim.files import Project
from kelisim.i18n.merging import header
from kelisim.i18n.po import PoEntry, PoFile
from kelisim.i18n.po_writing import render_po
from kelisim.policy.document import Block, Document, Enumeration, Generated, Paragraph, Unit, message_id
from kelisim.source import Source, TomlSource
from kelisim.versions.archive import SOURCES, PublishedVersion

#: The language of the registry's texts.
SOURCE_LANGUAGE = "en"


@dataclass(frozen=True)
class UsedSources:
    """What a policy was made from, beside the project's files: the document as it was laid over, and its catalogs."""

    language: str
    document: Document
    catalogs: Mapping[tuple[str, str], Catalog]
    languages: tuple[str, ...]
    services: tuple[str, ...]

    def names_service(self, key: str) -> bool:
        """Whether a message belongs to a service in use."""
        return key.startswith(tuple(f"service.{service}." for service in self.services))


def write_sources(project: Project, used: UsedSources) -> dict[str, str]:
    """The sources of a policy by path below `sources/`."""
    layers = project.policies[used.language]
    texts = {
        "site.toml": project.site.text,
        "browsers.toml": project.browsers.text,
        f"policy.{used.language}.md": layers[0].text if len(layers) == 1 else write_document(used.document),
    }
    texts |= {f"services/{service}.toml": project.services[service].text for service in used.services}
    for language in used.languages:
        if language != used.language:
            units = {message_id(unit.id) for unit in used.document.units}
            texts[f"translations/{language}/policy.po"] = _catalog(used, language, "policy", units.__contains__)
        if language != SOURCE_LANGUAGE:
            texts[f"translations/{language}/services.po"] = _catalog(used, language, "services", used.names_service)
    return texts


def _catalog(used: UsedSources, language: str, domain: str, is_used: Callable[[str], bool]) -> str:
    """A catalog with the messages in use, and nothing of them but source and translation."""
    catalog = used.catalogs.get((language, domain))
    entries = tuple(
        PoEntry(entry.id, entry.source, entry.forms, entry.fuzzy)
        for entry in (catalog.entries.values() if catalog else ())
        if is_used(entry.id)
    )
    source_language = used.language if domain == "policy" else SOURCE_LANGUAGE
    return render_po(PoFile(Source("", ""), header({}, language, source_language), entries))


def write_document(document: Document) -> str:
    """A policy as Markdown with ids; reading it gives the same document."""
    lines = list(_heading("#", document.title))
    for section in document.sections:
        lines += _heading("##", section.heading)
        for clause in section.clauses:
            lines += _heading("###", clause.heading)
            for block in clause.blocks:
                lines += _block(block)
    return "\n".join(lines)


def _heading(level: str, unit: Unit) -> Iterator[str]:
    yield from _note(unit)
    yield f"{level} {_marked(unit)}"
    yield ""


def _block(block: Block) -> Iterator[str]:
    if isinstance(block, Generated):
        yield f"{{block:{block.name}}}"
        yield ""
    mark = "" if isinstance(block, Paragraph) else "1. " if isinstance(block, Enumeration) and block.numbered else "- "
    for unit in block.units:
        yield from _note(unit)
        yield f"{mark}{_marked(unit)}"
    if block.units:
        yield ""


def _note(unit: Unit) -> Iterator[str]:
    if unit.note:
        yield f"<!-- {unit.note} -->"


def _marked(unit: Unit) -> str:
    conditions = f" if={','.join(unit.conditions)}" if unit.conditions else ""
    return " ".join(filter(None, (unit.text, f"{{#{unit.id}{conditions}}}")))


def project_of(version: PublishedVersion, project: Project) -> Project:
    """A project with the sources of a published version; interface texts, templates and scripts are those of today."""
    texts = {
        path.removeprefix(SOURCES): data.decode() for path, data in version.files.items() if path.startswith(SOURCES)
    }
    folder = version.source.path.rpartition("/")[0]

    def toml(name: str) -> TomlSource:
        return TomlSource(f"{folder}/{SOURCES}{name}", texts[name])

    services: dict[str, TomlSource] = {}
    policies: dict[str, tuple[Source, ...]] = {}
    catalogs = {key: files for key, files in project.catalogs.items() if key[1] == "banner"}
    for name, text in texts.items():
        parts = name.split("/")
        if parts[0] == "services":
            services[parts[1].removesuffix(".toml")] = toml(name)
        elif parts[0] == "translations":
            catalogs[parts[1], parts[2].removesuffix(".po")] = (Source(f"{folder}/{SOURCES}{name}", text),)
        elif parts[0].startswith("policy."):
            policies[parts[0].split(".")[1]] = (Source(f"{folder}/{SOURCES}{name}", text),)
    return replace(
        project,
        site=toml("site.toml"),
        browsers=toml("browsers.toml"),
        services=services,
        policies=policies,
        catalogs=catalogs,
        problems=(),
        archive={},
    )


def with_looks_of(config: SiteConfig, today: SiteConfig) -> SiteConfig:
    """The site of a published version with what was never part of it: looks, the gate, and whether it is an example."""
    consent = replace(config.consent, gate=today.consent.gate, markup=today.consent.markup)
    return replace(config, banner=today.banner, consent=consent, example=today.example, accepted=today.accepted)
