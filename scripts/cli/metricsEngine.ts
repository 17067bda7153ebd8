/** `handrail metrics` beyond this machine: on an engine elsewhere, or as SQL for one. */
import type { ComputeOptions, EngineRunOptions, Naming } from '../metrics/index.ts';
import type { MetricResult } from '../metrics/types.ts';
import type { Playbook } from '../playbook/model.ts';
import { CliError, EXIT } from './cliError.ts';
import type { HandrailCommand } from './handrailCommand.ts';
import { SIGNALS } from './stopped.ts';

export type Chosen = Pick<ComputeOptions, 'asOf' | 'period' | 'metrics' | 'slice' | 'inputsDir'>;

export interface Computed {
  readonly metrics: readonly MetricResult[];
  /** Where from, for people. */
  readonly source: string;
  /** Of the org, where records are linked to. */
  readonly instanceUrl?: string;
}

export const SQL_DIALECTS = ['duckdb', 'postgres', 'spark', 'trino', 'snowflake', 'bigquery'] as const;

interface ChosenFlags {
  readonly 'as-of'?: string | undefined;
  readonly period?: string | undefined;
  readonly metric?: string[] | undefined;
  readonly slice?: string | undefined;
  readonly inputs: string;
}

interface SchemaFlags {
  readonly schema?: string | undefined;
  readonly 'work-schema'?: string | undefined;
}

/** What is to be computed, whatever from. */
export function chosenOf(flags: ChosenFlags): Chosen {
  return {
    inputsDir: flags.inputs,
    ...(flags['as-of'] === undefined ? {} : { asOf: flags['as-of'] }),
    ...(flags.period === undefined ? {} : { period: flags.period }),
    ...(flags.metric === undefined ? {} : { metrics: flags.metric }),
    ...(flags.slice === undefined ? {} : { slice: flags.slice }),
  };
}

const partsOf = (schema: string): string[] => schema.split('.').filter((part) => part !== '');

/** @throws RangeError for a metric, period or instant that is none */
export async function sqlText(playbook: Playbook, dialect: (typeof SQL_DIALECTS)[number], chosen: Chosen, flags: SchemaFlags & { readonly naming: Naming }): Promise<string> {
  const { DIALECTS, printSql } = await import('../metrics/index.ts');
  return printSql(playbook, DIALECTS[dialect], { asOf: new Date().toISOString(), slice: 'all', ...chosen, schema: partsOf(flags.schema ?? 'salesforce'), workSchema: partsOf(flags['work-schema'] ?? 'handrail'), naming: flags.naming });
}

/** Definitions for a semantic layer. */
export async function exportText(playbook: Playbook, form: 'metricflow' | 'osi', flags: SchemaFlags & { readonly dialect: (typeof SQL_DIALECTS)[number] }): Promise<string> {
  const { DIALECTS, toMetricFlow, toOsi } = await import('../metrics/index.ts');
  return form === 'metricflow' ? toMetricFlow(playbook, DIALECTS[flags.dialect]) : toOsi(playbook, DIALECTS[flags.dialect], partsOf(flags['work-schema'] ?? 'handrail'));
}

/**
 * Computes on an engine. An interrupt stops what the engine is doing and drops what was made there.
 * @throws RangeError for an address that is none
 */
export async function onEngine(command: HandrailCommand, playbook: Playbook, flags: SchemaFlags & { readonly engine: string }, chosen: Chosen): Promise<Computed> {
  const { computeMetrics, EngineError, readAddress, withEngine } = await import('../metrics/index.ts');
  const address = readAddress(flags.engine, process.env);
  const stop = new AbortController();
  const interrupt = (): void => stop.abort();
  const { whenStopped } = command;
  command.whenStopped = null;
  for (const signal of SIGNALS) process.once(signal, interrupt);
  const options: EngineRunOptions = {
    signal: stop.signal,
    onStep: (name) => command.progress.step(`Computing ${name.replaceAll('_', ' ')}`),
    onLeft: (tables) => void command.warn(`These tables could not be dropped: ${tables.join(', ')}.`),
    ...(flags.schema === undefined ? {} : { schema: partsOf(flags.schema) }),
    ...(flags['work-schema'] === undefined ? {} : { workSchema: partsOf(flags['work-schema']) }),
  };
  try {
    return { metrics: await withEngine(address, playbook, options, (source) => computeMetrics(playbook, source, chosen)), source: `${address.dialect} ${address.schema.join('.')}` };
  } catch (error) {
    if (stop.signal.aborted) throw new CliError('Interrupted', 'Stopped; what was made on the engine has been dropped.', { exitCode: EXIT.interrupted, cause: error });
    if (error instanceof EngineError) throw new CliError('EngineFailed', error.message, { cause: error });
    throw error;
  } finally {
    for (const signal of SIGNALS) process.off(signal, interrupt);
    command.whenStopped = whenStopped;
  }
}
