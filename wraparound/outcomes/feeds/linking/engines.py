"""The engine that scores a list in batch: DuckDB in the process, or Spark beyond one machine."""

import logging
from collections.abc import Callable
from importlib.util import find_spec
from typing import Any

import pyarrow as pa

from wraparound.outcomes.feeds.linking.model import DUCKDB, SPARK, settings

Scores = dict[tuple[int, int], float]
"""Weight of each pair of a left and a right key: log2 of the odds that they are one child."""
Shares = dict[str, pa.Table]
"""How common each word of a column is, by column."""
Engine = Callable[[pa.Table, pa.Table, Shares, dict[str, Any]], Scores]


class NoEngine(Exception):
    """The setting names an engine that is not here; the words say the way out."""


def score_on_duckdb(left: pa.Table, right: pa.Table, shares: Shares, weights: dict[str, Any]) -> Scores:
    """Score in the process; memory is bounded, and what does not fit goes to disk."""
    import duckdb
    from splink import DuckDBAPI

    connection = duckdb.connect(":memory:", config={"memory_limit": "1GB", "threads": 2})
    try:
        return _score(DuckDBAPI(connection), left, right, shares, settings(DUCKDB, weights))
    finally:
        connection.close()


def score_on_spark(left: pa.Table, right: pa.Table, shares: Shares, weights: dict[str, Any]) -> Scores:
    """Score on Apache Spark, on this machine unless the environment names a cluster."""
    from pyspark.sql import SparkSession
    from splink import SparkAPI
    from splink.backends.spark import similarity_jar_location

    session = (
        SparkSession.builder.config("spark.driver.bindAddress", "127.0.0.1")
        .config("spark.ui.enabled", "false")
        .config("spark.sql.shuffle.partitions", "4")
        .config("spark.jars", similarity_jar_location())
        .getOrCreate()
    )
    rows, children = (session.createDataFrame(side.to_pandas()) for side in (left, right))
    common = {column: session.createDataFrame(words.to_pandas()) for column, words in shares.items()}
    return _score(SparkAPI(spark_session=session), rows, children, common, settings(SPARK, weights))


ENGINES: dict[str, Engine] = {"duckdb": score_on_duckdb, "spark": score_on_spark}


def engine(name: str) -> Engine:
    """Return the engine of a name. Raises `NoEngine` for a name that none has, or one that is not here."""
    if name not in ENGINES:
        raise NoEngine(f"WRAPAROUND_LINKER is {name!r}: use {' or '.join(ENGINES)}.")
    if name == "spark" and find_spec("pyspark") is None:
        raise NoEngine("Linking on Spark needs Java 17 and the extra “spark”: pip install '.[spark]'.")
    return ENGINES[name]


def _score(api: Any, left: Any, right: Any, shares: dict[str, Any], asked: dict[str, Any]) -> Scores:
    from splink import Linker

    logging.getLogger("splink").setLevel(logging.ERROR)
    rows, children = api.register(left), api.register(right)
    linker = Linker([rows, children], asked, log_level=None)
    for column, words in shares.items():
        linker.table_management.register_term_frequency_lookup(api.register(words), column)
    found = linker.inference.predict_between(rows, children, warning_mode="never")
    columns = found.as_pandas_dataframe()
    lefts, rights = columns["unique_id_l"].tolist(), columns["unique_id_r"].tolist()
    return dict(zip(zip(lefts, rights, strict=True), columns["match_weight"].tolist(), strict=True))
