"""Has azem read an export of metrics in the form of the Open Semantic Interchange, compile every metric to SQL, and DuckDB run that SQL.

    python readOsi.py <model.yaml> <facts> <questions.json>

questions.json: {"from": day, "until": last day, "questions": [{"metric": name, "by": dimension or null, "dataset": name, "date": field}]}.
facts: folder with one Parquet file per dataset. Without facts and questions the model is only read.
Prints one JSON line: [{"metric", "by", "cells": {value of the dimension, or "": value}} or {..., "error"}].
"""
import json
import pathlib
import sys

import duckdb
from azem.model import SemanticModel


def main(model: SemanticModel, facts: pathlib.Path, asked: dict) -> None:
    database = duckdb.connect()
    for dataset in model.datasets:
        database.execute(f"CREATE VIEW {dataset.source} AS SELECT * FROM read_parquet(?)".replace("?", f"'{facts / (dataset.name + '.parquet')}'"))
    print(json.dumps([{"metric": one["metric"], "by": one["by"], **answer(model, database, one, [asked["from"], asked["until"]])} for one in asked["questions"]]))


def answer(model: SemanticModel, database: duckdb.DuckDBPyConnection, question: dict, period: list) -> dict:
    dimensions = [] if question["by"] is None else [f"{question['dataset']}.{question['by']}"]
    try:
        sql = model.compile({
            "metrics": [question["metric"]],
            "dimensions": dimensions,
            "filters": [{"field": f"{question['dataset']}.{question['date']}", "op": "between", "value": period}],
        }, db_dialect="duckdb")
        rows = database.execute(sql).fetchall()
    except Exception as error:  # One that cannot be asked must not hide the others.
        return {"error": f"{type(error).__name__}: {error}"[:2000]}
    return {"cells": {str(row[0]) if dimensions else "": None if row[-1] is None else float(row[-1]) for row in rows}}


if __name__ == "__main__":
    read = SemanticModel.from_file(sys.argv[1])
    if len(sys.argv) > 2:
        main(read, pathlib.Path(sys.argv[2]), json.loads(pathlib.Path(sys.argv[3]).read_text()))
