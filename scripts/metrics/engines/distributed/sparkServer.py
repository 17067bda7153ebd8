"""Spark behind the part of the Databricks SQL Statement API that the driver speaks: for tests, on loopback."""
import datetime
import decimal
import json
import sys
import uuid
from http.server import BaseHTTPRequestHandler, HTTPServer

from pyspark.sql import SparkSession

# Two workers in processes of their own.
spark = (
    SparkSession.builder.master(sys.argv[1])
    .config("spark.sql.session.timeZone", "UTC")
    .config("spark.sql.warehouse.dir", sys.argv[2])
    .config("spark.sql.shuffle.partitions", "2")
    .config("spark.ui.enabled", "false")
    .config("spark.driver.bindAddress", "127.0.0.1")
    .config("spark.driver.host", "127.0.0.1")
    .config("spark.driver.extraJavaOptions", "-Duser.timezone=UTC")
    .config("spark.sql.legacy.createHiveTableByDefault", "false")
    .getOrCreate()
)
spark.sparkContext.setLogLevel("ERROR")


def text(value):
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime.datetime):
        return value.astimezone(datetime.timezone.utc).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
    if isinstance(value, decimal.Decimal):
        return format(value, "f")
    return str(value)


class Statements(BaseHTTPRequestHandler):
    def do_POST(self):
        asked = json.loads(self.rfile.read(int(self.headers["content-length"])))
        answer = {"statement_id": str(uuid.uuid4())}
        try:
            frame = spark.sql(asked["statement"])
            columns = [{"type_name": field.dataType.typeName().upper()} for field in frame.schema.fields]
            rows = [[text(value) for value in row] for row in frame.collect()]
            answer |= {"status": {"state": "SUCCEEDED"}, "manifest": {"schema": {"columns": columns}}, "result": {"data_array": rows}}
        except Exception as error:
            answer["status"] = {"state": "FAILED", "error": {"message": str(error)[:2000]}}
        body = json.dumps(answer).encode()
        self.send_response(200)
        self.send_header("content-type", "application/json")
        self.send_header("content-length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_):
        pass


server = HTTPServer(("127.0.0.1", 0), Statements)
print(f"port {server.server_port} executors {spark.sparkContext._jsc.sc().getExecutorMemoryStatus().size() - 1}", flush=True)
server.serve_forever()
