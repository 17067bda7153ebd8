import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseComponents } from '../parseComponents.ts';
import { declared, SOURCE_FILES } from '../testing/fixtures.ts';
import type { Finding } from '../types.ts';
import { revertFiles, standingAlongside } from './mdapi.ts';
import { selectFindings } from './select.ts';

const COMPILED = SOURCE_FILES.map(([path, contents]) => ({ path, contents }));

function finding(id: string, kind: string, component: string, revertible = true): Finding {
  return {
    id, kind, component, severity: 'high', tier: 'confirmed', object: 'Opportunity', summary: '', expected: null, actual: null, changedBy: null, changedAt: null,
    breaks: { criteria: [], metrics: [], reviews: [] }, remedies: revertible ? [{ action: 'revert', command: '' }] : [],
  };
}

const RULE = finding('OPP-QUAL-01', 'rule-formula', 'Handrail_OPP_QUAL_01');
const MESSAGE = finding('OPP-QUAL-01', 'rule-message', 'Handrail_OPP_QUAL_01');
const VALUE = finding('FIELD-Opportunity-Handrail_Loss_Reason__c-Timing', 'value-missing', 'Handrail_Loss_Reason__c');
const MODE = finding('MODE-OPP-QUAL-01', 'mode-changed', 'Handrail_Criterion.OPP_QUAL_01');
const STAGE = finding('STAGE-Verbal', 'stage-undeclared', 'StageName.Verbal', false);

describe('selection', () => {
  test('an id takes all its findings, whatever the letter case', () => {
    assert.deepEqual(selectFindings([RULE, MESSAGE, MODE], ['opp-qual-01']).revertible, [RULE, MESSAGE]);
  });

  test('what no deploy mends comes with the way in Setup', () => {
    const { revertible, byHand } = selectFindings([RULE, STAGE], ['STAGE-Verbal']);
    assert.deepEqual(revertible, []);
    assert.match(byHand[0]?.advice ?? '', /^Setup > Object Manager > Opportunity > Fields & Relationships > StageName:/);
  });

  test('the label of a value is no type of a field: it is edited where the value stands', () => {
    const label = { ...finding('FIELD-Opportunity-Type-New Customer-label', 'field-changed', 'Type', false), expected: 'New Customer', actual: 'Neukunde' };
    const { byHand } = selectFindings([label], [label.id]);
    assert.match(byHand[0]?.advice ?? '', /> Type: edit the label of the value back to New Customer, or record it/);
  });

  test('an unknown id names the nearest', () => {
    assert.deepEqual(selectFindings([RULE, MODE], ['OPP-QUAL-1', 'OPP-QUAL-01']).unknown, [{ id: 'OPP-QUAL-1', nearest: 'OPP-QUAL-01' }]);
  });
});

describe('what else stands in a component that is deployed', () => {
  const ADDED = finding('FIELD-Opportunity-Handrail_Loss_Reason__c-Luck', 'value-undeclared', 'Handrail_Loss_Reason__c');
  const TYPE = finding('FIELD-Opportunity-Handrail_Loss_Reason__c-type', 'field-changed', 'Handrail_Loss_Reason__c', false);

  test('is named: a value that nobody chose is deactivated with the field', () => {
    assert.deepEqual(standingAlongside([RULE, VALUE, ADDED, TYPE, MODE], [VALUE]), [ADDED]);
  });

  test('is nothing where all of it was chosen, or nothing is deployed', () => {
    assert.deepEqual(standingAlongside([VALUE, ADDED], [VALUE, ADDED]), []);
    assert.deepEqual(standingAlongside([TYPE, ADDED, STAGE], [TYPE, STAGE]), []);
  });
});

describe('files of the Metadata API', () => {
  const decoder = new TextDecoder();
  const textsOf = (findings: readonly Finding[]): [string, string][] => [...revertFiles(COMPILED, findings, '67.0').files].map(([path, bytes]) => [path, decoder.decode(bytes)]);

  test('what is deployed reads back as what is declared', () => {
    const back = parseComponents(textsOf([RULE, MESSAGE, VALUE, MODE]));
    assert.deepEqual(back, declared());
  });

  test('only what was chosen, once', () => {
    const { files, components } = revertFiles(COMPILED, [RULE, MESSAGE], '67.0');
    assert.deepEqual([...files.keys()].toSorted(), ['objects/Opportunity.object', 'package.xml']);
    assert.deepEqual(components, [{ type: 'ValidationRule', fullName: 'Opportunity.Handrail_OPP_QUAL_01' }]);
  });

  test('the package names every component by type', () => {
    const manifest = textsOf([VALUE, RULE, MODE]).find(([path]) => path === 'package.xml')?.[1];
    assert.equal(
      manifest?.replace(/\n\s*/g, ''),
      '<?xml version="1.0" encoding="UTF-8"?><Package xmlns="http://soap.sforce.com/2006/04/metadata"><types><members>Opportunity.Handrail_Loss_Reason__c</members><name>CustomField</name></types><types><members>Opportunity.Handrail_OPP_QUAL_01</members><name>ValidationRule</name></types><types><members>Handrail_Criterion.OPP_QUAL_01</members><name>CustomMetadata</name></types><version>67.0</version></Package>',
    );
  });

  test('fields stand before rules, as the schema wants it', () => {
    const object = textsOf([RULE, VALUE]).find(([path]) => path.endsWith('.object'))?.[1] ?? '';
    assert.ok(object.indexOf('<fields>') < object.indexOf('<validationRules>'));
  });

  test('markup in texts stays text', () => {
    const hostile = COMPILED.map((file) => ({ ...file, contents: file.contents.replace('Who can say yes to the money?', 'A &amp; B &lt;/errorMessage&gt; &quot;x&quot;') }));
    const files = [...revertFiles(hostile, [RULE], '67.0').files].map(([path, bytes]) => [path, decoder.decode(bytes)] as const);
    assert.equal(parseComponents(files).rules.get('Opportunity.Handrail_OPP_QUAL_01')?.message, '[OPP-QUAL-01] A & B </errorMessage> "x"');
  });

  test('a component the playbook does not have is refused', () => {
    assert.throws(() => revertFiles([], [RULE], '67.0'), /no component for finding OPP-QUAL-01/);
  });
});
