"""The parts' contents in one language: templates rendered with final words, and the texts that code puts in itself."""

from __future__ import annotations

import functools
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from kelisim.config import Name
from kelisim.site import Site, UsedService
from kelisim.wording import Wording

#: Texts that the code of a view puts in itself (banner/README.md).
VIEW_TEXTS: Mapping[str, tuple[str, ...]] = {
    "banner": ("status.saved",),
    "preferences": (),
    "more": (
        "status.saved",
        "status.withdrawn",
        "status.memory",
        "status.deleted",
        "status.not-deleted",
        "status.reload",
        "reconsent.service",
        "reconsent.expired",
        "reconsent.ask",
    ),
    "placeholder": (),
}
VIEW_COUNTS: Mapping[str, tuple[str, ...]] = {"more": ("count.items",)}
#: A language's name in the switch, as its speakers expect it (not CLDR's «қазақ тілі»).
AUTONYMS = {"kk": "Қазақша", "ru": "Русский", "en": "English"}


@dataclass(frozen=True)
class View:
    """What one part holds in one language."""

    language: str
    nodes: list[Any]
    texts: Mapping[str, Any]
    service_names: Mapping[str, str] = field(default_factory=dict)
    earlier: list[Any] = field(default_factory=list)
    frames: Mapping[str, Any] = field(default_factory=dict)
    reopen_label: str = ""


def autonym(language: str) -> str:
    """A language's own name."""
    if language in AUTONYMS:
        return AUTONYMS[language]
    from babel import Locale

    name = Locale.parse(language.replace("-", "_")).get_display_name() or language
    return name[:1].upper() + name[1:]


def render_views(
    site: Site,
    wordings: Mapping[str, Wording],
    templates: Mapping[str, str],
    policy_urls: Mapping[str, str],
    summary: Mapping[str, str] | None = None,
    known: Mapping[tuple[str, str], View] | None = None,
) -> dict[tuple[str, str], View]:
    """Every part of a site by view and language; `summary` says why the policy has another MAJOR than it had.

    Those that are `known` are taken as they are.
    """
    taken = known or {}
    names = ["banner", "preferences", "more"]
    if any(used.service.frame for used in site.optional_services):
        names.append("placeholder")
    return {
        (name, language): taken.get((name, language))
        or _view(name, site, wordings[language], templates, policy_urls[language], summary or {})
        for name in names
        for language in site.config.languages
    }


def _view(
    name: str,
    site: Site,
    wording: Wording,
    templates: Mapping[str, str],
    policy_url: str,
    summary: Mapping[str, str],
) -> View:
    return View(
        language=wording.language,
        nodes=_nodes(name, site, wording, templates, policy_url),
        texts={**_texts(name, wording), **(_asking_texts(site, wording, summary) if name == "more" else {})},
        service_names={used.id: wording.service_name(used.service) for used in site.optional_services},
        earlier=_earlier(site, wording) if name == "more" else [],
        frames=_frames(site, wording) if name == "placeholder" else {},
        reopen_label=wording.text("reopen.label"),
    )


def _nodes(name: str, site: Site, wording: Wording, templates: Mapping[str, str], policy_url: str) -> list[Any]:
    """The compiled template of a view; one that only speaks has none."""
    from kelisim.markup import parse_markup

    path = f"templates/{name}.html"
    if path not in templates:
        return []
    html = environment(templates).get_template(path).render(**_context(site, wording, policy_url))
    return parse_markup(html, f"banner/{path}")


def _texts(name: str, wording: Wording) -> dict[str, Any]:
    texts: dict[str, Any] = {key: wording.unfilled(key) for key in VIEW_TEXTS[name]}
    texts.update({key: wording.plural_forms(key) for key in VIEW_COUNTS.get(name, ())})
    return texts


def _asking_texts(site: Site, wording: Wording, summary: Mapping[str, str]) -> dict[str, str]:
    """Why somebody who has chosen is asked again, in sentences; what the build knows is put in."""
    operator, term = site.config.operator.name[wording.language], site.config.consent.lifetime_days
    known: Mapping[str, Mapping[str, Any]] = {
        "operator": {"operator.name": operator},
        "term": {"duration": wording.days(term)},
    }
    reasons = dict.fromkeys(reason for used in site.optional_services for one in used.earlier for reason in one.reasons)
    texts = {}
    for reason in reasons:
        key = f"reconsent.{reason}"
        texts[key] = wording.text(key, known[reason]) if reason in known else wording.unfilled(key)
    if summary:
        told = summary.get(wording.language, "")
        texts["reconsent.policy"] = wording.text("reconsent.policy", {"summary": told}).rstrip(": \u00a0")
    return texts


def _earlier(site: Site, wording: Wording) -> list[Any]:
    """Published tokens under which nothing holds any more: token, service, names of what is new by reason."""
    return [
        [one.token, used.id, {reason: _names(reason, names, wording) for reason, names in one.reasons.items()}]
        for used in site.optional_services
        for one in used.earlier
    ]


def _names(reason: str, names: tuple[str, ...], wording: Wording) -> list[str]:
    if reason == "purpose":
        return [wording.text(f"category.{category}.title") for category in names]
    return [wording.country(code) for code in names] if reason == "recipient" else list(names)


def _frames(site: Site, wording: Wording) -> dict[str, dict[str, str]]:
    frames = {}
    for used in site.optional_services:
        values = {"service": wording.service_name(used.service), "country": wording.countries(used.service.country)}
        frames[used.id] = {"text": wording.text("frame.text", values), "title": wording.text("frame.title", values)}
    return frames


def environment(banner: Mapping[str, str]) -> Any:
    """The Jinja environment of the templates among the files of `banner/`."""
    return _environment(tuple((path, text) for path, text in banner.items() if path.startswith("templates/")))


@functools.lru_cache(maxsize=8)
def _environment(templates: tuple[tuple[str, str], ...]) -> Any:
    import jinja2

    return jinja2.Environment(
        loader=jinja2.DictLoader(dict(templates)),
        # Values in scripts pass through tojson, which escapes for scripts and HTML alike.
        autoescape=lambda name: bool(name and name.endswith(".html")),
        trim_blocks=True,
        lstrip_blocks=True,
        undefined=jinja2.StrictUndefined,
        keep_trailing_newline=True,
    )


def _context(site: Site, wording: Wording, policy_url: str) -> dict[str, Any]:
    config = site.config
    return {
        "t": _translator(site, wording, policy_url),
        "language": wording.language,
        "languages": [{"tag": language, "name": autonym(language)} for language in config.languages],
        "policy_url": policy_url,
        "model": config.consent_model,
        "reject": config.banner.reject,
        "layout": config.banner.layout,
        "position": config.banner.position,
        "close": True,
        "gpc": site.heeds_privacy_signal,
        "purposes": wording.joined([wording.text(f"purpose.{category}") for category in site.optional_categories]),
        "countries": wording.short_countries(site.countries_asked),
        "categories": [
            {"id": category, "services": [_service(used, wording) for used in site.of_category(category)]}
            for category in site.categories
        ],
    }


def _service(used: UsedService, wording: Wording) -> dict[str, Any]:
    service = used.service
    return {
        "id": used.id,
        "name": wording.service_name(service),
        # The site itself is named on the first layer.
        "provider": used.provider(wording.language) if used.third_party else "",
        "countries": wording.countries(service.country),
        "purpose": wording.service_purpose(service),
        "description": wording.service_description(service),
        "storage": _storage(used, wording),
    }


def _storage(used: UsedService, wording: Wording) -> list[dict[str, str]]:
    """What a service keeps, names of equal facts together; purposes of single items stand in the policy."""
    names: dict[str, list[str]] = {}
    for item in used.items:
        told = (
            wording.text(f"kind.{item.kind}"),
            wording.text(f"party.{item.party}"),
            wording.lifetime(item.lifetime),
        )
        names.setdefault(" · ".join(told), []).append(item.label)
    return [{"facts": facts, "names": ", ".join(labels)} for facts, labels in names.items()]


def _translator(site: Site, wording: Wording, policy_url: str) -> Any:
    from markupsafe import Markup, escape

    operator = site.config.operator
    known: dict[str, str | Name] = {
        "operator.name": operator.name[wording.language],
        "operator.short": operator.short[wording.language],
    }

    def tag(name: str, inner: str) -> str:
        return f'<a href="{escape(policy_url)}" data-kelisim-link="{name}">{inner}</a>'

    def translate(key: str, **values: str) -> Markup:
        return Markup(wording.html(key, {**known, **values}, tag))

    return translate
