/** The Metadata API's engine: what is deployed, kept beside the records in one store. */
import { DatabaseSync } from 'node:sqlite';
import type { ObjectSchema } from '../engine/schema.ts';
import type { Engine } from '../engine/types.ts';
import { ENTERPRISE_LIMITS, type OrgLimits } from './checks/context.ts';
import { openComponentStore } from './componentStore.ts';
import { createComponents, deleteComponents, type CrudMode } from './crud.ts';
import { runDeploy, type DeployEnvironment, type MetadataState } from './deploy/deploy.ts';
import { createStamp } from './deploy/stamp.ts';
import { listComponents } from './list.ts';
import { retrievePackage } from './retrieve.ts';
import { readComponent, readFileTree, readObject } from './read.ts';
import { syncStandardValueSets } from './rows/standardValueSets.ts';
import { rowContext, syncCatalogue } from './rows/sync.ts';
import { rebuildSchema } from './schema/objects.ts';
import type { DeployResult, MetadataService } from './types.ts';
import { textOf } from './xml/element.ts';

export type { MetadataService } from './types.ts';

export interface MetadataServiceOptions {
  /** The database in which the engine keeps its records, so that both commit together. Absent: memory only. */
  readonly database?: DatabaseSync;
  readonly limits?: OrgLimits;
}

/** Results that a client may still ask for; an org keeps them for ten days. */
const KEPT_RESULTS = 200;

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
    engine, store, standardObjects, state, userName,
    limits: options.limits ?? ENTERPRISE_LIMITS,
    stamp: (session) => createStamp(engine, session),
  };
  engine.transaction(() => {
    engine.replaceSchema(state.schema);
    // The catalogue is derived: it is written anew at each start, so that a newer version's objects show up.
    for (const object of ['EntityDefinition', 'FieldDefinition']) if (state.schema.object(object) !== undefined) engine.deleteSystemRows(object, {});
    const context = rowContext(state.schema, state.components, userName);
    syncCatalogue(engine, undefined, context);
    syncStandardValueSets(engine, context);
  });

  const results = new Map<string, DeployResult>();
  const remember = (result: DeployResult): DeployResult => {
    results.set(result.id, result);
    for (const id of results.keys()) {
      if (results.size <= KEPT_RESULTS) break;
      results.delete(id);
    }
    return result;
  };
  const crud = (mode: CrudMode): MetadataService['create'] => (session, items) => createComponents(environment, session, items, mode);
  return {
    deploy: (session, zip, deployOptions) => remember(runDeploy(environment, session, zip, deployOptions)),
    deployStatus: (id) => results.get(id) ?? results.get([...results.keys()].find((known) => known.slice(0, 15) === id) ?? ''),
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
    const user = engine.retrieve(SYSTEM_SESSION, 'User', id, ['Name']);
    return typeof user['Name'] === 'string' ? user['Name'] : id;
  } catch {
    return id;
  }
}

/** The metadata engine asks for user names on nobody's behalf. */
const SYSTEM_SESSION = { userId: '', username: '', profileName: 'System Administrator', customPermissions: new Set<string>(), timeZone: 'UTC' };
