"""Words whose forms their spelling does not give: lists, not rules. All are in small letters."""

from types import MappingProxyType

from kelisim.kazakh.letters import Harmony


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Harmony other than the last vowel letter gives, for a word and what is compounded with it.
HARMONY = MappingProxyType(
    {
        # цифр comes from цифра; поезд is said «пойыз»; союз as in «союздық»; ми and жию are native words with и.
        **dict.fromkeys(_words("цифр поезд союз ми жию"), Harmony.BACK),
        # A soft л, or what is written today against the last vowel: халге, парольге, Сеулде.
        **dict.fromkeys(_words("хал пароль сеул"), Harmony.FRONT),
    }
)

# Endings with а/е go back after these stems in ә, the others stay front: куәға, but куәнің.
OPEN_BACK = _words("куә кінә күнә")

# Names whose last part is су "water" or ту "flag": the vowel before it belongs to another word.
BACK_COMPOUNDS_IN_U = _words("жетісу көксу теріссу бессу кеңсу көлсу белсу күреңсу күмбелсу бесту көкту")

# Loans in -кт that take a linking і in every form (факт → фактіні); the others do without.
LINKED = _words("факт акт объект субъект")

# Native words and names that keep the letter which loans in -ст, -зд and in a double consonant lose.
KEEPS_LAST_LETTER = _words(
    "аст үст брест бухарест триест эверест фауст август эрнст пруст билл уилл скотт уатт мэтт энн анн финн эмм"
)

# Nouns that lose the vowel of their last syllable before the possessive: халық → халқы.
SHORT_POSSESSIVES = MappingProxyType(
    {
        "ауыз": "аузы",
        "әріп": "әрпі",
        "бөрік": "бөркі",
        "ғұрып": "ғұрпы",
        "ерік": "еркі",
        "ерін": "ерні",
        "қалып": "қалпы",
        "қаріп": "қарпі",
        "қарын": "қарны",
        "қауіп": "қаупі",
        "кейіп": "кейпі",
        "қойын": "қойны",
        "көрік": "көркі",
        "құлық": "құлқы",
        "құлып": "құлпы",
        "мойын": "мойны",
        "мұрын": "мұрны",
        "мүлік": "мүлкі",
        "орын": "орны",
        "парық": "парқы",
        "сиық": "сиқы",
        "тұрық": "тұрқы",
        "халық": "халқы",
        "ырық": "ырқы",
    }
)

# Words that are third-person possessives by themselves: барлығы → барлығынан.
POSSESSIVES = _words(
    "бәрі барлығы өзі бірі кейбірі ешбірі әрбірі біреуі екеуі үшеуі төртеуі бесеуі қайсысы әрқайсысы "
    "ешқайсысы көбісі қызы отбасы елбасы"
)

# How loans end that keep п before the possessive (стартапы), beside those with и, у, ю, э or ё before it.
LOANS_IN_P = (
    "скоп",
    "троп",
    "этап",
    "тартап",
    "сироп",
    "лэптоп",
    "десктоп",
    "хоп",
    "поп",
    "шоп",
    "стоп",
    "скайп",
    "скрап",
    "трап",
    "атсап",
    "степ",
    "рецеп",
    "галоп",
    "лоп",
)

_MEN = MappingProxyType(
    {
        "gen": "менің",
        "dat": "маған",
        "acc": "мені",
        "loc": "менде",
        "abl": "менен",
        "ins": "менімен",
        "priv": "менсіз",
        "attr": "мендегі",
        "plural": "біз",
    }
)
_SEN = MappingProxyType(
    {
        "gen": "сенің",
        "dat": "саған",
        "acc": "сені",
        "loc": "сенде",
        "abl": "сенен",
        "ins": "сенімен",
        "priv": "сенсіз",
        "attr": "сендегі",
        "plural": "сендер",
    }
)


def _demonstrative(stem: str, short: str, plural: str) -> MappingProxyType[str, str]:
    return MappingProxyType(
        {
            "gen": f"{stem}ның",
            "dat": f"{short}ған",
            "acc": f"{stem}ны",
            "loc": f"{stem}нда",
            "abl": f"{short}дан",
            "ins": f"{stem}нымен",
            "priv": f"{stem}нсыз",
            "attr": f"{stem}ндағы",
            "plural": plural,
        }
    )


# Irregular pronouns; what is not here is regular (сізге, біздің, олардан).
PRONOUNS = MappingProxyType(
    {
        "мен": _MEN,
        "сен": _SEN,
        "ол": _demonstrative("о", "о", "олар"),
        "бұл": _demonstrative("мұ", "бұ", "бұлар"),
        "сол": _demonstrative("со", "со", "солар"),
        "осы": MappingProxyType(
            {
                "gen": "осының",
                "dat": "осыған",
                "acc": "осыны",
                "loc": "осында",
                "abl": "осыдан",
                "ins": "осымен",
                "priv": "осысыз",
                "attr": "осындағы",
                "plural": "осылар",
            }
        ),
    }
)
