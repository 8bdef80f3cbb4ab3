"""The invented companies: the maker of limousines, its namesake, and those who supply it.

No name here belongs to a company known to the authors. Tax ids begin with 9900 or have 99 for
the number of the tax office, which no region is known to use, with a check digit that holds.
"""

from __future__ import annotations

from dataclasses import dataclass

from followthegoods.demo.entry import checked_inn


@dataclass(frozen=True)
class Receiver:
    """A Russian company as its declarations have it: id, names and addresses as written."""

    inn: str
    names: tuple[str, ...]
    addresses: tuple[str, ...]
    latin_names: tuple[str, ...]
    latin_address: str


@dataclass(frozen=True)
class Supplier:
    """A company abroad: its name, country and address, and how its name is written."""

    name: str
    country: str
    address: str
    written: tuple[str, ...]
    currency: str = "USD"


LIMOUSINES = Receiver(
    inn=checked_inn("990071834"),
    names=(
        'ООО "ОРЛЕМАР МОТОРС"',
        "ООО ОРЛЕМАР МОТОРС",
        'ОБЩЕСТВО С ОГРАНИЧЕННОЙ ОТВЕТСТВЕННОСТЬЮ "ОРЛЕМАР МОТОРС"',
        'ООО\xa0"ОРЛЕМАР  МОТОРС"',
        "ООО «ОРЛЕМАР МОТОРС»",
    ),
    addresses=(
        "423999, РЕСПУБЛИКА ТАТАРСТАН, Г. КАМСКИЙ ЯР, УЛ. КАРЕТНАЯ, Д. 7",
        "РЕСПУБЛИКА ТАТАРСТАН, Г. КАМСКИЙ ЯР, УЛ. КАРЕТНАЯ, Д. 7, 423999",
    ),
    latin_names=("OOO ORLEMAR MOTORS", "ORLEMAR MOTORS LLC", 'OOO "ORLEMAR MOTORS"'),
    latin_address="423999, RESPUBLIKA TATARSTAN, G. KAMSKIY YAR, UL. KARETNAYA, D. 7",
)

NAMESAKE = Receiver(
    inn=checked_inn("029900412"),
    names=('ООО "ОРЛЕМАР МОТОРС"', "ООО ОРЛЕМАР МОТОРС"),
    addresses=("680999, ХАБАРОВСКИЙ КРАЙ, Г. АМУРСКИЙ ПЛЕС, УЛ. ПРИСТАНСКАЯ, Д. 31",),
    latin_names=("OOO ORLEMAR MOTORS",),
    latin_address="680999, KHABAROVSKIY KRAY, G. AMURSKIY PLES, UL. PRISTANSKAYA, D. 31",
)
"""Another company of the same name and form, which imports outboard motors."""

HOLDER = (checked_inn("990071902"), 'АО "ПАРАДНЫЙ ВЫЕЗД ХОЛДИНГ"')
"""Holds some of the contracts: domestic, and never the supplier."""

MARK = "ORLEMAR"

_KR_SEOBINAM = "41, SANDAN 3-RO, CHEONAN-SI, KOREA"
_TR_AKSUVAT = "ORGANIZE SANAYI BOLGESI 9. CADDE NO 14, BURSA"

SUPPLIERS: dict[str, Supplier] = {
    "SEOBINAM": Supplier(
        "SEOBINAM PANEL CO., LTD", "KR", _KR_SEOBINAM,
        (
            "SEOBINAM PANEL CO., LTD",
            "SEOBINAM PANEL CO LTD",
            "SEOBINAM PANEL COMPANY LIMITED",
            "СЕОБИНАМ ПАНЕЛ КО., ЛТД",
            "SEOBINAM PАNEL CO LTD",  # a Cyrillic А
            "SEOBINAM PANNEL CO., LTD",
            f"SEOBINAM PANEL CO., LTD {_KR_SEOBINAM}",
        ),
        "KRW",
    ),
    "GURYEON": Supplier(
        "GURYEON INDUSTRIAL CO., LTD", "KR", "118, GONGDAN-DAERO, CHANGWON-SI",
        (
            "GURYEON INDUSTRIAL CO., LTD",
            "GURYEON IND CO LTD",
            "GURYEON INDUSTRIAL CO.,LTD.",
            "ГУРЕОН ИНДАСТРИАЛ КО., ЛТД",
            "GURYEON INDUSTRIAL COMPANY LIMITED",
            "GURYEON INDUSTRIAL CO LTD ЧЕРЕЗ AKSUVAT KALIP SANAYI VE TICARET A.S.",
        ),
    ),
    "NAMORI": Supplier(
        "NAMORI POWER CELL INC", "KR", "27, BAEGOK-GIL, OCHANG-EUP, CHEONGJU-SI",
        (
            "NAMORI POWER CELL INC",
            "NAMORI POWER CELL INC.",
            "NAMORI POWERCELL INC",
            "НАМОРИ ПАУЭР СЕЛЛ ИНК",
            "NAMORI POWER CELL INTL INC",
        ),
    ),
    "HAESOLBIT": Supplier(
        "HAESOLBIT SENSORS CO., LTD", "KR", "5F, 88, DIGITAL-RO 26-GIL, SEOUL",
        (
            "HAESOLBIT SENSORS CO., LTD",
            "HAESOLBIT SENSORS CO LTD",
            "HAESOLBIT SENSOR CO.,LTD",
            "ХЭСОЛБИТ СЕНСОРС КО., ЛТД",
            "HАESOLBIT SENSORS CO LTD",  # a Cyrillic А
        ),
    ),
    "LUOYUNTAI": Supplier(
        "ZHEJIANG LUOYUNTAI TRIM CO., LTD", "CN", "NO. 66 YUNTAI ROAD, TAIZHOU, ZHEJIANG",
        (
            "ZHEJIANG LUOYUNTAI TRIM CO., LTD",
            "ZHEJIANG LUOYUNTAI TRIM CO LTD",
            "LUOYUNTAI TRIM CO., LTD ZHEJIANG",
            "ЧЖЭЦЗЯН ЛОЮНЬТАЙ ТРИМ КО., ЛТД",
        ),
        "CNY",
    ),
    "BAIXUNHE": Supplier(
        "SHENZHEN BAIXUNHE CONTROL TECHNOLOGY CO., LTD", "CN",
        "BLOCK 4, LANGXIN INDUSTRIAL ZONE, SHENZHEN",
        (
            "SHENZHEN BAIXUNHE CONTROL TECHNOLOGY CO., LTD",
            "SHENZHEN BAIXUNHE CONTROL TECH CO LTD",
            "SHENZEN BAIXUNHE CONTROL TECHNOLOGY CO., LTD",
            "ШЭНЬЧЖЭНЬ БАЙСЮНЬХЭ КОНТРОЛ ТЕКНОЛОДЖИ КО., ЛТД",
        ),
        "CNY",
    ),
    "VARUNESH": Supplier(
        "VARUNESH AUTOCAST PRIVATE LIMITED", "IN", "PLOT 212, MIDC PHASE III, PUNE",
        (
            "VARUNESH AUTOCAST PRIVATE LIMITED",
            "VARUNESH AUTOCAST PVT LTD",
            "VARUNESH AUTOCAST PVT. LTD.",
            "ВАРУНЕШ АВТОКАСТ ПРАЙВИТ ЛИМИТЕД",
        ),
    ),
    "AKSUVAT": Supplier(
        "AKSUVAT KALIP SANAYI VE TICARET A.S.", "TR", _TR_AKSUVAT,
        (
            "AKSUVAT KALIP SANAYI VE TICARET A.S.",
            "AKSUVAT KALIP SAN VE TIC A.S.",
            "AKSUVAT KALIP SAN.VE TIC.A.S",
            "АКСУВАТ КАЛЫП САНАЙИ ВЕ ТИДЖАРЕТ А.Ш.",
            f"AKSUVAT KALIP SANAYI VE TICARET A.S. {_TR_AKSUVAT}",
        ),
        "EUR",
    ),
    "PLASTIVENTA": Supplier(
        "PLASTIVENTA GUARNIZIONI S.P.A.", "IT", "VIA DEL TORNIO 19, 41100 MODENA",
        (
            "PLASTIVENTA GUARNIZIONI S.P.A.",
            "PLASTIVENTA GUARNIZIONI SPA",
            "PLASTIVENTA GUARNIZIONI S.P.A",
            "ПЛАСТИВЕНТА ГУАРНИЦИОНИ С.П.А.",
        ),
        "EUR",
    ),
    "TORRIVALDA": Supplier(
        "MECCANICA TORRIVALDA S.R.L.", "IT", "VIA MULINO ALTO 3, 10100 TORINO",
        ("MECCANICA TORRIVALDA S.R.L.", "MECCANICA TORRIVALDA SRL", "МЕККАНИКА ТОРРИВАЛЬДА С.Р.Л."),
        "EUR",
    ),
    "HOLLERBRANDT": Supplier(
        "HOLLERBRANDT SCHALTTECHNIK GMBH", "DE", "AM EICHENKAMP 12, 33600 BIELEFELD",
        (
            "HOLLERBRANDT SCHALTTECHNIK GMBH",
            "HOLLERBRANDT SCHALTTECHNIK G.M.B.H.",
            "ХОЛЛЕРБРАНДТ ШАЛЬТТЕХНИК ГМБХ",
        ),
        "EUR",
    ),
    "WESTERLOHR": Supplier(
        "WESTERLOHR REGELSYSTEME GMBH", "DE", "HAFENRING 40, 28100 BREMEN",
        ("WESTERLOHR REGELSYSTEME GMBH", "WESTERLOHR REGEL-SYSTEME GMBH"),
        "EUR",
    ),
    "IVORTEC": Supplier(
        "IVORTEC ELECTRONICS LIMITED", "HK", "UNIT 1907, 19/F, KAM FOOK BUILDING, KOWLOON",
        (
            "IVORTEC ELECTRONICS LIMITED",
            "IVORTEC ELECTRONICS LTD",
            "IVORTEC ELECTRONICS (HK) LIMITED",
            "АЙВОРТЕК ЭЛЕКТРОНИКС ЛИМИТЕД",
            "IVORTEC ELECTRONICS LIMITED ПО ПОРУЧЕНИЮ NAMORI POWER CELL INC",
        ),
    ),
    "DIVORTEC": Supplier(
        "DIVORTEC ELECTRONICS LIMITED", "HK", "ROOM 5, 3/F, TAI SUM CENTRE, TSUEN WAN",
        ("DIVORTEC ELECTRONICS LIMITED", "DIVORTEC ELECTRONICS LTD"),
    ),
}  # fmt: skip
"""IVORTEC and DIVORTEC are two companies, one letter apart."""

RUSSIAN_COUNTRIES = {
    "KR": "КОРЕЯ, РЕСПУБЛИКА", "CN": "КИТАЙ", "IN": "ИНДИЯ", "TR": "ТУРЦИЯ", "IT": "ИТАЛИЯ",
    "DE": "ГЕРМАНИЯ", "HK": "ГОНКОНГ", "VN": "ВЬЕТНАМ", "PL": "ПОЛЬША", "BR": "БРАЗИЛИЯ",
    "RU": "РОССИЯ",
}  # fmt: skip
ENGLISH_COUNTRIES = {
    "KR": "KOREA, REPUBLIC OF", "CN": "CHINA", "IN": "INDIA", "TR": "TURKEY", "IT": "ITALY",
    "DE": "GERMANY", "HK": "HONG KONG", "VN": "VIETNAM", "PL": "POLAND", "BR": "BRAZIL",
    "RU": "RUSSIAN FEDERATION",
}  # fmt: skip
