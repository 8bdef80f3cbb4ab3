"""FollowTheMoney's `map-csv`, in an environment of its own: rows a second, on a sample."""

from __future__ import annotations

from itertools import islice
from pathlib import Path

from bench.environments import Missing, environment
from bench.generate import Dump
from bench.measure import Failed, Spread, run

SAMPLE = 20_000

_VERSION = "from importlib.metadata import version; print(version('followthemoney'))"

_MAPPING = """
invented:
  queries:
    - csv_url: file://{file}
      entities:
        sender:
          schema: Company
          keys: ["G022 (Наименование отправителя)", "G023 (Адрес отправителя)"]
          properties:
            name: {{column: "G022 (Наименование отправителя)"}}
            address: {{column: "G023 (Адрес отправителя)"}}
            country: {{column: "G0231 (Код страны отправителя)"}}
        receiver:
          schema: Company
          keys: ["G081 (ИНН получателя)"]
          properties:
            name: {{column: "G082 (Наименование получателя)"}}
            innCode: {{column: "G081 (ИНН получателя)"}}
            address: {{column: "G083 (Адрес получателя)"}}
        line:
          schema: EconomicActivity
          keys: ["ND (Номер декларации)", "G32 (Номер товара по ГТД)"]
          properties:
            sender: {{entity: sender}}
            receiver: {{entity: receiver}}
            ccdNumber: {{column: "ND (Номер декларации)"}}
            date: {{column: "G072 (Дата регистрации)", format: "%d.%m.%Y"}}
            goodsDescription: {{column: "G31_1 (Наименование и характеристики товаров)"}}
            vedCode: {{column: "G33 (Код товара по ТН ВЭД)"}}
            dollarExchRate: {{column: "G23 (Курс валюты)"}}
            customsAmount: {{column: "G45 (Таможенная стоимость)"}}
            invoiceAmount: {{column: "G42 (Фактурная стоимость)"}}
"""


def bench_ftm(dump: Dump, folder: Path, times: int, most: int = SAMPLE) -> dict[str, object]:
    """Rows a second of `ftm map-csv` on the first rows of a dump, `most` of them, or why it was
    not measured."""
    try:
        own = environment("ftm", "followthemoney")
    except Missing as error:
        return {"skipped": str(error)}
    version = run([str(own), "-c", _VERSION]).said.strip()
    sample, mapping = folder / "sample.csv", folder / "mapping.yml"
    with dump.utf8.open(encoding="utf-8") as text, sample.open("w", encoding="utf-8") as out:
        for line in islice(text, most + 1):
            quoted = ('"' + cell.replace('"', '""') + '"' for cell in line.rstrip("\n").split(";"))
            out.write(",".join(quoted) + "\n")
    mapping.write_text(_MAPPING.format(file=sample), encoding="utf-8")
    rows = min(most, dump.rows)
    command = [str(own.parent / "ftm"), "map-csv", str(mapping), "-i", str(sample)]
    command += ["-o", str(folder / "entities.json")]
    try:
        started = min(run([command[0], "--help"]).wall for _ in range(2))
        seconds = [run(command).wall - started for _ in range(times)]
    except Failed as error:
        return {"skipped": str(error).splitlines()[-1]}
    return {
        "version": version,
        "rows": rows,
        "rows_per_second": Spread.of([rows / s for s in seconds]).as_json(),
    }
