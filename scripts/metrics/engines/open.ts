/** An engine elsewhere, opened for one run and cleaned up after it. */
import { randomBytes } from 'node:crypto';
import type { Playbook } from '../../playbook/model.ts';
import type { EngineSource } from '../session.ts';
import { DIALECTS } from '../relational/dialects.ts';
import { EngineError, type Driver } from './driver.ts';
import { listColumns } from './list.ts';
import { findSources, manifestOf } from './sources.ts';
import { sqlEngine } from './sqlEngine.ts';
import type { EngineAddress } from './url.ts';

export interface EngineRunOptions {
  /** Where the objects of the org are; default the schema of the address. */
  readonly schema?: readonly string[];
  /** Where tables are made for the time of the run; default that of the objects. */
  readonly workSchema?: readonly string[];
  /** Stops what the engine is doing. */
  readonly signal?: AbortSignal;
  /** Told of each step before it is computed. */
  readonly onStep?: (name: string) => void;
  /** Told of tables that could not be dropped. */
  readonly onLeft?: (tables: readonly string[]) => void;
}

/** @throws EngineError when the engine does not answer, or holds no opportunities */
export async function withEngine<T>(address: EngineAddress, playbook: Playbook, options: EngineRunOptions, work: (source: EngineSource) => Promise<T>): Promise<T> {
  const driver = await address.connect(options.signal);
  try {
    const dialect = DIALECTS[address.dialect];
    const schema = within(address, options.schema);
    if (address.dialect === 'spark') await requireUtc(driver);
    const sources = findSources(schema, await listColumns(driver, dialect, schema), playbook);
    if (!sources.tables.has('Opportunity')) throw new EngineError(`${schema.join('.')} has no table of opportunities. Name the schema in which a loader has put the objects of the org with --schema.`);
    const engine = sqlEngine({ driver, dialect, sources, workSchema: address.temporary ? [] : options.workSchema === undefined ? schema : within(address, options.workSchema), prefix: `handrail_${randomBytes(4).toString('hex')}_`, lasting: false, ...(options.onStep ? { onStep: options.onStep } : {}) });
    try {
      return await work({ engine, manifest: manifestOf(sources, new Date().toISOString(), playbook) });
    } finally {
      await cleanUp(engine, address, options);
    }
  } finally {
    await driver.close();
  }
}

/** A schema is in the catalog of the address unless it names another. */
function within({ schema }: EngineAddress, named: readonly string[] | undefined): readonly string[] {
  return named === undefined ? schema : [...schema.slice(0, Math.max(0, schema.length - named.length)), ...named];
}

/** What was stopped can no longer be asked over the same connection. */
async function cleanUp(engine: ReturnType<typeof sqlEngine>, address: EngineAddress, { signal, onLeft }: EngineRunOptions): Promise<void> {
  if (!signal?.aborted) return report(await engine.dispose(), onLeft);
  if (address.temporary) return;
  const driver = await address.connect();
  try {
    report(await engine.dispose(driver), onLeft);
  } finally {
    await driver.close();
  }
}

function report(left: readonly string[], onLeft: EngineRunOptions['onLeft']): void {
  if (left.length > 0) onLeft?.(left);
}

/** Days are read off instants in the zone of the session, and a statement cannot set it for the next. */
async function requireUtc(driver: Driver): Promise<void> {
  const [[zone] = []] = await driver.execute('SELECT current_timezone()');
  if (!['UTC', 'Etc/UTC', 'GMT', 'Z', '+00:00'].includes(String(zone))) throw new EngineError(`The SQL warehouse works in ${String(zone)}. Set its time zone to UTC: instants could be on another day.`);
}
