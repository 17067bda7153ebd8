/** An org for tests of the metadata engine: rows in memory, ids in order, a clock that is set by hand. */
import type { Schema } from '../../engine/schema.ts';
import { buildSchema } from '../../engine/schemaIndex.ts';
import type { Engine, Scalar, Session } from '../../engine/types.ts';
import { standardObjects } from '../../standard/index.ts';
import { composeId } from '../../store/ids.ts';
import { createMetadataService, type MetadataService } from '../index.ts';
import type { DeployOptions, DeployResult } from '../types.ts';
import { writeZip } from '../zip/write.ts';

export type Row = Readonly<Record<string, Scalar>>;

export interface TestOrg {
  readonly metadata: MetadataService;
  readonly session: Session;
  /** Rows of an object, as written. */
  rows(object: string): readonly Row[];
  schema(): Schema;
  setTime(iso: string): void;
  /** Makes the next row write fail. */
  failOnce(message: string): void;
  deploy(files: Readonly<Record<string, string | Uint8Array>>, options?: Partial<DeployOptions>): DeployResult;
}

export const session: Session = { userId: '005000000000001AAA', username: 'admin@handrail.local', profileName: 'System Administrator', customPermissions: new Set(), timeZone: 'UTC' };

export const DEPLOY: DeployOptions = { checkOnly: false, rollbackOnError: true, singlePackage: true, ignoreWarnings: false, purgeOnDelete: false, testLevel: null };

const unused = (): never => {
  throw new Error('not part of the metadata engine');
};

export function createTestOrg(): TestOrg {
  let schema = buildSchema(standardObjects);
  let tables = new Map<string, Map<string, Row>>();
  let now = new Date('2026-05-04T10:12:00.000Z');
  let failure: string | undefined;
  let later: (() => void) | undefined;
  const counters = new Map<string, number>();
  const newId = (prefix: string): string => {
    counters.set(prefix, (counters.get(prefix) ?? 0) + 1);
    return composeId(prefix, counters.get(prefix) ?? 1);
  };
  const engine: Engine = {
    get schema() {
      return schema;
    },
    clock: { now: () => now },
    organizationId: '00D000000000001EAA',
    insert: unused, update: unused, upsert: unused, delete: unused, undelete: unused, purge: unused, convertLead: unused, queryRows: unused, search: unused,
    query: () => ({ records: [], totalSize: 0, object: '', columns: [] }),
    retrieve: () => ({ Name: 'Ada Admin' }),
    replaceSchema: (next) => {
      schema = next;
    },
    transaction: (work) => {
      const saved = new Map([...tables].map(([name, rows]) => [name, new Map(rows)]));
      try {
        return work();
      } catch (error) {
        tables = saved;
        throw error;
      }
    },
    writeSystemRow: (object, row) => {
      if (failure !== undefined) {
        const message = failure;
        failure = undefined;
        throw new Error(message);
      }
      const definition = schema.object(object);
      if (definition === undefined) throw new Error(`no object ${object}`);
      for (const name of Object.keys(row)) if (schema.field(object, name) === undefined) throw new Error(`${object} has no field ${name}`);
      const id = String(row['Id'] ?? newId(definition.keyPrefix ?? '000'));
      const table = tables.get(object) ?? new Map<string, Row>();
      table.set(id, { ...table.get(id), ...row, Id: id });
      tables.set(object, table);
      return id;
    },
    deleteSystemRows: (object, where) => {
      const table = tables.get(object) ?? new Map<string, Row>();
      const matching = [...table].filter(([, row]) => Object.entries(where).every(([name, value]) => row[name] === value));
      for (const [id] of matching) table.delete(id);
      return matching.length;
    },
    newId,
    writeLater: (write) => {
      // The service is not yet made when it says what to write.
      later = write;
      return () => false;
    },
  };
  const metadata = createMetadataService(engine, standardObjects);
  later?.();
  return {
    metadata,
    session,
    rows: (object) => [...(tables.get(object)?.values() ?? [])],
    schema: () => schema,
    setTime: (iso) => {
      now = new Date(iso);
    },
    failOnce: (message) => {
      failure = message;
    },
    deploy: (files, options) => metadata.deploy(session, zipOf(files), { ...DEPLOY, ...options }),
  };
}

export const zipOf = (files: Readonly<Record<string, string | Uint8Array>>): Uint8Array => writeZip(new Map(Object.entries(files)), new Date('2026-01-01T00:00:00Z'));

/** package.xml: `{ CustomField: ['Opportunity.Buyer__c'] }`. */
export function manifest(types: Readonly<Record<string, readonly string[]>>): string {
  const blocks = Object.entries(types).map(([name, members]) => `    <types>\n${members.map((member) => `        <members>${member}</members>\n`).join('')}        <name>${name}</name>\n    </types>\n`);
  return `<?xml version="1.0" encoding="UTF-8"?>\n<Package xmlns="http://soap.sforce.com/2006/04/metadata">\n${blocks.join('')}    <version>67.0</version>\n</Package>\n`;
}

/** A metadata file: `file('CustomPermission', '<label>X</label>')`. */
export const file = (root: string, body: string): string => `<?xml version="1.0" encoding="UTF-8"?>\n<${root} xmlns="http://soap.sforce.com/2006/04/metadata" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xmlns:xsd="http://www.w3.org/2001/XMLSchema">\n${body}\n</${root}>\n`;

/** Failures as `Type Name: problem`. */
export const problemsOf = (result: DeployResult): string[] => result.messages.filter((message) => !message.success).map((message) => `${message.componentType} ${message.fullName}: ${message.problem ?? ''}`);
