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

# What the reports read: nothing else of an export is opened.
TABLES = {
    "form_encounter": ["date", "pid", "pc_catid"],
    "openemr_postcalendar_categories": ["pc_catid", "pc_catname"],
    "patient_data": ["DOB", "sex", "deceased_date"],
}

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


def table_path(export, database, table):
    """Where RDS puts a table: in files some folders down."""
    return posixpath.join(export, database, f"{database}.{table}")


def open_tables(spark, options):
    for table, columns in TABLES.items():
        path = table_path(options.export, options.database, table)
        try:
            rows = spark.read.option("recursiveFileLookup", "true").parquet(path)
            rows.select(*columns).createOrReplaceTempView(table)
        except Exception as error:
            sys.exit(
                f"{path} could not be read: {error}\nIs the export complete, and does it hold {table}? "
                "See analytics_export_only, and --database if OpenEMR's database has another name."
            )
    spark.sql(
        f"SELECT DATE '{options.as_of.isoformat()}' AS as_of, {options.smallest_group} AS smallest_group"
    ).createOrReplaceTempView("parameters")


def report_files(spark, folder):
    """The name and the text of each report, by name."""
    files = spark.sparkContext.wholeTextFiles(posixpath.join(folder, "*.sql")).collect()
    return sorted((posixpath.splitext(posixpath.basename(path))[0], text) for path, text in files)


def main(arguments):
    options = parse(arguments)
    from pyspark.sql import SparkSession

    spark = SparkSession.builder.appName("OpenEMR reports").getOrCreate()
    open_tables(spark, options)
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
