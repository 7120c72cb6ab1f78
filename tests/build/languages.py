"""What the shop of tests/samples needs in its site file to speak another language."""

from __future__ import annotations

from collections.abc import Mapping

from tests.build.conftest import Workplace

IN_ENGLISH = {
    "responsible_person": "A. Serikkyzy",
    "storage_location": "Almaty, Republic of Kazakhstan",
    "name": "Duken LLP",
    "short": "Duken",
}


def speak(shop: Workplace, language: str, texts: Mapping[str, str]) -> None:
    """Write what the owner says in a language into the site, and the language after the others."""
    shop.change("site.toml", 'languages = ["kk", "ru"]', f'languages = ["kk", "ru", "{language}"]')
    for key, text in texts.items():
        [line] = [line for line in (shop.path / "site.toml").read_text("utf-8").splitlines() if f"{key}.ru =" in line]
        shop.change("site.toml", line, f'{line}\n{key}.{language} = "{text}"')
