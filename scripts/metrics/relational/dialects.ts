import { bigquery } from './bigquery.ts';
import type { Dialect, DialectName } from './dialect.ts';
import { duckdb } from './duckdb.ts';
import { postgres } from './postgres.ts';
import { snowflake } from './snowflake.ts';
import { spark } from './spark.ts';
import { trino } from './trino.ts';

export const DIALECTS: Readonly<Record<DialectName, Dialect>> = { duckdb, postgres, spark, trino, snowflake, bigquery };

export const DIALECT_NAMES = Object.keys(DIALECTS) as DialectName[];
