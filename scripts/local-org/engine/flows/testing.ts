/** For tests: the XML of small flows on accounts, and an org that runs them. */
import assert from 'node:assert/strict';
import { startLocalOrg, type LocalOrg } from '../../index.ts';
import { DEPLOY, file, manifest, problemsOf, zipOf } from '../../metadata/testing/org.ts';
import type { DeployResult } from '../../metadata/types.ts';
import type { SaveError } from '../types.ts';

export const ADMIN = 'admin@handrail.local';
export const PLACE = '<locationX>0</locationX><locationY>0</locationY>';

export const connector = (to: string, name = 'connector'): string => (to === '' ? '' : `<${name}><targetReference>${to}</targetReference></${name}>`);
export const assignment = (name: string, items: string, next = ''): string => `<assignments><name>${name}</name><label>${name}</label>${PLACE}${items}${connector(next)}</assignments>`;
export const item = (to: string, value: string, operator = 'Assign'): string => `<assignmentItems><assignToReference>${to}</assignToReference><operator>${operator}</operator><value>${value}</value></assignmentItems>`;
export const text = (value: string): string => `<stringValue>${value}</stringValue>`;
export const number = (value: string): string => `<numberValue>${value}</numberValue>`;
export const boolean = (value: boolean): string => `<booleanValue>${String(value)}</booleanValue>`;
export const reference = (name: string): string => `<elementReference>${name}</elementReference>`;
export const formula = (name: string, dataType: string, expression: string): string => `<formulas><name>${name}</name><dataType>${dataType}</dataType><expression>${expression}</expression></formulas>`;
export const filter = (field: string, operator: string, value: string): string => `<filters><field>${field}</field><operator>${operator}</operator><value>${value}</value></filters>`;
export const sets = (field: string, value: string): string => `<inputAssignments><field>${field}</field><value>${value}</value></inputAssignments>`;
export const element = (kind: string, name: string, body: string, next = ''): string => `<${kind}><name>${name}</name><label>${name}</label>${PLACE}${connector(next)}${body}</${kind}>`;
export const condition = (left: string, operator: string, right: string): string => `<conditions><leftValueReference>${left}</leftValueReference><operator>${operator}</operator><rightValue>${right}</rightValue></conditions>`;

/** A decision with one outcome. */
export const decision = (name: string, conditions: string, yes: string, no = '', logic = 'and'): string =>
  `<decisions><name>${name}</name><label>${name}</label>${PLACE}${connector(no, 'defaultConnector')}<defaultConnectorLabel>Else</defaultConnectorLabel><rules><name>${name}_Yes</name><conditionLogic>${logic}</conditionLogic>${conditions}${connector(yes)}<label>Yes</label></rules></decisions>`;

export const variable = (name: string, dataType: string, { collection = false, more = '' }: { readonly collection?: boolean; readonly more?: string } = {}): string =>
  `<variables><name>${name}</name><dataType>${dataType}</dataType><isCollection>${String(collection)}</isCollection><isInput>false</isInput><isOutput>false</isOutput>${more}</variables>`;

export interface FlowParts {
  readonly first?: string;
  readonly start?: string;
  readonly on?: string;
  readonly order?: number;
  readonly status?: string;
  readonly trigger?: string;
  readonly object?: string;
}

/** A flow on accounts, before save and active unless it is said otherwise. */
export const flow = (body: string, { first = 'Set', start = '', on = 'CreateAndUpdate', order, status = 'Active', trigger = 'RecordBeforeSave', object = 'Account' }: FlowParts = {}): string => file('Flow', `<apiVersion>67.0</apiVersion>${body}<label>Test flow</label><processType>AutoLaunchedFlow</processType>
  <start>${PLACE}${connector(first)}${start}<object>${object}</object><recordTriggerType>${on}</recordTriggerType><triggerType>${trigger}</triggerType></start>
  <status>${status}</status>${order === undefined ? '' : `<triggerOrder>${order}</triggerOrder>`}`);

export const setsDescription = (value: string): string => assignment('Set', item('$Record.Description', value));

export type Flows = Readonly<Record<string, string>>;
export type Fields = Readonly<Record<string, unknown>>;

/** Deploys flows. */
export function deploy(org: LocalOrg, flows: Flows): DeployResult {
  const files = Object.fromEntries(Object.entries(flows).map(([name, body]) => [`flows/${name}.flow`, body]));
  return org.metadata.deploy(org.session(ADMIN), zipOf({ 'package.xml': manifest({ Flow: Object.keys(flows) }), ...files }), DEPLOY);
}

function undeploy(org: LocalOrg, names: readonly string[]): void {
  const result = org.metadata.deploy(org.session(ADMIN), zipOf({ 'package.xml': manifest({}), 'destructiveChanges.xml': manifest({ Flow: names }) }), DEPLOY);
  assert.deepEqual(problemsOf(result), []);
}

/** What tests do with an org; whoever starts it closes it. */
export interface FlowOrg {
  readonly org: LocalOrg;
  /** Runs with flows deployed, which are gone afterwards. */
  withFlows(flows: Flows, work: () => void): void;
  insert(fields?: Fields, object?: string): string;
  update(id: string, fields: Fields, object?: string): void;
  /** The errors of a save or deletion that is refused. */
  refused(work: 'insert' | 'update' | 'delete', record: Fields, object?: string): readonly SaveError[];
  remove(id: string, object?: string): void;
  read(id: string, field: string, object?: string): unknown;
  /** Records of an object by a condition. */
  find(object: string, where: string, ...fields: readonly string[]): readonly (readonly unknown[])[];
}

/** Opens the helpers on an org. */
export function flowOrg(org: LocalOrg): FlowOrg {
  const session = org.session(ADMIN);
  return {
    org,
    withFlows: (flows, work) => {
      assert.deepEqual(problemsOf(deploy(org, flows)), []);
      try {
        work();
      } finally {
        undeploy(org, Object.keys(flows));
      }
    },
    insert: (fields = {}, object = 'Account') => {
      const [result] = org.engine.insert(session, object, [{ ...(object === 'Account' ? { Name: 'Acme' } : {}), ...fields }]);
      assert.deepEqual(result?.errors, []);
      return result?.id ?? '';
    },
    update: (id, fields, object = 'Account') => {
      const [result] = org.engine.update(session, object, [{ Id: id, ...fields }]);
      assert.deepEqual(result?.errors, []);
    },
    refused: (work, record, object = 'Account') => {
      const [result] = work === 'delete' ? org.engine.delete(session, object, [String(record['Id'])]) : org.engine[work](session, object, [record]);
      assert.equal(result?.success, false);
      return result?.errors ?? [];
    },
    remove: (id, object = 'Account') => {
      const [result] = org.engine.delete(session, object, [id]);
      assert.deepEqual(result?.errors, []);
    },
    read: (id, field, object = 'Account') => org.engine.retrieve(session, object, id, [field])[field],
    find: (object, where, ...fields) => org.engine.query(session, `SELECT ${fields.join(', ')} FROM ${object} WHERE ${where}`).records.map((record) => fields.map((field) => record[field])),
  };
}

/** An org at nine o'clock in the morning of 2 March 2026. */
export const startFlowOrg = (): Promise<LocalOrg> => startLocalOrg({ clock: { now: () => new Date('2026-03-02T09:00:00Z') } });
