"""Every function that plans may call, on both engines: where it is easy to differ, it is asked."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from followthegoods.config import read_settings
from followthegoods.engine.plan import Plan, Runner, Step
from followthegoods.engine.spark import SparkRunner
from followthegoods.errors import Broken

pytest.importorskip("sqlglot")
translating = pytest.importorskip("followthegoods.engine.translate")

ROWS = """SELECT * FROM (VALUES
    (1, 'Ёлка straße', DATE '2024-02-29', 10.50::DECIMAL(18,4), [3, 1], 'a b', 7),
    (2, NULL, NULL, NULL, NULL, NULL, NULL),
    (3, '', DATE '0999-12-31', -0.005, []::INTEGER[], 'a', 0),
    (4, 'АБВ [=12=] x', DATE '2023-03-01', 99999999999999.9999, [1, NULL, 1], '', 7)
) AS v(n, text, day, usd, own, words, few)"""

EVERYWHERE = (
    "coalesce(text, '?')", "upper(text)", "left(text, 2)", "text || ' of ' || n",
    "contains(text, 'ё')", "starts_with(text, 'Ё')", "replace(text, 'Ё', 'Е')",
    "concat_ws(' ', text, words, NULL)", "split_part(words, ' ', 1)", "split_part(words, ' ', 2)",
    "split_part(words, ' ', 3)",
    r"regexp_matches(upper(text), '(^|[^\pL\pN])[EЕЁ]ЛКА([^\pL\pN]|$)')",
    r"regexp_replace(text, '_?\[=[0-9]{1,4}=\]', '', 'g')", "text LIKE 'A%'", "lower(to_hex(n))",
    "nullif(regexp_replace(words, '[|][0-9]+$', '', 'g'), '')",
    "strftime(day, '%Y-%m')", "strftime(day, '%Y') || '-Q' || CAST(quarter(day) AS VARCHAR)",
    "year(day)", "month(day)", "last_day(day)", "CAST(date_trunc('month', day) AS DATE)",
    "day - DATE '2023-01-01'", "day >= DATE '2023-03-01'", "CAST(day AS VARCHAR)",
    "nullif(few, 0)", "greatest(usd, 5, NULL)", "least(usd, few)", "abs(usd)",
    "CAST(usd AS DECIMAL(18,2))", "CAST(CAST(usd * CAST(0.0123456789012345 AS DECIMAL(20,16)) "
    "AS DECIMAL(18,2)) AS DECIMAL(18,4))", "CASE WHEN usd > 1 THEN usd ELSE 0 END",
    "CAST(usd AS DOUBLE)", "usd::DOUBLE / n::DOUBLE * 3", "length(text)", "day + 30",
    "CASE few WHEN 7 THEN 'seven' END", "usd IS DISTINCT FROM NULL", "n IN (1, NULL)",
    "NOT (text IS NULL OR few = 7)", "CAST(usd AS VARCHAR)",
    "own[1]", "own[3]", "own[:1]", "own[:9]", "len(own)",
    "list_concat([n], own)", "list_concat(own, NULL)",
    "list_concat(own, own)", "list_sort(list_distinct(own))",
    "list_contains(own, 1)", "list_contains(own, 2)", "list_contains(own, few)",
    "list_position(own, 1)", "list_position(own, 9)", "string_split(text, ' ')",
    "list_filter(own, lambda x: x IS DISTINCT FROM 1)", "list_transform(own, lambda x: x + n)",
    "list_transform(own, lambda x: {'key': CAST(x AS VARCHAR), 'link': 1})",
    "flatten([own, [n]])", "{'n': n, 'text': text}", "[]::VARCHAR[]",
)  # fmt: skip
"""Expressions over `ROWS`."""

WHOLE = {
    "sums": "SELECT sum(usd), sum(n), count(*) FILTER (few = 7), sum(usd) FILTER (n > 9), "
    "coalesce(sum(usd) FILTER (n > 9), 0), bool_or(few = 0), min(day), max(text), "
    "count(DISTINCT few) FILTER (n < 4), any_value(few) FROM t",
    "picked": "SELECT arg_min(text, (few, -n)) FILTER (few > 0), arg_max(n, usd) FROM t",
    "listed": "SELECT few, list(n ORDER BY n) FILTER (n < 3) AS some, "
    "list({'n': n, 'words': words} ORDER BY n) AS whole, "
    "list_sort(list(DISTINCT words)) AS words, list_sort(flatten(list([n]))) AS flat "
    "FROM t GROUP BY few ORDER BY few",
    "listed_otherwise": "SELECT list(n ORDER BY few DESC, n) AS falling, "
    "list(n ORDER BY usd DESC NULLS LAST, n)[:2] AS two, list(n ORDER BY few, usd DESC) AS mixed, "
    "list({'n': n} ORDER BY words DESC) FILTER (n < 4 AND words IS NOT NULL) AS told FROM t",
    "between": "SELECT quantile_disc(usd::DOUBLE, 0.25) AS low, quantile_disc(n::DOUBLE, 0.5) AS "
    "middle, quantile_disc(few::DOUBLE, 0.75) AS high FROM t",
    "near": "SELECT n, unnest(range(n - 1, n + 2)) AS near FROM t ORDER BY n, near",
    "looked_up": "SELECT n, (SELECT coalesce(list(o.n ORDER BY o.usd DESC, o.n), []) FROM t AS o "
    "WHERE o.few = t.few) AS others, (SELECT count(*) FROM t AS o WHERE o.few = t.n) AS number "
    "FROM t ORDER BY n",
    "by_all": "SELECT few, count(*) AS lines, coalesce(sum(usd), 0) AS usd FROM t GROUP BY ALL "
    "ORDER BY few",
    "side_by_side": "SELECT n, unnest(list_concat(['x'], list_transform(own, lambda o: 'y'))) AS "
    "key, unnest(list_concat([n], own)) AS value FROM t ORDER BY n, key, value",
    "unnested": "SELECT n, unnest(own) AS one FROM t ORDER BY n, one",
    "structs": "SELECT n, s.a AS a, s.b AS b FROM (SELECT n, unnest(list_filter([{'a': 1, 'b': "
    "words}, {'a': 2, 'b': text}], lambda s: s.b <> '')) AS s FROM t) AS u ORDER BY n, a",
    "replaced": "SELECT q.n, q.usd, q.few FROM (SELECT f.* EXCLUDE (own) REPLACE (few + 1 AS few) "
    "FROM t AS f) AS q ORDER BY q.n",
    "ranked": "SELECT n, row_number() OVER (PARTITION BY few ORDER BY usd DESC, n) AS a, "
    "row_number() OVER (ORDER BY day, n) AS b, dense_rank() OVER (ORDER BY few) AS c, "
    "CASE WHEN few = 7 THEN min(usd) OVER (PARTITION BY few) END AS d FROM t ORDER BY n",
    "before": "SELECT n, lag(day) OVER held AS day, lag(usd) OVER (ORDER BY n) IS NULL AS first, "
    "few - row_number() OVER held + 10 * count(CASE WHEN usd < 1 THEN 1 END) OVER held AS run "
    "FROM t WINDOW held AS (PARTITION BY few IS NULL ORDER BY n) ORDER BY n",
    "torn": "SELECT few, count(*) OVER (PARTITION BY few) > 1 AS torn, least(sum(usd), 0) AS low "
    "FROM t GROUP BY few, n ORDER BY few, low",
    "ordered": "SELECT n, text, usd, day FROM t ORDER BY usd DESC, day, text LIMIT 3",
    "nobody": "SELECT n FROM t WHERE n IN (SELECT few FROM t) OR coalesce(few IN "
    "(SELECT n FROM t), false) ORDER BY n",
}  # fmt: skip
"""Statements over `ROWS`."""

STATEMENTS = {**{sql: f"SELECT n, {sql} FROM t ORDER BY n" for sql in EVERYWHERE}, **WHOLE}


def _both(folder: Path, steps: list[Step]) -> list[dict[str, list[tuple[Any, ...]]]]:
    plan = Plan(tuple(steps))
    results = []
    for runner in (Runner, SparkRunner):
        with closing(runner(folder, read_settings())) as running:
            results.append(running.run(plan))
    return results


@pytest.fixture(scope="module")
def said(spark_here: None, tmp_path_factory: pytest.TempPathFactory) -> Any:
    steps = [Step("t", ROWS, "table"), *(Step(name, sql) for name, sql in STATEMENTS.items())]
    return _both(tmp_path_factory.mktemp("statements"), steps)


@pytest.mark.slow
@pytest.mark.parametrize("name", STATEMENTS)
def test_both_engines_say_the_same(said: Any, name: str) -> None:
    ours, theirs = said
    assert repr(theirs[name]) == repr(ours[name])


@pytest.mark.slow
def test_every_letter_is_put_in_capitals_alike(spark_here: None, tmp_path: Path) -> None:
    odd = tmp_path / "odd [a] {b}, c*?"  # a folder's name is no pattern
    odd.mkdir()
    letters = "chr(n::INTEGER) AS letter FROM range(1, 1110016) AS r(n)"
    with closing(Runner(odd, read_settings())) as runner:
        runner.db.execute(
            f"COPY (SELECT letter, upper(letter) AS capital FROM (SELECT {letters} "
            f"WHERE n NOT BETWEEN 55296 AND 57343)) TO '{tmp_path / 'letters.parquet'}'"
        )
    (tmp_path / "letters.parquet").rename(odd / "letters.parquet")
    read = "read_parquet(['letters.parquet'])"
    sql = f"SELECT letter FROM {read} WHERE upper(letter) <> capital ORDER BY letter"
    counted = Step("read", f"SELECT count(*) FROM {read}")
    with closing(SparkRunner(odd, read_settings())) as runner:
        found = runner.run(Plan((Step("differ", sql), counted)))
    assert found == {"differ": [], "read": [(1110015 - 2048,)]}


@pytest.mark.slow
def test_a_sum_beyond_the_digits_of_a_decimal_is_an_error_and_not_nothing(
    spark_here: None, tmp_path: Path
) -> None:
    row = f"({'9' * 34}::DECIMAL(38,4))"
    sql = f"SELECT sum(a) FROM (VALUES {', '.join([row] * 11)}) AS v(a)"
    with (
        closing(SparkRunner(tmp_path, read_settings())) as runner,
        pytest.raises(Broken, match="Spark failed"),
    ):
        runner.run(Plan((Step("s", sql),)))


def test_every_function_on_the_list_is_asked_of_both_engines() -> None:
    asked = {
        name
        for sql in (*STATEMENTS.values(), "SELECT * FROM read_parquet(['a'])")
        for name in translating.functions_of(translating.parsed(sql))
    }
    assert translating.FUNCTIONS - asked == set()
