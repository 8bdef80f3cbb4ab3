"""INVENTED lists in every format that is read. Nobody in them exists; numbers are computed so that
their checksums hold. Formats without a real file at hand are built from what their publishers say
of them.
"""

from __future__ import annotations

import gzip
import io
import json
import zipfile
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from followthegoods.case.lists import NAMES
from followthegoods.config import read_settings
from followthegoods.lake.catalogue import Catalogue, make_catalogue
from followthegoods.lake.disk import Disk
from followthegoods.model.listing import Control, Entry
from followthegoods.reference.lists.layout import TableLayout
from followthegoods.reference.lists.reading import Place, Reading
from followthegoods.reference.lists.recognise import files_of, open_list
from followthegoods.reference.lists.store import Kept, keep_list

SETTINGS = read_settings({"FTG_THREADS": "2"})
SHARED = Path(__file__).parents[2] / ".." / "shared" / "data" / "reference"


def inn(start: int) -> str:
    """A company's ИНН of ten digits whose checksum holds; `start` is its first nine."""
    digits = f"{start:09d}"
    weights = (2, 4, 10, 3, 5, 9, 4, 6, 8)
    return f"{digits}{sum(int(d) * w for d, w in zip(digits, weights, strict=True)) % 11 % 10}"


LARCH, MAPLE = inn(770000011), inn(770000012)


def ogrn(start: int) -> str:
    """A company's ОГРН of 13 digits whose checksum holds; `start` is its first twelve."""
    return f"{start:012d}{start % 11 % 10}"


LARCH_OGRN = ogrn(102770000001)

# -- the United States' parts, as delimited files without headers

SDN = (
    '101,"LARCH MOTORS LLC",-0- ,"RUSSIA-EO14024] [CYBER2",-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,-0- ,'
    f"\"Tax ID No. {LARCH} (Russia); Registration Number {LARCH_OGRN} (Russia); a.k.a. 'LRC'; "
    'Linked To: MAPLE, Ivan."\r\n'
    '102,"MAPLE, Ivan Petrovich","individual","RUSSIA-EO14024","Director",-0- ,-0- ,-0- ,-0- ,-0- ,'
    '-0- ,"DOB 12 Oct 1959; alt. DOB 1960; POB Moscow, Russia; nationality Russia; Gender Male; '
    'Passport 750000001 (Russia) expires 12 Jan 2030."\r\n'
    '103,"SPRUCE WIND","vessel","RUSSIA-EO14024",-0- ,"UBXX1","Crude Oil Tanker",-0- ,-0- ,'
    '"Russia",-0- ,"Vessel Registration Identification IMO 9074729; MMSI 273000001."\r\n'
    "\x1a\r\n"
)
ALT = (
    '101,1,"aka","OOO LARCH MOTORS",-0- \r\n101,2,"fka","LARCH WORKS CO.",-0- \r\n'
    '101,3,"aka","ООО ЛИСТВЕННИЦА МОТОРС",-0- \r\n\x1a\r\n'
)
ADD = (
    '101,1,"1 Larch Street","Moscow 101000","Russia",-0- \r\n'
    '101,2,-0- ,"Minsk","Belarus",-0- \r\n102,3,-0- ,-0- ,-0- ,-0- \r\n\x1a\r\n'
)


def us_parts(folder: Path) -> Path:
    """sdn.csv with alt.csv and add.csv beside it."""
    for name, text in (("alt.csv", ALT), ("add.csv", ADD), ("sdn.csv", SDN)):
        (folder / name).write_bytes(text.encode())
    return folder / "sdn.csv"


# -- the United States' list with days of listing

_REFERENCES = """<ReferenceValueSets>
<AliasTypeValues><AliasType ID="1400">A.K.A.</AliasType><AliasType ID="1401">F.K.A.</AliasType>
<AliasType ID="1403">Name</AliasType></AliasTypeValues>
<CountryValues><Country ID="11" ISO2="RU">Russia</Country></CountryValues>
<FeatureTypeValues><FeatureType ID="8">Birthdate</FeatureType>
<FeatureType ID="10">Nationality Country</FeatureType><FeatureType ID="13">SWIFT/BIC</FeatureType>
<FeatureType ID="25">Location</FeatureType></FeatureTypeValues>
<IDRegDocTypeValues><IDRegDocType ID="1596">Tax ID No.</IDRegDocType>
<IDRegDocType ID="1571">Passport</IDRegDocType></IDRegDocTypeValues>
<LegalBasisValues><LegalBasis ID="1">Unknown</LegalBasis>
<LegalBasis ID="2">Executive Order 14024</LegalBasis></LegalBasisValues>
<ListValues><List ID="1550">SDN List</List><List ID="91512">Consolidated List</List></ListValues>
<LocPartTypeValues><LocPartType ID="1451">ADDRESS1</LocPartType>
<LocPartType ID="1454">CITY</LocPartType></LocPartTypeValues>
<NamePartTypeValues><NamePartType ID="1520">Last Name</NamePartType>
<NamePartType ID="1521">First Name</NamePartType><NamePartType ID="1525">Entity Name</NamePartType>
</NamePartTypeValues>
<PartySubTypeValues><PartySubType ID="3" PartyTypeID="2">Unknown</PartySubType>
<PartySubType ID="4" PartyTypeID="1">Unknown</PartySubType></PartySubTypeValues>
<PartyTypeValues><PartyType ID="1">Individual</PartyType><PartyType ID="2">Entity</PartyType>
</PartyTypeValues>
<SanctionsTypeValues><SanctionsType ID="1">Program</SanctionsType>
<SanctionsType ID="1705">Block</SanctionsType></SanctionsTypeValues>
</ReferenceValueSets>"""


def _name(text: str, group: str, alias: str = "1403", primary: str = "true") -> str:
    return (
        f'<Alias AliasTypeID="{alias}" Primary="{primary}" LowQuality="false"><DocumentedName>'
        f'<DocumentedNamePart><NamePartValue NamePartGroupID="{group}">{text}</NamePartValue>'
        "</DocumentedNamePart></DocumentedName></Alias>"
    )


SDN_ADVANCED = f"""<?xml version="1.0" encoding="utf-8"?>
<Sanctions xmlns="https://example.org/ADVANCED_XML" Version="3">
<DateOfIssue CalendarTypeID="1"><Year>2026</Year><Month>8</Month><Day>20</Day></DateOfIssue>
{_REFERENCES}
<Locations>
<Location ID="500"><LocationCountry CountryID="11"/>
<LocationPart LocPartTypeID="1451"><LocationPartValue><Value>1 Larch Street</Value>
</LocationPartValue></LocationPart>
<LocationPart LocPartTypeID="1454"><LocationPartValue><Value>Moscow</Value></LocationPartValue>
</LocationPart></Location>
<Location ID="501"><LocationCountry CountryID="11"/></Location>
</Locations>
<IDRegDocuments>
<IDRegDocument ID="7" IDRegDocTypeID="1596" IdentityID="9001" IssuedBy-CountryID="11">
<IDRegistrationNo>{LARCH}</IDRegistrationNo></IDRegDocument>
</IDRegDocuments>
<DistinctParties>
<DistinctParty FixedRef="101"><Comment/><Profile ID="101" PartySubTypeID="3">
<Identity ID="9001" Primary="true">
{_name("LARCH MOTORS LLC", "g1")}{_name("LARCH WORKS CO.", "g1", "1401", "false")}
<NamePartGroups><MasterNamePartGroup><NamePartGroup ID="g1" NamePartTypeID="1525"/>
</MasterNamePartGroup></NamePartGroups></Identity>
<Feature FeatureTypeID="25"><FeatureVersion><VersionLocation LocationID="500"/></FeatureVersion>
</Feature>
<Feature FeatureTypeID="13"><FeatureVersion><VersionDetail>LRCHRUMM</VersionDetail>
</FeatureVersion></Feature>
</Profile></DistinctParty>
<DistinctParty FixedRef="102"><Profile ID="102" PartySubTypeID="4">
<Identity ID="9002" Primary="true">
<Alias AliasTypeID="1403" Primary="true" LowQuality="false"><DocumentedName>
<DocumentedNamePart><NamePartValue NamePartGroupID="g2">MAPLE</NamePartValue></DocumentedNamePart>
<DocumentedNamePart><NamePartValue NamePartGroupID="g3">Ivan</NamePartValue></DocumentedNamePart>
</DocumentedName><DocumentedName><DocumentedNamePart>
<NamePartValue NamePartGroupID="g2">КЛЁН</NamePartValue></DocumentedNamePart></DocumentedName>
</Alias>
<NamePartGroups><MasterNamePartGroup><NamePartGroup ID="g2" NamePartTypeID="1520"/>
</MasterNamePartGroup><MasterNamePartGroup><NamePartGroup ID="g3" NamePartTypeID="1521"/>
</MasterNamePartGroup></NamePartGroups></Identity>
<Feature FeatureTypeID="8"><FeatureVersion><DatePeriod><Start><From><Year>1959</Year>
<Month>10</Month><Day>12</Day></From></Start><End><To><Year>1959</Year><Month>10</Month>
<Day>12</Day></To></End></DatePeriod></FeatureVersion></Feature>
<Feature FeatureTypeID="10"><FeatureVersion><VersionLocation LocationID="501"/></FeatureVersion>
</Feature>
</Profile></DistinctParty>
</DistinctParties>
<SanctionsEntries>
<SanctionsEntry ID="1" ProfileID="101" ListID="1550">
<EntryEvent LegalBasisID="2"><Date><Year>2024</Year><Month>2</Month><Day>23</Day></Date>
</EntryEvent><SanctionsMeasure SanctionsTypeID="1705"/>
<SanctionsMeasure SanctionsTypeID="1"><Comment>RUSSIA-EO14024</Comment></SanctionsMeasure>
</SanctionsEntry>
<SanctionsEntry ID="2" ProfileID="102" ListID="1550">
<EntryEvent LegalBasisID="1"><Date><Year>1989</Year><Month>1</Month><Day>5</Day></Date>
</EntryEvent><SanctionsMeasure SanctionsTypeID="1"><Comment>CUBA</Comment></SanctionsMeasure>
</SanctionsEntry>
</SanctionsEntries></Sanctions>
"""

EU_XML = f"""<?xml version="1.0" encoding="UTF-8"?>
<export xmlns="http://eu.europa.ec/fpi/fsd/export" generationDate="2026-06-11T21:24:35.826+01:00">
<sanctionEntity logicalId="7001" euReferenceNumber="EU.7001.1" designationDate="2024-02-23">
<remark>Registration number: {LARCH_OGRN}</remark>
<regulation regulationType="amendment" publicationDate="2025-03-14" numberTitle="2025/500 (OJ L)"
 entryIntoForceDate="2025-03-15" programme="UKR"/>
<subjectType code="enterprise" classificationCode="E"/>
<nameAlias wholeName="LARCH MOTORS LLC" strong="true"><regulationSummary
 publicationDate="2024-02-23" numberTitle="2024/300 (OJ L)"/></nameAlias>
<nameAlias wholeName="ООО «Лиственница Моторс»" nameLanguage="RU" strong="true"/>
<nameAlias wholeName="LARCH" strong="false"/>
<address street="1 Larch Street" city="Moscow" zipCode="101000" countryIso2Code="RU"
 countryDescription="RUSSIAN FEDERATION"/>
<identification identificationTypeCode="fiscalcode" number="{LARCH}" countryIso2Code="RU"/>
</sanctionEntity>
<sanctionEntity logicalId="7002">
<regulation regulationType="amendment" publicationDate="2022-04-08" numberTitle="2022/581 (OJ L)"
 entryIntoForceDate="2022-04-09" programme="UKR"/>
<subjectType code="person" classificationCode="P"/>
<nameAlias firstName="Ivan" lastName="Maple" wholeName="Ivan Maple" strong="true"/>
<citizenship countryIso2Code="RU" countryDescription="RUSSIAN FEDERATION"/>
<birthdate birthdate="1959-10-12" year="1959" monthOfYear="10" dayOfMonth="12"/>
<birthdate year="1960" monthOfYear="3"/>
</sanctionEntity>
</export>
"""

UK_HEADER = (
    "Last Updated,Unique ID,OFSI Group ID,UN Reference Number,Name 6,Name 1,Name 2,Name 3,Name 4,"
    "Name 5,Name type,Alias strength,Title,Name non-latin script,Regime Name,Designation Type,"
    "Designation source,Sanctions Imposed,Other Information,UK Statement of Reasons,"
    "Address Line 1,Address Line 2,Address Line 3,Address Line 4,Address Line 5,Address Line 6,"
    "Address Postal Code,Address Country,Date Designated,D.O.B,Nationality(/ies),"
    "National Identifier number,Passport number,Business registration number (s),IMO number"
)


def uk_row(**cells: str) -> str:
    names = UK_HEADER.split(",")
    assert set(cells) <= {n.replace(" ", "_") for n in names}, cells
    return ",".join(f'"{cells.get(name.replace(" ", "_"), "")}"' for name in names)


_LARCH_UK = {
    "Unique_ID": "RUS9001",
    "OFSI_Group_ID": "16001",
    "Regime_Name": "The Russia (Sanctions) (EU Exit) Regulations 2019",
    "Designation_Type": "Entity",
    "Sanctions_Imposed": "Asset freeze|Trust Services Sanctions",
    "Date_Designated": "22/02/2024",
    "Last_Updated": "04/07/2025",
}
UK_CSV = "\r\n".join(
    [
        "Report Date: 28-Jan-2026",
        UK_HEADER,
        uk_row(
            **_LARCH_UK,
            Name_6="LARCH MOTORS LLC",
            Name_type="Primary Name",
            Address_Line_1="1 Larch Street",
            Address_Line_2="Moscow",
            Address_Country="Russia",
        ),
        uk_row(
            Unique_ID="RUS9002",
            Name_1="Ivan",
            Name_6="MAPLE",
            Name_type="Primary Name",
            Designation_Type="Individual",
            Sanctions_Imposed="Travel ban",
            Date_Designated="15/03/2022",
        ),
        uk_row(
            **_LARCH_UK,
            Name_6="LARCH",
            Name_type="Alias",
            Alias_strength="Low quality a.k.a",
            Address_Line_1="2 Larch Street",
            Address_Country="Belarus",
        ),
        "",
    ]
)

UN_XML = """<?xml version="1.0" encoding="UTF-8"?>
<CONSOLIDATED_LIST dateGenerated="2026-02-27T00:00:09.554Z"><INDIVIDUALS/><ENTITIES><ENTITY>
<DATAID>1</DATAID><FIRST_NAME>LARCH FRONT</FIRST_NAME><UN_LIST_TYPE>GB</UN_LIST_TYPE>
<LISTED_ON>2012-05-18</LISTED_ON></ENTITY></ENTITIES></CONSOLIDATED_LIST>
"""


def _ftm(id: str, schema: str, properties: dict[str, list[str]], **more: Any) -> str:
    record = {
        "id": id,
        "caption": properties.get("name", [id])[0],
        "schema": schema,
        "properties": properties,
        "datasets": ["xx_invented_list"],
        "first_seen": "2025-10-06T14:15:21",
        "last_seen": "2026-03-13T05:41:01",
        **more,
    }
    return json.dumps(record, ensure_ascii=False)


FTM = "\n".join(
    [
        _ftm(
            "s-1",
            "Sanction",
            {
                "entity": ["NK-larch"],
                "country": ["us"],
                "programId": ["US-RUSSIA"],
                "listingDate": ["2024-02-23"],
                "provisions": ["Asset freeze"],
            },
        ),
        _ftm(
            "NK-larch",
            "Company",
            {
                "name": ["LARCH MOTORS LLC", "ООО Лиственница Моторс"],
                "weakAlias": ["LRC"],
                "previousName": ["LARCH WORKS CO."],
                "country": ["ru"],
                "innCode": [LARCH],
                "ogrnCode": [LARCH_OGRN],
                "addressEntity": ["addr-1"],
                "topics": ["sanction"],
            },
            target=True,
        ),
        _ftm("addr-1", "Address", {"full": ["1 Larch Street, Moscow"], "country": ["ru"]}),
        _ftm(
            "s-2",
            "Sanction",
            {"entity": ["NK-larch"], "country": ["ua"], "endDate": ["2025-01"]},
        ),
        _ftm(
            "NK-spruce",
            "Vessel",
            {"name": ["SPRUCE WIND"], "imoNumber": ["IMO9074729"]},
            target=True,
        ),
        _ftm(
            "p-1", "Passport", {"holder": ["NK-maple"], "number": ["750000001"], "country": ["ru"]}
        ),
        _ftm("NK-maple", "Person", {"name": ["Ivan Maple"], "topics": ["sanction"]}),
        _ftm("NK-aspen", "Company", {"name": ["ASPEN LLC"], "topics": ["sanction.linked"]}),
        "",
    ]
)

GOODS = (
    "list,code,revision,tier,description,measure,valid_from,valid_to,threshold,"
    "threshold_currency,threshold_unit\n"
    "annex z,8703 23,HS 2022,A,motor cars,export control,2022-03-16,2023-06-24,50000,EUR,item\n"
    "annex z,010121,HS 2022,B,horses,export control,2022-03-16,,,,\n"
)


def gzipped(text: str) -> bytes:
    return gzip.compress(text.encode())


def zipped(members: dict[str, str]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for name, text in members.items():
            archive.writestr(name, text)
    return out.getvalue()


# -- reading and keeping


def opened(path: Path, work: Path, layout: TableLayout | None = None) -> tuple[Reading, list[Any]]:
    """A list read whole: what it is, and its entries or controls."""
    place = Place(work, SETTINGS).within(f"work-{len(list(work.iterdir()))}")
    reading = open_list(files_of(path), layout, place)
    return reading, list(reading.rows(place.within("rows")))


def entries(path: Path, work: Path) -> dict[str, Entry]:
    """The entries of a list by id."""
    return {entry.id: entry for entry in opened(path, work)[1]}


def controls(path: Path, work: Path) -> list[Control]:
    return opened(path, work)[1]


def numbers(entry: Entry) -> dict[str, bool]:
    """The identifiers of an entry, and whether each is valid."""
    return {number.key: number.valid for number in entry.identifiers}


class Shelf:
    """A case's catalogue and lake with lists alone."""

    def __init__(self, root: Path) -> None:
        self.disk = Disk(root)
        self.disk.make()
        make_catalogue(self.disk.catalogue, invented=True)
        self.catalogue = Catalogue(self.disk.catalogue)

    def keep(
        self,
        path: Path,
        as_of: date | None = None,
        authority: str | None = None,
        layout: Path | None = None,
    ) -> Kept:
        with self.catalogue.write("list", "tester") as load:
            return keep_list(
                self.catalogue, self.disk, load, path, authority, SETTINGS, NAMES,
                as_of=as_of, layout=layout,
            )  # fmt: skip


def us_version(folder: Path, name: str, uids: Iterable[str]) -> Path:
    """A small version of the joined table of the United States' list."""
    rows = ["uid,name,type,programs,aliases,addresses,countries"]
    rows += [f"{uid},LARCH {uid} LLC,entity,RUSSIA-EO14024,,,Russia" for uid in uids]
    path = folder / name
    path.write_text("\n".join(rows) + "\n", encoding="utf-8")
    return path


def lines(path: Path) -> Iterator[str]:
    yield from path.read_text(encoding="utf-8").splitlines()
