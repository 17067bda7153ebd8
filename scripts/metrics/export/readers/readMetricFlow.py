"""Has dbt read an export of metrics, and MetricFlow compute them.

    python readMetricFlow.py <dbt project> <questions.json>

questions.json: {"from": day, "until": last day, "questions": [{"metric": name, "by": column or null, "group": dimension or null}]}.
Prints one JSON line: [{"metric", "by", "cells": {value of the dimension, or "": value}} or {..., "error"}].
"""
import datetime
import json
import pathlib
import sys

from dbt.cli.main import dbtRunner
from dbt_metricflow.cli.cli_configuration import CLIConfiguration
from metricflow.engine.metricflow_engine import MetricFlowQueryRequest
from metricflow_semantic_interfaces.implementations.semantic_manifest import PydanticSemanticManifest
from metricflow_semantic_interfaces.validations.semantic_manifest_validator import SemanticManifestValidator


def main(project: pathlib.Path, asked: dict) -> None:
    where = ["--project-dir", str(project), "--profiles-dir", str(project), "--quiet"]
    # Parsing validates the semantic manifest; building makes the models that it names.
    for command in (["parse"], ["run"]):
        result = dbtRunner().invoke([*command, *where])
        if not result.success:
            raise SystemExit(f"dbt {command[0]} refuses it: {result.exception or 'see above'}")
    configuration = CLIConfiguration()
    configuration.setup(dbt_profiles_path=project, dbt_project_path=project, configure_file_logging=False)
    # MetricFlow has its own copy of the rules, newer than the one dbt comes with.
    SemanticManifestValidator[PydanticSemanticManifest]().checked_validations(configuration.semantic_manifest)
    begin, end = (datetime.datetime.fromisoformat(asked[name]) for name in ("from", "until"))
    print(json.dumps([{"metric": one["metric"], "by": one["by"], **answer(configuration.mf, one, begin, end)} for one in asked["questions"]]))


def answer(engine, question: dict, begin: datetime.datetime, end: datetime.datetime) -> dict:
    group = question["group"]
    try:
        table = engine.query(MetricFlowQueryRequest.create(
            metric_names=[question["metric"]],
            group_by_names=[] if group is None else [group],
            time_constraint_start=begin,
            time_constraint_end=end,
        )).result_df
    except Exception as error:  # One that cannot be asked must not hide the others.
        return {"error": f"{type(error).__name__}: {error}"[:2000]}
    at = table.column_names.index(question["metric"])
    return {"cells": {"" if group is None else str(row[1 - at]): None if row[at] is None else float(row[at]) for row in table.rows}}


if __name__ == "__main__":
    main(pathlib.Path(sys.argv[1]), json.loads(pathlib.Path(sys.argv[2]).read_text()))
