"""Words whose endings their spelling does not give: lists, not rules. All are in small letters."""

from kelisim.kazakh.letters import Harmony


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


# Harmony that differs from the last vowel letter. A word of a compound counts too (микро-цифр).
HARMONY = {
    # цифр comes from цифра, шифр goes with шифрлау; поезд is said «пойыз», союз has союздық.
    **dict.fromkeys(_words("цифр шифр поезд союз"), Harmony.BACK),
    # и in native words that show no қ, ғ, ұ or ы.
    **dict.fromkeys(_words("ми жию"), Harmony.BACK),
}

# Endings with а/е go back after these stems in ә, the others stay front: куәға, куәнің.
OPEN_BACK = _words("куә кінә күнә күмән шүбә")

# Names whose last part is су "water" or another one-syllable word in у, after a front vowel.
BACK_COMPOUNDS_IN_U = _words("жетісу көксу теріссу бессу кеңсу көлсу белсу күреңсу бесту көкту терісту")

# Loans in -кт that take a linking і in every form (факт → фактіні), the others do without.
LINKED = _words("факт акт объект субъект")

# Loans and names that keep the consonant which -ст, -зд and doubled letters lose before an ending.
KEEPS_LAST_LETTER = _words("брест бухарест триест билл уилл скотт уатт мэтт энн анн")

# Nouns that lose the vowel of their last syllable before the possessive: халық → халқы. «1957 orthography», §14.
DROPS_VOWEL = {
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

# Words that are third-person possessives by themselves: барлығы → барлығынан.
POSSESSIVES = _words("бәрі барлығы өзі бірі кейбірі ешбірі біреуі екеуі үшеуі әрқайсысы ешқайсысы қайсысы көбісі қызы")

# Loans in -п keep it before the possessive (типі), native words voice it (кітабы). By the way they end.
KEEPS_P = (
    "тип", "цип", "чип", "клип", "джип", "зип", "шип", "слип", "полип", "скрип",
    "скоп", "троп", "этап", "стартап", "сироп", "топ-топ", "лэптоп", "десктоп", "ноп", "хоп", "поп", "шоп",
    "суп", "труп", "круп", "кетчуп", "скайп", "скрап", "степ", "стоп", "рэп", "кэп", "гэп", "трап", "карп", "вамп",
    "штамп", "ламп", "памп", "темп", "серп", "корп", "ватсап", "уатсап", "апп", "скальп", "пульп",
)

# Irregular pronouns; what is not here is regular (сізге, біздің, олардан).
PRONOUNS = {
    "мен": {"gen": "менің", "dat": "маған", "acc": "мені", "loc": "менде", "abl": "менен", "ins": "менімен",
            "priv": "менсіз", "attr": "мендегі"},
    "сен": {"gen": "сенің", "dat": "саған", "acc": "сені", "loc": "сенде", "abl": "сенен", "ins": "сенімен",
            "priv": "сенсіз", "attr": "сендегі"},
    "ол": {"gen": "оның", "dat": "оған", "acc": "оны", "loc": "онда", "abl": "одан", "ins": "онымен",
           "priv": "онсыз", "attr": "ондағы"},
    "бұл": {"gen": "мұның", "dat": "мұған", "acc": "мұны", "loc": "мұнда", "abl": "мұнан", "ins": "мұнымен",
            "priv": "мұнсыз", "attr": "мұндағы"},
    "сол": {"gen": "соның", "dat": "соған", "acc": "соны", "loc": "сонда", "abl": "содан", "ins": "сонымен",
            "priv": "сонсыз", "attr": "сондағы"},
    "осы": {"gen": "осының", "dat": "осыған", "acc": "осыны", "loc": "осында", "abl": "осыдан", "ins": "осымен",
            "priv": "осынсыз", "attr": "осындағы"},
}
PRONOUNS["бұл"]["abl"] = "бұдан"
PLURAL_PRONOUNS = {"мен": "біз", "сен": "сендер", "ол": "олар", "бұл": "бұлар", "сол": "солар", "осы": "осылар"}
