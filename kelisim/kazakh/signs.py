"""Signs and units of measure at the end of a name, and the word that each is read as."""

from types import MappingProxyType

# «°C» stands before «°»: the longest sign is looked for first.
SIGNS = MappingProxyType(
    {
        "°C": "цельсий",
        "°С": "цельсий",
        "%": "пайыз",
        "‰": "промилле",
        "°": "градус",
        "№": "нөмір",
        "₸": "теңге",
        "₽": "рубль",
        "$": "доллар",
        "€": "еуро",
        "+": "плюс",
        "²": "шаршы",
        "³": "текше",
    }
)

# Short forms in small letters; those with a vowel count only after a number (5 га-дан).
UNITS = MappingProxyType(
    {
        "г": "грамм",
        "мг": "миллиграмм",
        "кг": "килограмм",
        "ц": "центнер",
        "т": "тонна",
        "мм": "миллиметр",
        "см": "сантиметр",
        "м": "метр",
        "км": "километр",
        "га": "гектар",
        "мл": "миллилитр",
        "л": "литр",
        "с": "секунд",
        "сек": "секунд",
        "мин": "минут",
        "сағ": "сағат",
        "тг": "теңге",
        "млн": "миллион",
        "млрд": "миллиард",
        "трлн": "триллион",
        "кб": "килобайт",
        "мб": "мегабайт",
        "гб": "гигабайт",
        "тб": "терабайт",
        "вт": "ватт",
        "квт": "киловатт",
        "гц": "герц",
        "кгц": "килогерц",
        "мгц": "мегагерц",
        "ггц": "гигагерц",
    }
)


def word_of_sign(text: str) -> str | None:
    """The word for the sign that ends the text."""
    return next((word for sign, word in SIGNS.items() if text.endswith(sign)), None)
