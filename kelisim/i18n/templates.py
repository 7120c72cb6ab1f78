"""What there is to translate: every text of the sources by domain, with what a translator has to know about it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from kelisim.catalogs import Original
from kelisim.message import parse_message
from kelisim.policy.document import Document, Unit
from kelisim.policy.overlay import overlay
from kelisim.policy.source import parse_policy
from kelisim.problems import Problem
from kelisim.registry import Item, Service
from kelisim.source import Source, TomlSource
from kelisim.texts import parse_texts

#: The language of the interface texts and of the registry.
SOURCE_LANGUAGE = "en"
POLICY_PREFIX = "policy."
#: Where the built page shows a text: `preview/index.html#kk/banner.title`.
PREVIEW = "preview/index.html"
_KINDS = {
    "cookie": "cookie",
    "localStorage": "local storage",
    "sessionStorage": "session storage",
    "indexedDB": "database",
}


@dataclass(frozen=True)
class Text:
    """One text of the sources: as the build knows it, where it stands, and under which conditions it is printed."""

    original: Original
    reference: str
    conditions: tuple[str, ...] = ()
    inline: frozenset[str] = field(default=frozenset())

    @property
    def id(self) -> str:
        return self.original.id

    def notes(self, language: str = "") -> tuple[str, ...]:
        """The extracted comments of the text; the preview link leads to the text in that language."""
        return tuple(self._notes(language))

    def _notes(self, language: str) -> Iterator[str]:
        original = self.original
        if original.note:
            yield original.note
        if original.max_length:
            yield f"Max length: {original.max_length}."
        names = placeholder_names(original)
        if names:
            yield f"Placeholders: {', '.join(_with_sample(name, original) for name in names)}."
        if original.tags:
            yield f"Tags: {', '.join(f'<{tag}>' for tag in sorted(original.tags))}."
        yield f"Preview: {preview_link(original.id, language)}"

    @property
    def flags(self) -> tuple[str, ...]:
        """Flags that platforms check: a limit only where the text as typed is as long as the text as shown."""
        plain = self.original.max_length and not self.original.tags and not placeholder_names(self.original)
        return (f"max-length:{self.original.max_length}",) if plain else ()


@dataclass(frozen=True)
class Domain:
    """The texts of one domain by id, with the language they are written in."""

    name: str
    language: str
    texts: Mapping[str, Text]

    def for_language(self, language: str) -> dict[str, Text]:
        """The texts that a language's catalog has: none where it is the source, less those written inline."""
        if language == self.language:
            return {}
        return {key: text for key, text in self.texts.items() if language not in text.inline}

    def for_approval(self, language: str) -> dict[str, Text]:
        """The texts whose wording in a language somebody approves: those of the policy in its own language, too."""
        return dict(self.texts) if self.name == "policy" else self.for_language(language)


def preview_link(key: str, language: str) -> str:
    """Where the preview shows a text; in a template, which is of no language, the language stands open."""
    return f"{PREVIEW}#{language or '<lang>'}/{key}"


def placeholder_names(original: Original) -> tuple[str, ...]:
    """The names of the placeholders of a text, in order, each once."""
    holes = (hole.name for form in original.forms for hole in parse_message(form, original.tags).holes)
    return tuple(dict.fromkeys(holes))


def banner_domain(texts: TomlSource) -> tuple[Domain, list[Problem]]:
    """The interface texts."""
    originals, problems = parse_texts(texts)
    reference = "banner/texts.toml"
    return Domain("banner", SOURCE_LANGUAGE, {key: Text(one, reference) for key, one in originals.items()}), problems


def services_domain(services: Iterable[Service]) -> Domain:
    """The texts of the registry, but for those that an owner wrote inline without an English one."""
    found = {text.id: text for service in services for text in service_texts(service)}
    return Domain("services", SOURCE_LANGUAGE, found)


def service_texts(service: Service) -> Iterator[Text]:
    """The translatable texts of one service, in the order in which a translator meets them."""
    notes = _service_notes(service)
    for key, told in service.texts():
        inline = {} if isinstance(told, str) else dict(told)
        text = told if isinstance(told, str) else told.get(SOURCE_LANGUAGE, "")
        if text:
            original = Original(key, (text,), service.file.whole, note=notes[key])
            yield Text(original, f"policy_src/services/{service.id}.toml", inline=frozenset(inline) - {SOURCE_LANGUAGE})


def _service_notes(service: Service) -> dict[str, str]:
    name = service.name if isinstance(service.name, str) else next(iter(service.name.values()), service.id)
    prefix = f"service.{service.id}"
    return {
        f"{prefix}.name": f"{name}: name of the service",
        f"{prefix}.purpose": f"{name}: purpose, for a table cell",
        f"{prefix}.description": f"{name}: description, for the preferences layer",
        **{f"{prefix}.{item.id}.purpose": _item_note(name, item) for item in service.items},
    }


def _item_note(name: str, item: Item) -> str:
    return f"{name}, {_KINDS.get(item.kind, item.kind)} {item.label}: purpose, for the table of cookies"


def policy_document(sources: Sequence[Source]) -> tuple[Document | None, list[Problem]]:
    """The policy that the sources make, a project's laid over the packaged one; none without a source."""
    document: Document | None = None
    problems: list[Problem] = []
    for source in sources:
        parsed, found = parse_policy(source)
        problems += found
        if document:
            parsed, found = overlay(document, parsed)
            problems += found
        document = parsed
    return document, problems


def policy_domain(document: Document | None, language: str) -> Domain:
    """The units of a policy."""
    texts = (unit_text(unit, language) for unit in (document.units if document else ()) if unit.id)
    return Domain("policy", language, {text.id: text for text in texts})


def unit_text(unit: Unit, language: str) -> Text:
    """A unit of the policy as a text to be translated."""
    original = Original(
        f"{POLICY_PREFIX}{unit.id}", (unit.text,), lambda: unit.span.place, note=unit.note, samples=None
    )
    return Text(original, f"policy_src/policy.{language}.md", unit.conditions)


def _with_sample(name: str, original: Original) -> str:
    sample = (original.samples or {}).get(name, "")
    return f"{{{name}}} ({sample})" if sample else f"{{{name}}}"
