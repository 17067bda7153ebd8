/** What a finding of each kind changes in the playbook's files; kinds without a row say why they have none. */
import { isMap, isScalar, isSeq, parseDocument, type Document, type YAMLMap, type YAMLSeq } from 'yaml';
import { ruleName } from '../../compiler/index.ts';
import type { FieldDefinition } from '../../playbook/model.ts';
import type { DriftKind } from '../difference.ts';
import type { OrgState } from '../orgState.ts';
import type { Finding } from '../types.ts';
import { fieldsStoodFor, setId, sharedSetOf } from '../valueSets.ts';
import { addItem, entryOf, removeItem, root, setValue, type Find } from './yamlEdit.ts';

/** Name to text of the playbook's files. */
export type Texts = ReadonlyMap<string, string>;

/** All texts with the change in them, or why there is none. */
export type Adoption = { readonly texts: Texts } | { readonly reason: string };

type Adopt = (finding: Finding, texts: Texts, org: OrgState) => Adoption;

const NOT_FOUND = 'the place in the playbook was not found, or is written in a way that cannot be changed safely';
const GUARDED = 'it guards the requests to pass a criterion, and belongs to no criterion that could be off';
const COMPILED = 'it is made from what the playbook says of criteria, fields and stages; revert it, or change those by hand';
const ELSEWHERE = 'is no part of the playbook; mend it in Setup, or record it with an end date';

/** Of kinds that cannot be adopted, or not always. */
const REASONED: Partial<Readonly<Record<DriftKind, string>>> = {
  'playbook-missing': 'a playbook that is not in the org has nothing to take over; deploy it',
  'rule-missing': GUARDED,
  'rule-off': GUARDED,
  'rule-formula': 'an edited formula does not say which criterion it asks for; write it into satisfied_when',
  'rule-behind': 'it is the playbook that is newer; deploy it',
  'rule-undeclared': 'a criterion needs a decision, a message and a gate, which only a person can give',
  'rule-foreign': 'a criterion needs a decision, a message and a gate, which only a person can give',
  'stage-undeclared': 'a stage needs what the buyer does in it and its gate, which only a person can give',
  'stage-missing': 'gates and metrics count on the stage; take it out of the playbook by hand',
  'stage-label': 'the playbook calls stages by their API name; rename it there only after the org has',
  'list-view-missing': 'the list follows from the stages and their most days',
  'list-view-changed': 'the list follows from the stages and their most days',
  'page-readonly': 'pages are no part of the playbook',
  'page-required': 'pages are no part of the playbook; what has to hold at every save is a criterion, which only a person can give',
  'page-missing': 'pages are no part of the playbook',
  'record-type-values': 'record types are no part of the playbook',
  'process-stage': 'processes are no part of the playbook; record it with an end date if it is meant',
  'metric-conflict': 'what a metric counts is decided by its owners; rename the report, or record it with an end date',
  'duplicate-rule': 'write on_create or on_edit: block under duplicates of definitions.yaml if it is meant; of other objects than Lead and Account record it with an end date',
  'duplicate-unguarded': 'write on_create or on_edit: allow under duplicates of definitions.yaml if nothing is to be refused',
  'experiment-left': 'what an experiment asks, of whom and until when is decided in the playbook; write it there, or delete what is left of it',
  'experiment-cohort': 'who takes part is drawn by lot and written in the playbook; give the permission to those people and to nobody else, or write another cohort',
  'rule-description': COMPILED,
  'description-changed': COMPILED,
  'playbook-version': 'it is the playbook that is newer; deploy it',
  'field-missing': 'gates, numbers or pages of the playbook read the field; revert it, or take it out of the playbook by hand',
  'field-required': 'what has to hold at every save is a criterion, which only a person can give',
  'stage-order': 'gates count on the order of the stages; change it in the playbook by hand',
  'stage-outcome': 'won and lost are what numbers are made of; change it in the playbook by hand',
  'setting-off': `a setting of the org ${ELSEWHERE}`,
  'flow-missing': `a flow of the package ${ELSEWHERE}`,
  'flow-inactive': `a flow of the package ${ELSEWHERE}`,
  'permission-set-missing': COMPILED,
  'permission-removed': COMPILED,
  'permission-added': COMPILED,
  'path-missing': COMPILED,
  'path-changed': COMPILED,
  'path-inactive': COMPILED,
  'path-step': COMPILED,
  unread: 'what could not be read has no value to take over',
  'bypass-held': 'who may pass gates is no part of the playbook; record it with an end date',
};

const ADOPTIONS: Readonly<Record<string, Adopt>> = {
  'mode-changed': (finding, texts) => onCriterion(texts, finding, 'mode', finding.actual ?? ''),
  'rule-on': (finding, texts) => onCriterion(texts, finding, 'mode', finding.actual ?? ''),
  'rule-off': switchedOff,
  // Nobody is asked by a rule that is not there; the playbook keeps the criterion, off.
  'rule-missing': switchedOff,
  'criterion-record': (finding, texts, org) => (finding.actual === null && !isOn(finding, org) ? switchedOff(finding, texts) : { reason: 'what the record says beside its mode follows from the criterion; deploy it' }),
  'rule-message': messageOf,
  'help-changed': (finding, texts) => (finding.actual === null ? { reason: 'the org has no help text at all; people would read nothing' } : onField(texts, finding, 'help', finding.actual)),
  'field-changed': (finding, texts, org) => ASPECTS[suffixOf(finding)]?.(finding, texts, org) ?? { reason: ofValue(finding) ? 'the playbook calls values by their API name, and shows them so' : 'what it points at, and whether it is required, is decided in the playbook; change it by hand' },
  'history-tracking': (finding, texts) => onField(texts, finding, 'track_history', finding.actual === 'kept'),
  'value-undeclared': (finding, texts) => onValues(texts, finding, addItem),
  'value-missing': (finding, texts) => onValues(texts, finding, removeItem),
  'stage-probability': (finding, texts) => onStage(texts, finding, 'probability', Number.parseInt(finding.actual ?? '', 10)),
  'stage-category': (finding, texts) => onStage(texts, finding, 'forecast_category', finding.actual ?? ''),
};

/** The label of one value of a picklist, not of the field. */
function ofValue(finding: Finding): boolean {
  return suffixOf(finding).endsWith('-label');
}

/** What of a field the playbook has a key for. */
const ASPECTS: Readonly<Record<string, Adopt>> = {
  label: (finding, texts) => onField(texts, finding, 'label', finding.actual ?? ''),
  formula: (finding, texts) => (finding.actual === null || finding.expected === null ? { reason: 'a field that people fill and one that is computed are two fields; change it by hand' } : onField(texts, finding, 'formula', finding.actual)),
  size: sizeOf,
  status: (finding, texts) => (STATUSES.has(finding.actual ?? '') ? onField(texts, finding, 'business_status', finding.actual ?? '') : { reason: `the playbook knows no data status ${finding.actual ?? ''}` }),
  default: defaultOf,
};

const STATUSES: ReadonlySet<string> = new Set(['Active', 'DeprecateCandidate', 'Hidden']);

/** Kinds that may be adopted; whether one can be is known when it is tried. @param criteria ids of those it is about @param field what the playbook says of the field it is about */
export function isAdoptable({ kind, id, actual, object, component }: Pick<Finding, 'kind' | 'id' | 'actual' | 'object' | 'component'>, criteria: readonly string[], field?: Pick<FieldDefinition, 'valuesFrom' | 'counts'>): boolean {
  if (kind === 'value-undeclared' || kind === 'value-missing') return field?.valuesFrom === undefined || SHARED_LISTS.has(field.valuesFrom);
  // A formula that follows from handoffs.yaml has no key of its own.
  if (kind === 'field-changed') return suffixOf({ id, object, component }) in ASPECTS && (field?.counts === undefined || suffixOf({ id, object, component }) !== 'formula');
  if (kind === 'rule-off' || kind === 'rule-missing' || kind === 'criterion-record') return criteria.length > 0 && (kind !== 'criterion-record' || actual === null);
  return kind in ADOPTIONS && (kind !== 'help-changed' || actual !== null);
}

export function adoptionOf(finding: Finding, texts: Texts, org: OrgState): Adoption {
  return ADOPTIONS[finding.kind]?.(finding, texts, org) ?? { reason: REASONED[finding.kind as DriftKind] ?? 'the playbook has no word for it' };
}

function messageOf(finding: Finding, texts: Texts, org: OrgState): Adoption {
  const rule = org.components.rules.get(`${finding.object}.${finding.component}`);
  const code = `[${finding.id}] `;
  if (!rule?.message.startsWith(code)) return { reason: `a message begins with its code, ${code.trim()}` };
  const said = onCriterion(texts, finding, 'message', rule.message.slice(code.length));
  if ('reason' in said || placeOf(finding.expected) === placeOf(finding.actual)) return said;
  // The top of the page is where a message stands that names no field; no key says so of a criterion that requires one.
  if (rule.errorField === null) return { reason: 'the playbook puts a message at the field that is required; take error_field out by hand where none is' };
  return onCriterion(said.texts, finding, 'error_field', rule.errorField);
}

/** `(at NextStep)` of a message as findings show it. */
function placeOf(shown: string | null): string | undefined {
  return /\(at [^()]*\)$/.exec(shown ?? '')?.[0];
}

/** Whether the rule of the criterion a finding is about is active in the org. */
function isOn({ object, breaks }: Finding, { components }: OrgState): boolean {
  return components.rules.get(`${object}.${ruleName(breaks.criteria[0] ?? '')}`)?.active === true;
}

function switchedOff(finding: Finding, texts: Texts): Adoption {
  return finding.breaks.criteria.length === 0 ? { reason: GUARDED } : onCriterion(texts, finding, 'mode', 'off');
}

/** Sizes by the metadata's name for them. */
const SIZE_KEYS: ReadonlySet<string> = new Set(['length', 'precision', 'scale']);

function sizeOf(finding: Finding, texts: Texts): Adoption {
  const [was, is] = [dimensions(finding.expected), dimensions(finding.actual)];
  const differing = [...new Set([...was.keys(), ...is.keys()])].filter((name) => was.get(name) !== is.get(name));
  const other = differing.find((name) => !SIZE_KEYS.has(name) || !is.has(name));
  if (other !== undefined) return { reason: `the playbook has no key for ${other} of a field; change it in Setup` };
  let adoption: Adoption = { reason: 'nothing differs' };
  let edited = texts;
  for (const name of differing) {
    adoption = onField(edited, finding, name, Number(is.get(name)));
    if ('reason' in adoption) return adoption;
    edited = adoption.texts;
  }
  return adoption;
}

/** `length=255, scale=2` */
function dimensions(text: string | null): ReadonlyMap<string, string> {
  return new Map((text ?? '').split(', ').filter((part) => part !== '').map((part) => [part.slice(0, part.indexOf('=')), part.slice(part.indexOf('=') + 1)] as const));
}

/** Values, numbers and yes or no; the playbook has no default that is computed. */
function defaultOf(finding: Finding, texts: Texts, org: OrgState): Adoption {
  const key = `${finding.object}.${finding.component}`;
  const field = org.components.fields.get(key) ?? org.picklists?.get(key);
  if (field !== undefined && 'type' in field && field.type === 'Checkbox') return onField(texts, finding, 'default', finding.actual === 'true');
  if (finding.actual === null || field === undefined) return { reason: 'the playbook has no word for no default; take default out by hand' };
  if (field.values !== null) return onField(texts, finding, 'default', finding.actual);
  if (/^-?\d+(?:\.\d+)?$/.test(finding.actual)) return onField(texts, finding, 'default', Number(finding.actual));
  const [, quoted] = /^"([^"\\]*)"$/.exec(finding.actual) ?? [];
  return quoted === undefined ? { reason: 'the default is computed, and the playbook takes values only' } : onField(texts, finding, 'default', quoted);
}

function onCriterion(texts: Texts, { breaks }: Finding, key: string, value: string): Adoption {
  const [id = ''] = breaks.criteria;
  return inOneFile(texts, (text) => setValue(text, entryOf(null, 'id', id), key, value));
}

function onStage(texts: Texts, { component }: Finding, key: string, value: string | number): Adoption {
  const name = component.slice(component.indexOf('.') + 1);
  return inOneFile(texts, (text) => setValue(text, entryOf('stages', 'name', name), key, value));
}

function onField(texts: Texts, finding: Finding, key: string, value: string | number | boolean): Adoption {
  return inEachField(texts, finding, (text, field) => setValue(text, field, key, value));
}

/** In the entry of every field that the finding stands for and the playbook says it of; those that share a value set change together. */
function inEachField(texts: Texts, { id, object, component }: Finding, edit: (text: string, field: Find) => string | undefined): Adoption {
  let edited = texts;
  for (const field of fieldsStoodFor(id, `${object}.${component}`).map(fieldOf)) {
    const adoption = inOneFile(edited, (text) => edit(text, field));
    if ('texts' in adoption) edited = adoption.texts;
  }
  return edited === texts ? { reason: NOT_FOUND } : { texts: edited };
}

/** The entry of a field `Object.Field` in the fields file of its object. */
function fieldOf(key: string): Find {
  const [object = '', name = ''] = key.split('.');
  return (document) => (document.get('object') === object ? (entryOf('fields', 'name', name)(document) ?? entryOf('existing', 'name', name)(document)) : undefined);
}

/** Where a list stands, and by which key its entries are called where they are more than a name. */
interface SharedList {
  readonly find: Find;
  readonly key: string;
  readonly by: string | null;
}

/** Lists of which a name is enough, by the `values_from` of fields that share them; an entry of the others has to say more. */
const SHARED_LISTS: ReadonlyMap<string, SharedList> = new Map([
  ['competitors', { find: root, key: 'competitors', by: null }],
  ['lead_sources', { find: sourcesOf, key: 'values', by: 'value' }],
]);

function sourcesOf(document: Document): YAMLMap | undefined {
  const found: unknown = document.get('lead_sources');
  return isMap(found) ? found : undefined;
}

function onValues(texts: Texts, finding: Finding, change: (text: string, find: Find, key: string, value: string, by?: string | null) => string | undefined): Adoption {
  const value = suffixOf(finding);
  const shared = [...texts.values()].map((text) => fieldOf(`${finding.object}.${finding.component}`)(parseDocument(text))?.get('values_from')).find((name) => typeof name === 'string');
  if (shared === undefined) return inEachField(texts, finding, (text, field) => change(text, field, 'values', value));
  const list = SHARED_LISTS.get(String(shared));
  if (list !== undefined && isFormer(texts, list, value)) return { reason: `"${value}" is a value of before that counts as another one; take it out of "was" by hand, or out of the org's list` };
  if (list !== undefined) return inOneFile(texts, (text) => change(text, list.find, list.key, value, list.by));
  return { reason: `its values are the playbook's ${String(shared)}, whose entries say more than a name; write it there by hand` };
}

/** Whether an entry of the list keeps the value under `was`. */
function isFormer(texts: Texts, { find, key }: SharedList, value: string): boolean {
  return [...texts.values()].some((text) => {
    const values: unknown = find(parseDocument(text))?.get(key);
    return isSeq(values) && values.items.some((item) => isMap(item) && isSeq(item.get('was')) && (item.get('was') as YAMLSeq).items.some((was) => isScalar(was) && was.value === value));
  });
}

function inOneFile(texts: Texts, edit: (text: string) => string | undefined): Adoption {
  for (const [file, text] of texts) {
    const edited = edit(text);
    if (edited !== undefined) return { texts: new Map([...texts, [file, edited]]) };
  }
  return { reason: NOT_FOUND };
}

/** `size` of `FIELD-Lead-Handrail_Score__c-size`, `Other` of `VALUES-LeadSource-Other`. */
function suffixOf({ id, object, component }: Pick<Finding, 'id' | 'object' | 'component'>): string {
  const set = sharedSetOf(`${object}.${component}`);
  const stem = set !== undefined && id.startsWith(`${setId(set)}-`) ? setId(set) : `FIELD-${object}-${component}`;
  return id.slice(stem.length + 1);
}
