import assert from 'node:assert/strict';
import { test } from 'node:test';
import { and, binary, call, not, num, or, ref, text } from '../build.ts';
import { checkFormula } from '../check/check.ts';
import type { Expression, FormulaContext, RawValue, ReferenceType } from '../types.ts';
import { compileFormula } from './compile.ts';

/** A gate as the compiler builds it: every stage beyond Qualification asks for the economic buyer. */
const STAGES = ['Prospecting', 'Qualification', 'Needs Analysis', 'Value Proposition', 'Id. Decision Makers', 'Perception Analysis', 'Proposal/Price Quote', 'Negotiation/Review', 'Closed Won'];

const rank = (stage: Expression): Expression => call('CASE', stage, ...STAGES.flatMap((name, index) => [text(name), num(index + 1)]), num(0));

const BYPASS = '$Permission.Handrail_Bypass_Opportunity_Gates';
const ENFORCED = '$CustomMetadata.Handrail_Criterion__mdt.OPP_QUAL_01.Enforced__c';

const RULE = and(
  not(ref(BYPASS)),
  ref(ENFORCED),
  binary('>=', call('TODAY'), call('DATE', num(2026), num(1), num(1))),
  binary('>', rank(ref('StageName')), num(2)),
  or(
    call('ISNEW'),
    and(call('ISCHANGED', ref('StageName')), binary('>', rank(ref('StageName')), rank(call('PRIORVALUE', ref('StageName'))))),
    call('ISCHANGED', ref('Handrail_Economic_Buyer__c'))),
  call('ISBLANK', ref('Handrail_Economic_Buyer__c')));

const TYPES: Readonly<Record<string, ReferenceType>> = {
  [BYPASS]: { type: 'Boolean' }, [ENFORCED]: { type: 'Boolean' }, StageName: { type: 'Picklist', picklistValues: [...STAGES, 'Closed Lost'] }, Handrail_Economic_Buyer__c: { type: 'Id' },
};

const CONTEXT: FormulaContext = { kind: 'validationRule', resolve: (path) => TYPES[path.join('.')] };

interface Row {
  readonly name: string;
  readonly from?: string;
  readonly to: string;
  readonly before?: string;
  readonly after?: string;
  readonly flags?: Readonly<Record<string, boolean>>;
  readonly refused: boolean;
}

const BUYER = '003000000000001AAA';

const ROWS: readonly Row[] = [
  { name: 'forward, unmet', from: 'Qualification', to: 'Needs Analysis', refused: true },
  { name: 'forward, met', from: 'Qualification', to: 'Needs Analysis', before: BUYER, after: BUYER, refused: false },
  { name: 'skip', from: 'Prospecting', to: 'Negotiation/Review', refused: true },
  { name: 'created late', to: 'Value Proposition', refused: true },
  { name: 'created first', to: 'Prospecting', refused: false },
  { name: 'backward', from: 'Value Proposition', to: 'Needs Analysis', refused: false },
  { name: 'unrelated edit of an old record', from: 'Value Proposition', to: 'Value Proposition', refused: false },
  { name: 'undone', from: 'Value Proposition', to: 'Value Proposition', before: BUYER, refused: true },
  { name: 'lost', from: 'Value Proposition', to: 'Closed Lost', refused: false },
  { name: 'reopened', from: 'Closed Lost', to: 'Needs Analysis', refused: true },
  { name: 'bypass permission', from: 'Prospecting', to: 'Negotiation/Review', flags: { [BYPASS]: true }, refused: false },
  { name: 'shadow', from: 'Prospecting', to: 'Negotiation/Review', flags: { [ENFORCED]: false }, refused: false },
];

for (const { name, from, to, before, after, flags, refused } of ROWS) {
  test(`a gate, ${name}: ${refused ? 'refused' : 'saved'}`, () => {
    const { formula, problems } = checkFormula(RULE, CONTEXT);
    assert.deepEqual(problems, []);
    assert.ok(formula);
    const record: Record<string, RawValue> = { [BYPASS]: false, [ENFORCED]: true, StageName: to, Handrail_Economic_Buyer__c: after ?? null, ...flags };
    const prior: Record<string, RawValue> = { StageName: from ?? null, Handrail_Economic_Buyer__c: before ?? null };
    const fired = compileFormula(formula)({
      record: (path) => record[path.join('.')], ...(from === undefined ? { isNew: true } : { prior: (path: readonly string[]) => prior[path.join('.')] }),
      now: new Date('2026-05-03T10:12:00Z'), timeZone: 'Europe/Berlin',
    });
    assert.equal(fired, refused);
  });
}
