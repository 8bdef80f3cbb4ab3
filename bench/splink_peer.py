"""Splink on the columns and pairs of `bench.parties`: run by the peer's own environment."""

from __future__ import annotations

import json
import logging
import sys
import time
from pathlib import Path

import duckdb
import splink
import splink.comparison_library as cl
from splink import DuckDBAPI, Linker, SettingsCreator, block_on

THRESHOLDS = (0.5, 0.8, 0.9, 0.95, 0.99, 0.999)


def main() -> None:
    case = Path(sys.argv[1])
    db = duckdb.connect()
    for table in ("prepared", "pairs"):
        db.execute(f"CREATE TABLE {table} AS SELECT * FROM '{case / table}.parquet'")
    api = DuckDBAPI(db)
    records, pairs = api.register("prepared"), api.register("pairs")
    settings = SettingsCreator(
        link_type="dedupe_only",
        unique_id_column_name="mention",
        comparisons=[
            cl.JaroWinklerAtThresholds("words", [0.95, 0.88, 0.8]),
            cl.JaroWinklerAtThresholds("sound", [0.95, 0.88]),
            cl.ExactMatch("form"),
            cl.ExactMatch("tax_id"),
            cl.JaroWinklerAtThresholds("address", [0.9]),
            cl.ExactMatch("country"),
        ],
        blocking_rules_to_generate_predictions=[block_on("tax_id"), block_on("words")],
        retain_matching_columns=False,
    )
    started, used = time.perf_counter(), time.process_time()
    linker = Linker(records, settings, log_level=logging.ERROR)
    training = linker.training
    training.estimate_probability_two_random_records_match([block_on("tax_id")], recall=0.2)
    training.estimate_u_using_random_sampling(max_pairs=1e6, seed=1)
    for column in ("words", "tax_id", "address"):
        training.estimate_parameters_using_expectation_maximisation(block_on(column))
    trained, trained_used = time.perf_counter(), time.process_time()
    linker.table_management.register_blocked_pairs_for_predict(pairs)
    scored = linker.inference.predict(threshold_match_probability=min(THRESHOLDS))
    predicted, predicted_used = time.perf_counter(), time.process_time()
    clusters = {}
    for threshold in THRESHOLDS:
        before, before_used = time.perf_counter(), time.process_time()
        made = linker.clustering.cluster_pairwise_predictions_at_threshold(
            scored, threshold_match_probability=threshold
        )
        clusters[threshold] = {
            "cluster_seconds": time.perf_counter() - before,
            "cluster_cpu_seconds": time.process_time() - before_used,
        }
        out = case / f"splink-{threshold}.parquet"
        made.as_duckdbpyrelation().project("mention, cluster_id AS cluster").write_parquet(str(out))
    said = {
        "version": splink.__version__,
        "train_seconds": trained - started,
        "train_cpu_seconds": trained_used - used,
        "predict_seconds": predicted - trained,
        "predict_cpu_seconds": predicted_used - trained_used,
        "clusters": clusters,
    }
    print(json.dumps(said))


if __name__ == "__main__":
    main()
