"""What is stored where: immutable Parquet files and one SQLite catalogue per case."""
