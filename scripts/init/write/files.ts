/** The files of a draft, in the order a person reads them. */
import type { YAMLMap } from 'yaml';
import type { Draft } from '../draft.ts';
import { oneLine } from '../names.ts';
import { closingNode } from './closing.ts';
import { notExpressedLines } from './criterion.ts';
import { definitionsNode } from './definitions.ts';
import { fieldsNode } from './fields.ts';
import { leadNode } from './lead.ts';
import { opportunityNode } from './opportunity.ts';
import { POLICY_FILE, policyNode } from './policy.ts';
import { print } from './yaml.ts';

export interface DraftFile {
  readonly name: string;
  readonly text: string;
}

interface Planned {
  readonly name: string;
  readonly schema: string | null;
  readonly node: YAMLMap | null;
  readonly above: readonly string[];
  readonly below?: readonly string[];
}

export function filesOf(draft: Draft, schemaDir: string): DraftFile[] {
  return printed(schemaDir, playbookFiles(draft));
}

/** What drift leaves out for a while: see policy.ts. Not a file of the playbook. */
export function policyFilesOf(draft: Draft, schemaDir: string): DraftFile[] {
  return printed(schemaDir, [{ name: POLICY_FILE, schema: null, node: policyNode(draft), above: ["What handrail drift does not report until then: the org's own rules and fields, as they were found.", ...origin(draft)] }]);
}

function printed(schemaDir: string, planned: readonly Planned[]): DraftFile[] {
  return planned.flatMap(({ name, schema, node, above, below = [] }) => (node === null ? [] : [{ name, text: print(node, { schema: schema === null ? null : `${schemaDir}/${schema}.schema.json`, above, below }) }]));
}

function playbookFiles(draft: Draft): Planned[] {
  const { notExpressed } = draft;
  const of = (object: string): string[] => notExpressedLines(notExpressed.filter((entry) => entry.object === object));
  return [
    { name: 'definitions.yaml', schema: 'definitions', node: definitionsNode(draft), above: ['The words everybody shares, and the calendar and money they are counted in.', ...origin(draft)] },
    { name: 'opportunity.yaml', schema: 'opportunity', node: opportunityNode(draft), above: [...origin(draft), ...shadow(draft), ...recordTypes(draft, 'opportunity')], below: of('Opportunity') },
    { name: 'closed-won.yaml', schema: 'closing', node: closingNode(draft, 'won'), above: ['What a won deal must say.', ...origin(draft)] },
    { name: 'closed-lost.yaml', schema: 'closing', node: closingNode(draft, 'lost'), above: ['Why a deal ended.', ...origin(draft)] },
    { name: 'lead.yaml', schema: 'lead', node: leadNode(draft), above: [...origin(draft), ...recordTypes(draft, 'lead')], below: of('Lead') },
    ...draft.declared.map(({ object, fields }) => ({ name: `${object.toLowerCase()}-fields.yaml`, schema: 'fields', node: fieldsNode({ object, fields }, draft.figures), above: origin(draft) })),
  ];
}

function origin({ facts, today }: Draft): string[] {
  return [`Drafted by handrail init from ${oneLine(facts.name, 80)} on ${today}.`];
}

function shadow({ criteria }: Draft): string[] {
  if (!criteria.some(({ rule }) => rule !== null)) return [];
  return ["Every criterion runs in shadow: it shows and counts, while the org's own rule, named beside it, goes on blocking.", "To hand one over: set mode: enforce, deploy, then switch the org's rule off."];
}

function recordTypes({ facts }: Draft, object: string): string[] {
  const types = (facts.objects.get(object)?.recordTypeInfos ?? []).filter(({ master, active }) => !master && active);
  return types.length === 0 ? [] : [`Record types: ${types.map(({ name, developerName }) => `${oneLine(name, 80)} (${developerName})`).join(', ')}. A criterion of one of them says so in applies_when: RecordType.DeveloperName = "...".`];
}
