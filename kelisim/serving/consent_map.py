"""`nginx-consent.conf`: what a visitor allowed, as variables of nginx that it reads in the consent cookie."""

from __future__ import annotations

from collections.abc import Iterator

from kelisim.assets import Asset, text_asset
from kelisim.site import Site, UsedService

NAME = "nginx-consent.conf"
_ABOUT = """\
# Kelisim, site {site}: what a visitor allowed. In the http block:
#     include /srv/www/consent/{name};
# Each variable is 1 where the service or the category may run, and empty where not. nginx cannot count days: it
# trusts that browsers drop the cookie when its term ends. Of two cookies of the name the first counts.
"""


def render_consent_map(site: Site, policy_version: str) -> list[Asset]:
    """The maps; nothing where there is nothing to consent to."""
    if not site.optional_services:
        return []
    major = policy_version.partition(".")[0]
    config = site.config
    settings = (config.consent.cookie_name, config.consent.lifetime_days * 24 * 60 * 60, major)
    domain = f" {config.consent.cookie_domain}" if config.consent.cookie_domain else ""
    lines = [
        _ABOUT.format(site=config.id, name=NAME),
        "# For kelisim_consent.njs, which renews the cookie: name, term in seconds, MAJOR of the policy, domain.",
        f'map "" $kelisim_settings {{ default "{" ".join(map(str, settings))}{domain}"; }}',
        "",
        *_value(config.consent.cookie_name),
    ]
    for used in site.optional_services:
        lines += _service(used, major, site)
    for category in site.optional_categories:
        services = [used.id for used in site.of_category(category)]
        variables = "".join(f"${{{_variable(service)}}}" for service in services)
        lines += [f'map "{variables}" ${_variable(category)} {{ default ""; "{"1" * len(services)}" 1; }}', ""]
    return [text_asset(NAME, "\n".join(lines).rstrip() + "\n")]


def _value(cookie_name: str) -> Iterator[str]:
    """The cookie's value. Variables of nginx have no hyphens, so a cookie that has is looked for in the header."""
    if "-" not in cookie_name:
        yield f"map $cookie_{cookie_name} $kelisim_cookie {{ default $cookie_{cookie_name}; }}"
    else:
        found = rf"~(?:^|;\s*){cookie_name}=(?<kelisim_value>[^;]*)"
        yield f'map $http_cookie $kelisim_cookie {{ default ""; "{found}" $kelisim_value; }}'
    yield ""


def _service(used: UsedService, major: str, site: Site) -> Iterator[str]:
    config = site.config
    # The policy's MAJOR stands before anything that is no digit.
    head = rf"1~[0-9]{{9,30}}~[0-9]{{10}}~[A-Za-z0-9_.-]+~0*{major}(?![0-9])[A-Za-z0-9_.-]*~[A-Za-z0-9_.-]+~"
    group = "[A-Za-z0-9_-]{4}[01]"
    tokens = "|".join((used.token, *used.aliases))
    decided = rf"(?:{group})*(?:{tokens})%s(?:(?!{tokens}){group})*"
    variable = _variable(used.id)
    if config.consent_model == "implied":
        # Without a decision it runs, unless the browser sends the privacy signal.
        signal = '"~^1:" "";' if config.consent.honour_gpc else ""
        yield f'map "$http_sec_gpc:$kelisim_cookie" ${variable} {{'
        yield "    default 1;"
        yield f'    "~:{head}{decided % 1}$" 1;'
        yield f'    "~:{head}{decided % 0}$" "";'
        yield from [f"    {signal}"] if signal else []
    else:
        yield f"map $kelisim_cookie ${variable} {{"
        yield '    default "";'
        yield f'    "~^{head}{decided % 1}$" 1;'
    yield "}"
    yield ""


def _variable(name: str) -> str:
    return f"kelisim_{name.replace('-', '_')}"
