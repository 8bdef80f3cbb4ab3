"""Files where Spark keeps them: a shared path or an object store, reached by Spark's own
connectors and configuration."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from followthegoods.config import Settings
from followthegoods.engine.spark import exported_ids, first_line, package, session, spark_errors
from followthegoods.errors import BadParameter


class SparkFolder:
    """A folder by its URL, such as s3a://BUCKET/FOLDER."""

    def __init__(self, url: str, settings: Settings) -> None:
        """Raises `BadParameter` where Spark knows no such file system, or may not use it."""
        self.url = url.rstrip("/")
        self._spark = session(settings)
        try:
            self._files = self._path("").getFileSystem(self._hadoop)
        except package("py4j.protocol").Py4JError as error:
            raise BadParameter(
                f"Spark cannot reach this place: {first_line(error)}.",
                where=url,
                do="Give Spark the connector of this kind of address (spark.jars.packages) and the "
                "right to write there, in spark-defaults.conf.",
            ) from error

    def ids(self) -> Mapping[str, str] | None:
        """What tells the files of the lake that is there from others; None where none is."""
        with spark_errors(self.url):
            if not self._files.exists(self._path("catalogue/files.parquet")):
                return None
            return exported_ids(self._spark, self.url)

    def put(self, file: Path, name: str) -> None:
        """Copy a file there, in the place of what has its name."""
        with spark_errors(self.url):
            ours = self._spark._jvm.org.apache.hadoop.fs.Path(file.absolute().as_uri())
            self._files.copyFromLocalFile(False, True, ours, self._path(name))

    @property
    def _hadoop(self) -> Any:
        return self._spark._jsc.hadoopConfiguration()

    def _path(self, name: str) -> Any:
        return self._spark._jvm.org.apache.hadoop.fs.Path(f"{self.url}/{name}")
