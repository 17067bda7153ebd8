/** The manifest alone is enough to foresee what a save will be refused for: its formulas are the rule's. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { compileText, type RawValue } from '../formula/index.ts';
import { FRAGMENT } from './fixtures/fragment.ts';
import { GATE_MANIFEST_SCHEMA } from '../gates/index.ts';
import { loadPlaybook, type Playbook } from '../playbook/index.ts';
import { compilePlaybook } from './index.ts';

interface Manifest {
  readonly schema: string;
  readonly playbook: { readonly version: string };
  readonly objects: readonly {
    readonly apiName: string;
    readonly fields: Readonly<Record<string, { readonly type: string; readonly values?: readonly string[]; readonly deprecated?: Readonly<Record<string, string>> }>>;
    readonly criteria: readonly { readonly id: string; readonly metWhen: string; readonly appliesWhen: string | null; readonly message: string; readonly rule: string; readonly errorField: string | null }[];
  }[];
}

function manifestOf(playbook: Playbook = FRAGMENT): Manifest {
  const { files } = compilePlaybook(playbook);
  const file = files.find(({ path }) => path.endsWith('staticresources/Handrail_Gate_Manifest.json'));
  assert.ok(file);
  return JSON.parse(file.contents) as Manifest;
}

test('every criterion is in it, with its code, message, field and rule', () => {
  const manifest = manifestOf();
  assert.equal(manifest.schema, GATE_MANIFEST_SCHEMA);
  assert.equal(manifest.playbook.version, FRAGMENT.version);
  const listed = manifest.objects.flatMap(({ criteria }) => criteria.map(({ id }) => id));
  assert.deepEqual(listed.toSorted(), FRAGMENT.objects.flatMap(({ criteria }) => criteria.map(({ id }) => id)).toSorted());
  const buyer = manifest.objects[0]?.criteria.find(({ id }) => id === 'OPP-QUAL-01');
  assert.deepEqual([buyer?.rule, buyer?.errorField, buyer?.message.startsWith('[OPP-QUAL-01]')], ['Handrail_OPP_QUAL_01', 'Handrail_Economic_Buyer__c', true]);
});

test('a tool that has only the manifest tells a payload that meets a criterion from one that does not', () => {
  const [object] = manifestOf().objects;
  const buyer = object?.criteria.find(({ id }) => id === 'OPP-QUAL-01');
  assert.ok(object && buyer);
  const types: Readonly<Record<string, 'Id' | 'Text'>> = { Handrail_Economic_Buyer__c: 'Id' };
  const { evaluate } = compileText(buyer.metWhen, { kind: 'formulaField', resolve: ([name = '']) => (types[name] === undefined ? undefined : { type: types[name] }) });
  assert.ok(evaluate);
  const verdict = (value: RawValue): unknown => evaluate({ record: () => value, now: new Date('2026-06-01T00:00:00Z'), timeZone: 'UTC' });
  assert.deepEqual([verdict(null), verdict('003000000000001AAA')], [false, true]);
});

test('the types of the fields that its formulas read are told', () => {
  const [object] = manifestOf().objects;
  assert.equal(object?.fields['Handrail_Economic_Buyer__c']?.type, 'Lookup');
});

test('a value of before is told with the one to write in its place', async () => {
  const { playbook } = await loadPlaybook('config/playbook');
  assert.ok(playbook);
  const [reason] = playbook.lossReasons;
  assert.ok(reason);
  const fieldsOf = (changed: Playbook): Manifest['objects'][number]['fields'] => manifestOf(changed).objects.find(({ apiName }) => apiName === 'Opportunity')?.fields ?? {};
  assert.equal(fieldsOf(playbook)['Handrail_Loss_Reason__c']?.deprecated, undefined);
  const changed = fieldsOf({ ...playbook, lossReasons: [...playbook.lossReasons, { ...reason, name: 'Lost to competition', replacedBy: 'Competitor' }] });
  assert.deepEqual(changed['Handrail_Loss_Reason__c']?.deprecated, { 'Lost to competition': 'Competitor' });
  assert.equal(changed['Handrail_Loss_Reason__c']?.values?.includes('Lost to competition'), false);
});
