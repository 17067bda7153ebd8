/** sObject Tree: records with their children, created together or not at all. */
import type { ObjectSchema } from '../../engine/schema.ts';
import { OrgError, type RecordInput, type SaveError } from '../../engine/types.ts';
import { malformedJson } from '../../http/errors.ts';
import { isObject, listOf, objectBody, withoutAttributes, type JsonObject } from '../../http/input.ts';
import type { Reply } from '../../http/operation.ts';
import type { SyncOperation, SyncRequest } from '../../http/syncOperation.ts';
import { dataObject, saveOptions } from '../dataRequest.ts';

const RECORD_LIMIT = 200;
const DEPTH_LIMIT = 5;

interface Created {
  readonly referenceId: string;
  readonly id: string;
}

interface Problem {
  readonly referenceId: string;
  readonly errors: readonly SaveError[];
}

/** Undoes the tree; carries the records that were refused. */
class Refused extends Error {
  readonly problems: readonly Problem[];
  constructor(problems: readonly Problem[]) {
    super('refused');
    this.problems = problems;
  }
}

function attributesOf(record: JsonObject): { readonly type: string; readonly referenceId: string } {
  const { attributes } = record;
  const type = isObject(attributes) ? attributes['type'] : undefined;
  const referenceId = isObject(attributes) ? attributes['referenceId'] : undefined;
  if (typeof type !== 'string' || typeof referenceId !== 'string') {
    throw malformedJson('Every record of a tree needs attributes.type and attributes.referenceId.');
  }
  return { type, referenceId };
}

/** Children are properties named after a child relationship, with `records` inside. */
function split(record: JsonObject): { readonly fields: RecordInput; readonly children: readonly [string, JsonObject][] } {
  const entries = Object.entries(withoutAttributes(record));
  const isTree = (value: unknown): value is JsonObject => isObject(value) && Array.isArray(value['records']);
  return {
    fields: Object.fromEntries(entries.filter(([, value]) => !isTree(value))),
    children: entries.filter((entry): entry is [string, JsonObject] => isTree(entry[1])),
  };
}

function countOf(record: JsonObject, depth = 1): number {
  if (depth > DEPTH_LIMIT) {
    throw new OrgError('INVALID_INPUT', `A tree may be ${DEPTH_LIMIT} levels deep at most.`);
  }
  return split(record).children.reduce((sum, [, child]) => sum + listOf(child, 'records', RECORD_LIMIT, 'A tree may have 200 records at most.').reduce((inner, entry) => inner + countOf(entry, depth + 1), 0), 1);
}

/** One level: all records of a list are saved in one call, then the children of each. */
function createAll(request: SyncRequest, object: ObjectSchema, records: readonly JsonObject[], parent: RecordInput, done: Created[]): void {
  const nodes = records.map((record) => ({ ...attributesOf(record), ...split(record) }));
  for (const { type, referenceId } of nodes) {
    if (type.toLowerCase() !== object.apiName.toLowerCase()) {
      throw new OrgError('INVALID_INPUT', `Record ${referenceId} is of type ${type}; ${object.apiName} is expected here.`);
    }
  }
  const results = request.engine.insert(request.session, object.apiName, nodes.map(({ fields }) => ({ ...fields, ...parent })), saveOptions(request));
  const problems = nodes.flatMap(({ referenceId }, index): Problem[] => (results[index]?.success === true ? [] : [{ referenceId, errors: results[index]?.errors ?? [] }]));
  if (problems.length > 0) {
    throw new Refused(problems);
  }
  nodes.forEach(({ referenceId, children }, index) => {
    const id = results[index]?.id ?? '';
    done.push({ referenceId, id });
    for (const [name, child] of children) {
      const relation = request.engine.schema.children(object.apiName).find((candidate) => candidate.relationshipName?.toLowerCase() === name.toLowerCase());
      const childObject = relation === undefined ? undefined : request.engine.schema.object(relation.childObject);
      if (relation === undefined || childObject === undefined) {
        throw new Refused([{ referenceId, errors: [{ statusCode: 'INVALID_FIELD', message: `No such column '${name}' on sobject of type ${object.apiName}`, fields: [] }] }]);
      }
      createAll(request, childObject, listOf(child, 'records', RECORD_LIMIT, ''), { [relation.field]: id }, done);
    }
  });
}

/** Reference ids must be unique over the whole tree. @throws OrgError */
function checkReferences(records: readonly JsonObject[], known: Set<string>): void {
  for (const record of records) {
    const { referenceId } = attributesOf(record);
    if (known.has(referenceId)) {
      throw new OrgError('INVALID_INPUT', `Duplicate ReferenceId provided in the request: ${referenceId}`);
    }
    known.add(referenceId);
    split(record).children.forEach(([, child]) => checkReferences(listOf(child, 'records', RECORD_LIMIT, ''), known));
  }
}

function create(request: SyncRequest): Reply {
  const object = dataObject(request);
  const tooMany = `A tree may have ${RECORD_LIMIT} records at most.`;
  const records = listOf(objectBody(request.body), 'records', RECORD_LIMIT, tooMany);
  if (records.reduce((sum, record) => sum + countOf(record), 0) > RECORD_LIMIT) {
    throw new OrgError('EXCEEDED_ID_LIMIT', tooMany);
  }
  checkReferences(records, new Set());
  const done: Created[] = [];
  try {
    request.engine.transaction(() => createAll(request, object, records, {}, done));
  } catch (error) {
    if (!(error instanceof Refused)) {
      throw error;
    }
    const results = error.problems.map(({ referenceId, errors }) => ({ referenceId, errors: errors.map(({ statusCode, message, fields }) => ({ statusCode, message, fields })) }));
    return { status: 400, body: { hasErrors: true, results } };
  }
  return { status: 201, body: { hasErrors: false, results: done } };
}

export const treeOperation: SyncOperation = { name: 'composite.tree', method: 'POST', path: '/services/data/:version/composite/tree/:object', run: create };
