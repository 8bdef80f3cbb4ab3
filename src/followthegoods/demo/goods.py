"""Invented goods: codes, the long Russian text of box 31, makers and trademarks."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from random import Random


@dataclass(frozen=True)
class Kind:
    """A kind of goods: code (10 digits), text, unit, dollars per kilogram, per piece."""

    hs: str
    text: str
    per_kg: int
    per_piece: int


KINDS: dict[str, tuple[Kind, ...]] = {
    "body": (
        Kind(
            "8708299009", "ЧАСТИ КУЗОВА ЛЕГКОВОГО АВТОМОБИЛЯ: ПАНЕЛЬ БОКОВИНЫ ШТАМПОВАННАЯ", 14, 420
        ),
        Kind(
            "8708299009", "ДВЕРЬ ПЕРЕДНЯЯ ЛЕВАЯ В СБОРЕ БЕЗ СТЕКЛА, СТАЛЬНАЯ, ГРУНТОВАННАЯ", 17, 610
        ),
        Kind(
            "8707109000",
            "КУЗОВ ЛЕГКОВОГО АВТОМОБИЛЯ НЕОКРАШЕННЫЙ ДЛЯ ПРОМЫШЛЕННОЙ СБОРКИ",
            21,
            16500,
        ),
        Kind("8708999709", "КРОНШТЕЙН ПОДРАМНИКА ЛИТОЙ, АЛЮМИНИЕВЫЙ СПЛАВ", 19, 85),
    ),
    "welding": (
        Kind("8515210000", "МАШИНА КОНТАКТНОЙ СВАРКИ АВТОМАТИЧЕСКАЯ ДЛЯ КУЗОВНОЙ ЛИНИИ", 46, 38000),
        Kind(
            "8515310000",
            "ОБОРУДОВАНИЕ ДУГОВОЙ СВАРКИ МЕТАЛЛОВ, ПОЛУАВТОМАТ, В РАЗОБРАННОМ ВИДЕ",
            41,
            9400,
        ),
    ),
    "controllers": (
        Kind(
            "8537109100",
            "ПРОГРАММИРУЕМЫЙ КОНТРОЛЛЕР С ПАМЯТЬЮ НА НАПРЯЖЕНИЕ НЕ БОЛЕЕ 1000 В",
            210,
            780,
        ),
    ),
    "switches": (
        Kind("8536508008", "ПЕРЕКЛЮЧАТЕЛЬ ЭЛЕКТРОМЕХАНИЧЕСКИЙ НА НАПРЯЖЕНИЕ НЕ БОЛЕЕ 60 В", 95, 12),
        Kind(
            "8536501109", "ВЫКЛЮЧАТЕЛЬ КНОПОЧНЫЙ ДЛЯ ПАНЕЛИ ПРИБОРОВ, ПЛАСТМАССОВЫЙ КОРПУС", 88, 7
        ),
    ),
    "sensors": (
        Kind("9031809800", "ДАТЧИК ПОЛОЖЕНИЯ ЭЛЕКТРОННЫЙ ДЛЯ СИСТЕМЫ УПРАВЛЕНИЯ ШАССИ", 260, 46),
        Kind("9032890000", "УСТРОЙСТВО АВТОМАТИЧЕСКОГО РЕГУЛИРОВАНИЯ КЛИМАТА САЛОНА", 150, 130),
    ),
    "batteries": (
        Kind("8507600000", "АККУМУЛЯТОР ЛИТИЙ-ИОННЫЙ ТЯГОВЫЙ В МОДУЛЬНОМ ИСПОЛНЕНИИ", 52, 1900),
        Kind("8507208000", "БАТАРЕЯ АККУМУЛЯТОРНАЯ СВИНЦОВО-КИСЛОТНАЯ, РЕЗЕРВНАЯ, 12 В", 9, 140),
    ),
    "plastic": (
        Kind("3926300009", "КРЕПЕЖНЫЕ ИЗДЕЛИЯ И ФУРНИТУРА ДЛЯ КУЗОВОВ ИЗ ПЛАСТМАСС", 24, 3),
        Kind("3926909709", "УПЛОТНИТЕЛЬ ПЛАСТМАССОВЫЙ ФАСОННЫЙ ДЛЯ ДВЕРНОГО ПРОЕМА", 20, 9),
    ),
    "boats": (Kind("8407210000", "ДВИГАТЕЛЬ ЛОДОЧНЫЙ ПОДВЕСНОЙ С ИСКРОВЫМ ЗАЖИГАНИЕМ", 33, 2100),),
    "food": (
        Kind("0406908600", "СЫР ПОЛУТВЕРДЫЙ, МАССОВАЯ ДОЛЯ ЖИРА 45%", 6, 40),
        Kind("0805102200", "АПЕЛЬСИНЫ СВЕЖИЕ, СЛАДКИЕ, КАЛИБР 5", 1, 12),
        Kind("0902300009", "ЧАЙ ЧЕРНЫЙ БАЙХОВЫЙ В УПАКОВКАХ НЕ БОЛЕЕ 3 КГ", 4, 9),
    ),
    "home": (
        Kind("6907219009", "ПЛИТКА КЕРАМИЧЕСКАЯ ГЛАЗУРОВАННАЯ ДЛЯ ПОЛА", 1, 8),
        Kind("9403609009", "МЕБЕЛЬ ДЕРЕВЯННАЯ, В РАЗОБРАННОМ ВИДЕ", 3, 70),
        Kind("8516797000", "ПРИБОР ЭЛЕКТРОНАГРЕВАТЕЛЬНЫЙ БЫТОВОЙ", 11, 24),
    ),
    "works": (
        Kind("8481807399", "КРАН ШАРОВОЙ СТАЛЬНОЙ С РУЧНЫМ УПРАВЛЕНИЕМ", 12, 35),
        Kind("8413703000", "НАСОС ЦЕНТРОБЕЖНЫЙ ПОГРУЖНОЙ ОДНОСТУПЕНЧАТЫЙ", 18, 210),
        Kind("7318158900", "БОЛТ С ШЕСТИГРАННОЙ ГОЛОВКОЙ, НЕРЖАВЕЮЩАЯ СТАЛЬ", 5, 1),
    ),
}

MAKERS: dict[tuple[str, str], tuple[str, str]] = {
    ("KR", "body"): ("SEOBINAM PANEL CO., LTD", "SEOBINAM"),
    ("KR", "welding"): ("GURYEON INDUSTRIAL CO., LTD", "GRWELD"),
    ("KR", "controllers"): ("MUNSEORI AUTOMATION CO., LTD", "MUNSEORI"),
    ("KR", "switches"): ("MUNSEORI AUTOMATION CO., LTD", "MUNSEORI"),
    ("KR", "sensors"): ("HAESOLBIT SENSORS CO., LTD", "HAESOL"),
    ("KR", "batteries"): ("NAMORI POWER CELL INC", "NAMCELL"),
    ("CN", "body"): ("ANHUI QINGSHUOLI STAMPING CO., LTD", "QINGSHUO"),
    ("CN", "controllers"): ("SHENZHEN BAIXUNHE CONTROL TECHNOLOGY CO., LTD", "BAIXUN"),
    ("CN", "switches"): ("SHENZHEN BAIXUNHE CONTROL TECHNOLOGY CO., LTD", "BAIXUN"),
    ("CN", "sensors"): ("NINGBO TAOHUIWEN SENSING CO., LTD", "TAOWEN"),
    ("CN", "plastic"): ("ZHEJIANG LUOYUNTAI TRIM CO., LTD", "LUOYUN"),
    ("IN", "body"): ("VARUNESH AUTOCAST PRIVATE LIMITED", "VARUCAST"),
    ("TR", "body"): ("AKSUVAT KALIP SANAYI VE TICARET A.S.", "AKSUVAT"),
    ("TR", "welding"): ("DEMIRPUSULA MAKINA A.S.", "DPUSULA"),
    ("IT", "plastic"): ("PLASTIVENTA GUARNIZIONI S.P.A.", "PLASTIVENTA"),
    ("IT", "sensors"): ("MECCANICA TORRIVALDA S.R.L.", "TORVAL"),
    ("DE", "switches"): ("HOLLERBRANDT SCHALTTECHNIK GMBH", "HOLBRANDT"),
    ("DE", "controllers"): ("WESTERLOHR REGELSYSTEME GMBH", "WESTLOHR"),
    ("DE", "batteries"): ("KRONBERGHAUS ZELLEN GMBH", "KRONZELL"),
}
"""Who makes what in which country: the maker's name and its trademark."""


def pieces(usd: Decimal, kind: Kind) -> int:
    """How many pieces an amount buys."""
    return max(1, int(abs(usd) / kind.per_piece))


def article(rng: Random) -> str:
    """An article number; two lines that differ in it are two lines."""
    return f"{rng.choice('ABDKMPRT')}{rng.randrange(100, 999)}-{rng.randrange(10**6):06}"


def box_31(kind: Kind, maker: str, mark: str, made: str, quantity: int, rng: Random) -> str:
    """The long text of box 31; `made` is the article. Some texts carry a continuation mark."""
    words = kind.text if rng.random() > 0.03 else f"{kind.text[:30]}_[=1=]{kind.text[30:]}"
    return (
        f"{words}. ИЗГОТОВИТЕЛЬ: {maker}; ТОВ.ЗНАК: {mark}; МАРКА {mark}; "
        f"АРТИКУЛ {made}; КОЛ-ВО {quantity} ШТ"
    )
