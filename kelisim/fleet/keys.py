"""What the files of a site are made from, as one digest: where it is the same, the files are the same."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable
from typing import TypeGuard

import kelisim
from kelisim.files import Project
from kelisim.fleet.making import Options
from kelisim.layering import LayeredSource
from kelisim.pipeline.shared import Shared
from kelisim.source import Source, TomlSource

#: Of a service the owner may change a purpose: only sites that use it are made anew.
_SERVICES_DOMAIN = "services"


class Keys:
    """Digests of sites that share their sources."""

    def __init__(self, shared: Shared, options: Options) -> None:
        self._shared = shared
        self._general = _digest(kelisim.__version__, _told(options), str(shared.today), *_general(shared.project))
        self._languages: dict[str, str] = {}
        self._services: dict[tuple[str, str], str] = {}

    def of(self, source: TomlSource) -> str | None:
        """The key of a site; None where its file is too faulty to say what it uses."""
        data = source.data
        languages, services = data.get("languages"), data.get("services")
        if not (_are_texts(languages) and _are_texts(services)):
            return None
        consent = data.get("consent")
        # The gate of known hosts knows every service there is.
        everything = isinstance(consent, dict) and consent.get("gate") == "known-hosts"
        used = sorted(self._shared.registry) if everything else services
        return _digest(
            self._general,
            *_texts_of(source),
            *(self._language(language) for language in languages),
            *(self._service(service, language) for service in used for language in languages),
        )

    def _language(self, language: str) -> str:
        if language not in self._languages:
            catalogs = self._shared.project.catalogs
            sources = (
                source
                for (tag, domain), files in sorted(catalogs.items())
                if tag == language and domain != _SERVICES_DOMAIN
                for source in files
            )
            self._languages[language] = _digest(language, *_parts(sources))
        return self._languages[language]

    def _service(self, service_id: str, language: str) -> str:
        key = service_id, language
        if key not in self._services:
            file = self._shared.project.services.get(service_id)
            catalog, _ = self._shared.catalog(language, _SERVICES_DOMAIN)
            entries = catalog.entries if catalog else {}
            prefix = f"service.{service_id}."
            texts = [
                (name, list(entry.forms), entry.fuzzy)
                for name, entry in sorted(entries.items())
                if name.startswith(prefix)
            ]
            told = json.dumps(texts, ensure_ascii=False)
            self._services[key] = _digest(service_id, language, file.text if file else "", told)
        return self._services[key]


def _told(options: Options) -> str:
    """The options that change what is written; the day of a build is the one that its sources took for today."""
    return json.dumps({"strict": options.strict, "compress": options.compress}, sort_keys=True)


def _general(project: Project) -> Iterable[str]:
    yield from _parts([project.texts, project.browsers, project.style, project.glossary])
    yield from _parts(source for _, sources in sorted(project.policies.items()) for source in sources)
    for name, text in sorted(project.banner.items()):
        yield from (name, text)
    for name, data in sorted(project.archive.items()):
        yield from (name, hashlib.sha256(data).hexdigest())


def _parts(sources: Iterable[Source]) -> Iterable[str]:
    """Texts without their paths: those depend on where the command runs."""
    return (source.text for source in sources)


def _texts_of(source: TomlSource) -> Iterable[str]:
    """The text of a site file and of all that it extends."""
    if isinstance(source, LayeredSource):
        yield from _texts_of(source.base)
    yield source.text


def _are_texts(value: object) -> TypeGuard[list[str]]:
    return isinstance(value, list) and all(isinstance(entry, str) for entry in value)


def _digest(*parts: str) -> str:
    made = hashlib.sha256()
    for part in parts:
        data = part.encode()
        made.update(len(data).to_bytes(8, "big") + data)
    return made.hexdigest()[:32]
