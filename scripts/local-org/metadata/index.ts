/** The Metadata API's engine: what is deployed, kept beside the records in one store. */
import { DatabaseSync } from 'node:sqlite';
import type { ObjectSchema } from '../engine/schema.ts';
import type { Engine } from '../engine/types.ts';
import { literal } from '../http/soqlLiteral.ts';
import { ENTERPRISE_LIMITS, type OrgLimits } from './checks/context.ts';
import { openComponentStore } from './componentStore.ts';
import type { FieldData } from './checks/typeChange.ts';
import { createComponents, deleteComponents, type CrudMode } from './crud.ts';
import type { DeployEnvironment, MetadataState } from './deploy/deploy.ts';
import { createDeployQueue } from './deploy/queue.ts';
import { createStamp } from './deploy/stamp.ts';
import { listComponents } from './list.ts';
import { retrievePackage } from './retrieve.ts';
import { readComponent, readFileTree, readObject } from './read.ts';
import { syncStandardValueSets } from './rows/standardValueSets.ts';
import { SYSTEM } from './rows/permissions.ts';
import { rowContext, writeCatalogue } from './rows/sync.ts';
import { rebuildSchema } from './schema/objects.ts';
import type { MetadataService } from './types.ts';
import { textOf } from './xml/element.ts';

export type { MetadataService } from './types.ts';

export interface MetadataServiceOptions {
  /** The database in which the engine keeps its records, so that both commit together. Absent: memory only. */
  readonly database?: DatabaseSync;
  readonly limits?: OrgLimits;
}

/**
 * Opens the metadata of an org and puts its schema in force: standard objects plus whatever the store
 * remembers as deployed.
 * @param standardObjects objects of a fresh org
 */
export function createMetadataService(engine: Engine, standardObjects: readonly ObjectSchema[], options: MetadataServiceOptions = {}): MetadataService {
  const store = openComponentStore(options.database ?? new DatabaseSync(':memory:'));
  const components = store.load();
  const state: MetadataState = { components, schema: rebuildSchema(standardObjects, components, engine.schema) };
  const userName = userNames(engine);
  const environment: DeployEnvironment = {
    engine, store, standardObjects, state, data: fieldData(engine), userName, userId: (username) => lookUpUser(engine, username),
    limits: options.limits ?? ENTERPRISE_LIMITS,
    stamp: (session) => createStamp(engine, session),
    // Most orgs of a test are never asked for it, and it takes as long as the rest of the start.
    isCatalogueLate: engine.writeLater(() => {
      writeCatalogue(engine, rowContext(state.schema, state.components, environment));
    }),
  };
  engine.transaction(() => {
    engine.replaceSchema(state.schema);
    const context = rowContext(state.schema, state.components, environment);
    syncStandardValueSets(engine, context);
  });

  const queue = createDeployQueue(environment);
  const crud = (mode: CrudMode): MetadataService['create'] => (session, items) => createComponents(environment, session, items, mode);
  return {
    deploy: (session, zip, deployOptions) => queue.runNow(session, zip, deployOptions),
    deploys: queue,
    retrieve: (_session, request) => retrievePackage(environment, request),
    list: (_session, type) => listComponents(environment, type),
    read: (_session, type, fullNames) => fullNames.map((fullName) => readObject(environment, type, fullName)),
    readXml: (_session, type, fullNames) => fullNames.map((fullName) => readComponent(environment, type, fullName) ?? null),
    create: crud('create'),
    update: crud('update'),
    upsert: crud('upsert'),
    delete: (session, type, fullNames) => deleteComponents(environment, session, type, fullNames),
    setting: (name, element) => {
      const tree = readFileTree(environment, 'Settings', name);
      return tree === undefined ? null : textOf(tree, element);
    },
  };
}

/** Values in the records, deleted ones included: they may be undeleted. */
function fieldData(engine: Engine): FieldData {
  const values = (object: string, field: string): readonly unknown[] => {
    const schema = engine.schema.field(object, field);
    if (schema === undefined || schema.formula !== null || (schema.summary ?? null) !== null) return [];
    return engine.query(SYSTEM, `SELECT ${field} FROM ${object}`, { includeDeleted: true }).records.map((record) => record[field]).filter((value) => value !== null && value !== undefined);
  };
  return {
    isUsed: (object, field, value) => engine.schema.object(object) !== undefined && engine.query(SYSTEM, `SELECT Id FROM ${object} WHERE ${field} = ${literal(value)} LIMIT 1`).records.length > 0,
    hasValues: (object, field) => values(object, field).length > 0,
    longest: (object, field) => values(object, field).reduce((most: number, value) => Math.max(most, String(value).length), 0),
  };
}

/** Names of users, asked once each. */
function userNames(engine: Engine): (id: string) => string {
  const known = new Map<string, string>();
  return (id) => {
    let name = known.get(id);
    if (name === undefined) {
      name = lookUpName(engine, id);
      known.set(id, name);
    }
    return name;
  };
}

function lookUpName(engine: Engine, id: string): string {
  try {
    const user = engine.retrieve(SYSTEM, 'User', id, ['Name']);
    return typeof user['Name'] === 'string' ? user['Name'] : id;
  } catch {
    return id;
  }
}

function lookUpUser(engine: Engine, username: string): string | null {
  const id = engine.query(SYSTEM, `SELECT Id FROM User WHERE Username = ${literal(username)}`).records[0]?.['Id'];
  return typeof id === 'string' ? id : null;
}
