"""A first look at an export of OpenEMR's database, as a Spark job.

It reads the Parquet files of one export, runs each report of a folder, and writes every result as CSV. The reports
are plain SQL, which DuckDB runs as well: that is how they are tested. None of them returns a row about fewer
patients than --smallest-group, nor a column that identifies somebody.

    reports.py --export s3://bucket/exports/openemr-production-202611241705
               --reports s3://bucket/code/reports
               --output s3://bucket/results/2026-11-24
"""

import argparse
import datetime
import posixpath
import sys

# The columns that the reports read, with their types in an export: nothing else of it is opened.
TABLES = {
    "form_encounter": {"date": "TIMESTAMP", "pid": "BIGINT", "pc_catid": "INT"},
    "openemr_postcalendar_categories": {"pc_catid": "BIGINT", "pc_catname": "STRING"},
    "patient_data": {"DOB": "STRING", "sex": "STRING", "deceased_date": "TIMESTAMP"},
}

# RDS writes dates as they are. Spark refuses those before 1900 unless it is told so, and OpenEMR stores a zero date for
# patients who live.
AS_WRITTEN = {"datetimeRebaseMode": "CORRECTED", "int96RebaseMode": "CORRECTED"}

# The smallest cell that the Centers for Medicare & Medicaid Services publish.
SMALLEST_GROUP = 11


def parse(arguments):
    parser = argparse.ArgumentParser(description="Runs reports on an export of OpenEMR's database.")
    parser.add_argument("--export", required=True, help="folder of the export")
    parser.add_argument("--reports", required=True, help="folder with the reports, *.sql")
    parser.add_argument("--output", required=True, help="folder for the results, one for each report")
    parser.add_argument("--database", default="openemr", help="OpenEMR's database (default: %(default)s)")
    parser.add_argument(
        "--as-of",
        type=datetime.date.fromisoformat,
        default=datetime.datetime.now(datetime.timezone.utc).date(),
        help="day that ages are of, and after which nothing counts, YYYY-MM-DD (default: today)",
    )
    parser.add_argument(
        "--smallest-group",
        type=at_least_two,
        default=SMALLEST_GROUP,
        help="patients that a row must be about (default: %(default)s)",
    )
    return parser.parse_args(arguments)


def at_least_two(text):
    number = int(text)
    if number < 2:
        raise argparse.ArgumentTypeError(f"{number} would show single patients; it must be at least 2")
    return number


class ExportError(Exception):
    """An export that the reports cannot run on."""


def table_path(export, database, table):
    """Where RDS puts a table: in files some folders down."""
    return posixpath.join(export, database, f"{database}.{table}")


def open_tables(spark, options):
    """Makes a view of each table, and one of the parameters."""
    empty = [table for table in TABLES if not open_table(spark, options, table)]
    if len(empty) == len(TABLES):
        raise ExportError(
            f"{posixpath.join(options.export, options.database)} holds none of the tables {', '.join(TABLES)}.\n"
            "Is the export complete, and does it hold them? See analytics_export_only, and --database if OpenEMR's "
            "database has another name."
        )
    for table in empty:
        print(f"{table} has no files in this export, so it counts as empty: RDS writes none for a table without rows.")
    spark.sql(
        f"SELECT DATE '{options.as_of.isoformat()}' AS as_of, {options.smallest_group} AS smallest_group"
    ).createOrReplaceTempView("parameters")


def open_table(spark, options, table):
    """Makes a view of a table. Returns whether the export has files of it; the view is empty otherwise."""
    columns = TABLES[table]
    path = table_path(options.export, options.database, table)
    try:
        rows = spark.read.options(recursiveFileLookup="true", **AS_WRITTEN).parquet(path)
        rows.select(*columns).createOrReplaceTempView(table)
        return True
    except Exception as error:
        if not is_absence(error):
            raise ExportError(f"{path} could not be read: {error}") from error
    none = ", ".join(f"CAST(NULL AS {kind}) AS {name}" for name, kind in columns.items())
    spark.sql(f"SELECT {none} WHERE false").createOrReplaceTempView(table)
    return False


def is_absence(error):
    """Spark's errors for a path that does not exist, and for a folder without files, by class and by older wording."""
    text = str(error)
    signs = ["PATH_NOT_FOUND", "Path does not exist", "UNABLE_TO_INFER_SCHEMA", "Unable to infer schema"]
    return any(sign in text for sign in signs)


def report_files(spark, folder):
    """The name and the text of each report, by name."""
    files = spark.sparkContext.wholeTextFiles(posixpath.join(folder, "*.sql")).collect()
    return sorted((posixpath.splitext(posixpath.basename(path))[0], text) for path, text in files)


def main(arguments):
    options = parse(arguments)
    from pyspark.sql import SparkSession

    spark = SparkSession.builder.appName("OpenEMR reports").getOrCreate()
    try:
        open_tables(spark, options)
    except ExportError as error:
        sys.exit(str(error))
    reports = report_files(spark, options.reports)
    if not reports:
        sys.exit(f"{options.reports} holds no reports, *.sql.")
    for name, text in reports:
        result = spark.sql(text)
        print(f"{name}:")
        result.show(200, truncate=False)
        target = posixpath.join(options.output, name)
        result.coalesce(1).write.mode("overwrite").option("header", "true").csv(target)
    print(f"Results: {options.output}")
    spark.stop()


if __name__ == "__main__":
    main(sys.argv[1:])
