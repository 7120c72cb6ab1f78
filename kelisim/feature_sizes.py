"""What the scripts of a site weigh, and what each feature that it uses adds to them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from kelisim.bundle import BASE_PART, Bundle

#: Features by their flag, in the words of the table; what a flag without words switches is no feature of its own.
FEATURES: Mapping[str, str] = {
    "FEATURE_LANGUAGES": "a choice of languages",
    "FEATURE_GPC": "Global Privacy Control",
    "FEATURE_IMPLIED": "the implied model",
    "FEATURE_DOMAIN": "a cookie for all subdomains",
    "FEATURE_NOT_ON": "pages that a service is kept from",
    "FEATURE_FRAMES": "placeholders of frames",
    "FEATURE_RELOAD": "a reload after a withdrawal",
    "FEATURE_COOKIE_PATHS": "deletion on paths out of sight",
    "FEATURE_ERASE_STORAGE": "deletion in localStorage and sessionStorage",
    "FEATURE_ERASE_DATABASES": "deletion in IndexedDB",
    "FEATURE_GOOGLE_CONSENT_MODE": "Google Consent Mode",
    "FEATURE_GA_DISABLE": "Google Analytics' own switch",
    "FEATURE_YANDEX_METRICA": "Yandex Metrica's own switch",
    "FEATURE_ADS_REDACTION": "Google's redaction of ad clicks",
    "FEATURE_MICROSOFT_UET": "Microsoft Advertising's consent call",
    "FEATURE_MICROSOFT_CLARITY": "Microsoft Clarity's consent call",
    "FEATURE_META_PIXEL": "the Meta pixel's consent call",
    "FEATURE_TIKTOK_PIXEL": "the TikTok pixel's consent call",
    "FEATURE_DATA_LAYER": "an event for tag managers",
    "FEATURE_COOKIECONSENT": "tags marked for CookieConsent",
    "FEATURE_KLARO": "tags marked for Klaro",
    "FEATURE_KNOWN_HOSTS": "unmarked tags of known hosts",
    "FEATURE_RECORDS": "records sent to the server",
}


@dataclass(frozen=True)
class Weight:
    """Brotli bytes of what visitors load, in one language: later pages, a first visit, one with the preferences."""

    core: int
    first: int
    whole: int

    def __sub__(self, other: Weight) -> Weight:
        return Weight(self.core - other.core, self.first - other.first, self.whole - other.whole)


@dataclass(frozen=True)
class Weights:
    """The weight of a site's scripts, and how much of it each feature in use makes up."""

    language: str
    site: Weight
    features: Mapping[str, Weight]


def weigh(
    scripts: Callable[[Mapping[str, bool]], Bundle | None],
    flags: Mapping[str, bool],
    language: str,
    brotli: Callable[[bytes], int],
) -> Weights | None:
    """Build the scripts once with all the site's features, and once without each of them.

    `scripts` builds them with some flags other than the site's; `brotli` counts the bytes of a content. Compressed
    sizes do not add up: what two features have in common counts for neither.
    """
    whole = scripts({})
    if whole is None:
        return None
    site = _weight(whole, language, brotli)
    features = {}
    for flag, words in FEATURES.items():
        if flags.get(flag) and (without := scripts({flag: False})):
            features[words] = site - _weight(without, language, brotli)
    return Weights(language, site, features)


def table(weights: Weights) -> Iterable[str]:
    """Lines of plain text, as the build prints them."""
    site = weights.site
    yield f"scripts in bytes, Brotli, {weights.language}:"
    yield f"  {'':<58}{'every page':>11}{'first visit':>13}{'preferences':>13}"
    yield f"  {'this site':<58}{site.core:>11}{site.first:>13}{site.whole:>13}"
    for words, one in weights.features.items():
        yield f"  {f'of these, {words}':<58}{one.core:>11}{one.first:>13}{one.whole:>13}"


def _weight(bundle: Bundle, language: str, brotli: Callable[[bytes], int]) -> Weight:
    core = brotli(bundle.loader.data)
    first = core + brotli(bundle.parts[BASE_PART, language].data)
    return Weight(core, first, first + brotli(bundle.parts["preferences", language].data))
