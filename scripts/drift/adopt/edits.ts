/** What a finding of each kind changes in the playbook's files; kinds without a row say why they have none. */
import { parseDocument } from 'yaml';
import type { OrgState } from '../orgState.ts';
import type { Finding } from '../types.ts';
import { addItem, entryOf, removeItem, root, setValue, type Find } from './yamlEdit.ts';

/** Name to text of the playbook's files. */
export type Texts = ReadonlyMap<string, string>;

/** The file that changes with its new text, or why none can. */
export type Adoption = { readonly file: string; readonly text: string } | { readonly reason: string };

type Adopt = (finding: Finding, texts: Texts, org: OrgState) => Adoption;

const NO_OFF = 'a criterion has no "off": set its mode to shadow in the playbook and revert the rule, or take the criterion out';
const REASONED: Readonly<Record<string, string>> = {
  'rule-missing': 'take the criterion out of the playbook by hand, so that its reason stands in the commit',
  'rule-off': NO_OFF,
  'rule-formula': 'an edited formula does not say which criterion it asks for; write it into satisfied_when',
  'rule-behind': 'it is the playbook that is newer; deploy it',
  'rule-undeclared': 'a criterion needs a decision, a message and a gate, which only a person can give',
  'rule-foreign': 'a criterion needs a decision, a message and a gate, which only a person can give',
  'stage-undeclared': 'a stage needs what the buyer does in it and its gate, which only a person can give',
  'stage-missing': 'gates and metrics count on the stage; take it out of the playbook by hand',
  'stage-label': 'the playbook calls stages by their API name; rename it there only after the org has',
  'page-readonly': 'pages are no part of the playbook',
  'page-required': 'pages are no part of the playbook; what has to hold at every save is a criterion, which only a person can give',
  'page-missing': 'pages are no part of the playbook',
  'record-type-values': 'record types are no part of the playbook',
  'process-stage': 'processes are no part of the playbook; record it with an end date if it is meant',
  'metric-conflict': 'what a metric counts is decided by its owners; rename the report, or record it with an end date',
  'duplicate-rule': 'duplicate rules are no part of the playbook; record it with an end date if it is meant',
  'bypass-held': 'who may pass gates is no part of the playbook; record it with an end date',
};

const ADOPTIONS: Readonly<Record<string, Adopt>> = {
  'mode-changed': (finding, texts) => onCriterion(texts, finding, 'mode', finding.actual ?? ''),
  'rule-message': messageOf,
  'help-changed': (finding, texts) => (finding.actual === null ? { reason: 'the org has no help text at all; people would read nothing' } : onField(texts, finding, 'help', finding.actual)),
  'field-changed': (finding, texts) => (finding.id === `${fieldId(finding)}-label` ? onField(texts, finding, 'label', finding.actual ?? '') : { reason: 'types, sizes and formulas are decided in the playbook; change it by hand' }),
  'value-undeclared': (finding, texts) => onValues(texts, finding, addItem),
  'value-missing': (finding, texts) => onValues(texts, finding, removeItem),
  'stage-probability': (finding, texts) => onStage(texts, finding, 'probability', Number.parseInt(finding.actual ?? '', 10)),
  'stage-category': (finding, texts) => onStage(texts, finding, 'forecast_category', finding.actual ?? ''),
};

/** Kinds that may be adopted; whether one can be is known when it is tried. */
export function isAdoptable({ kind, id, actual, object, component }: Pick<Finding, 'kind' | 'id' | 'actual' | 'object' | 'component'>): boolean {
  if (kind === 'field-changed') return id === `${fieldId({ object, component })}-label`;
  return kind in ADOPTIONS && (kind !== 'help-changed' || actual !== null);
}

export function adoptionOf(finding: Finding, texts: Texts, org: OrgState): Adoption {
  return ADOPTIONS[finding.kind]?.(finding, texts, org) ?? { reason: REASONED[finding.kind] ?? 'the playbook has no word for it' };
}

function messageOf(finding: Finding, texts: Texts, org: OrgState): Adoption {
  const rule = org.components.rules.get(`${finding.object}.${finding.component}`);
  const code = `[${finding.id}] `;
  if (!rule?.message.startsWith(code)) return { reason: `a message begins with its code, ${code.trim()}` };
  return onCriterion(texts, finding, 'message', rule.message.slice(code.length));
}

function onCriterion(texts: Texts, { breaks }: Finding, key: string, value: string): Adoption {
  const [id = ''] = breaks.criteria;
  return inOneFile(texts, (text) => setValue(text, entryOf(null, 'id', id), key, value));
}

function onStage(texts: Texts, { component }: Finding, key: string, value: string | number): Adoption {
  const name = component.slice(component.indexOf('.') + 1);
  return inOneFile(texts, (text) => setValue(text, entryOf('stages', 'name', name), key, value));
}

function onField(texts: Texts, finding: Finding, key: string, value: string): Adoption {
  return inOneFile(texts, (text) => setValue(text, fieldOf(finding), key, value));
}

/** The field's entry in the fields file of its object. */
function fieldOf({ object, component }: Finding): Find {
  return (document) => (document.get('object') === object ? entryOf('fields', 'name', component)(document) : undefined);
}

/** Lists of names alone that fields share, by their `values_from`; the others hold more than a name. */
const SHARED_LISTS: ReadonlySet<string> = new Set(['competitors']);

function onValues(texts: Texts, finding: Finding, change: (text: string, find: Find, key: string, value: string) => string | undefined): Adoption {
  const value = finding.id.slice(`${fieldId(finding)}-`.length);
  const shared = [...texts.values()].map((text) => fieldOf(finding)(parseDocument(text))?.get('values_from')).find((name) => typeof name === 'string');
  if (shared === undefined) return inOneFile(texts, (text) => change(text, fieldOf(finding), 'values', value));
  if (SHARED_LISTS.has(String(shared))) return inOneFile(texts, (text) => change(text, root, String(shared), value));
  return { reason: `its values are the playbook's ${String(shared)}, whose entries say more than a name; write it there by hand` };
}

function inOneFile(texts: Texts, edit: (text: string) => string | undefined): Adoption {
  for (const [file, text] of texts) {
    const edited = edit(text);
    if (edited !== undefined) return { file, text: edited };
  }
  return { reason: 'the place in the playbook was not found, or is written in a way that cannot be changed safely' };
}

function fieldId({ object, component }: Pick<Finding, 'object' | 'component'>): string {
  return `FIELD-${object}-${component}`;
}
