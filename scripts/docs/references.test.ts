/** Each generator on a small input, and the committed references against the code. */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { FUNCTIONS } from '../formula/index.ts';
import { staleReferences } from './main.ts';
import { code, escape, table } from './markdown.ts';
import { commandsReference } from './reference/commands.ts';
import { criteriaReference } from './reference/criteria.ts';
import { diagnosticsReference } from './reference/diagnostics.ts';
import { fieldsReference } from './reference/fields.ts';
import { typeInWords } from '../playbook/inWords.ts';
import { findingsReference } from './reference/findings.ts';
import { formulaFunctionsReference } from './reference/formulaFunctions.ts';
import { localOrgOperationsReference } from './reference/localOrgOperations.ts';
import { inWords } from '../playbook/metricWords.ts';
import { playbookKeysReference } from './reference/playbookKeys.ts';
import type { FieldDefinition } from '../playbook/index.ts';

const POSITION = { file: 'x.yaml', line: 1, column: 1 };

const FIELD: FieldDefinition = { object: 'Opportunity', apiName: 'Budget__c', label: 'Budget', type: 'Currency', help: 'What they | can spend.', precision: 18, scale: 2, existing: false, automatic: false, position: POSITION };

describe('markdown', () => {
  test('text shows as it was written, whatever Markdown or HTML it holds', () => {
    assert.equal(escape('a | b <img src=x> *c* [d](e) `f` &amp;'), 'a \\| b \\<img src=x\\> \\*c\\* \\[d\\](e) \\`f\\` \\&amp;');
  });

  test('a line break never ends a row of a table', () => {
    assert.equal(escape('one\n two'), 'one two');
    assert.equal(code('AND(\n  a,\n  b)'), '`AND( a, b)`');
  });

  test('code with backticks and bars stays one cell', () => {
    assert.equal(code('a`b'), '`` a`b ``');
    assert.equal(code('a || b'), '`a \\|\\| b`');
  });

  test('a table without rows says so', () => {
    assert.equal(table(['a'], []), 'None.');
  });
});

describe('references', () => {
  test('commands have their flags, values, defaults and examples', () => {
    const text = commandsReference(
      {
        'org:start': {
          summary: 'Start it.',
          examples: ['<%= config.bin %> <%= command.id %> --port 0', { description: 'With data:', command: '<%= config.bin %> org start --data demo' }],
          flags: {
            port: { type: 'option', summary: 'Port.', default: 8780 },
            out: { type: 'option', summary: 'Folder.', helpValue: '<dir>', required: true },
            level: { type: 'option', summary: 'How bad.', options: ['high', 'low'], multiple: true, char: 'l' },
            quiet: { type: 'boolean', summary: 'Say less.', default: false },
            secret: { type: 'boolean', hidden: true },
          },
          args: { id: { description: 'What to do.', required: true } },
          strict: false,
        },
        hidden: { summary: 'Not for people.', hidden: true, flags: {}, args: {} },
      },
      [[0, 'ok']],
    );
    for (const part of [
      '## handrail org start',
      '| `<id>…` | What to do. |',
      '| `--port <value>` | Port. | `8780` |',
      '| `--out <dir>` | Folder. | required |',
      '| `-l, --level high\\|low …` | How bad. |  |',
      '| `--quiet` | Say less. |  |',
      '    handrail org start --port 0',
      '    # With data:\n    handrail org start --data demo',
      '| 0 | ok |',
    ]) assert.ok(text.includes(part), `${part} is not in\n${text}`);
    assert.ok(!text.includes('secret') && !text.includes('Not for people'));
  });

  test('a diagnostic stands under its family, the compiler has its own', () => {
    const text = diagnosticsReference({ a: { code: 'HR101', severity: 'error', text: 'Broken {what}.' }, b: { code: 'HR502', severity: 'warning', text: 'Late.' } });
    const [file = '', governance = ''] = ['## The file', '## Governance'].map((heading) => text.split(heading)[1]?.split('\n## ')[0]);
    assert.match(file, /`HR101` \| error \| Broken \{what\}\./);
    assert.match(governance, /`HR502` \| warning \| Late\./);
    assert.match(text, /## The compiler\n[^#]*`HR601`/);
  });

  test('a kind of finding has its sentence', () => {
    assert.match(findingsReference({ 'rule-off': 'It is off.' }), /\| `rule-off` \| It is off\. \|/);
  });

  test('only fields that the playbook adds are listed', () => {
    const object = { apiName: 'Opportunity', label: 'Opportunity', stageField: null, stages: [], criteria: [], fields: [FIELD, { ...FIELD, apiName: 'Amount', existing: true }] };
    const text = fieldsReference({ objects: [object] });
    assert.ok(text.includes('| `Budget__c` | Budget | Currency(18, 2) | people | What they \\| can spend. |'));
    assert.ok(!text.includes('Amount'));
  });

  test('the type of a field says what it holds', () => {
    const { precision: _, scale: __, ...bare } = FIELD;
    assert.equal(typeInWords({ ...bare, type: 'Picklist', values: ['A', 'B'] }), 'Picklist: A, B');
    assert.equal(typeInWords({ ...bare, type: 'Lookup', referenceTo: 'Contact' }), 'Lookup to Contact');
    assert.equal(typeInWords({ ...bare, type: 'Date', formula: 'TODAY()' }), 'Formula, Date');
  });

  test('a metric is told in words', () => {
    assert.equal(
      inWords({ numerator: { count: 'rows', where: { outcome: ['won'] } }, denominator: { sum: 'amount', where: { outcome: ['won', 'lost'] }, minus: { sum: 'quota' } } }),
      'number of rows where outcome is won, divided by sum of amount where outcome is won or lost less the sum of quota',
    );
    assert.equal(inWords({ median: 'cycle_days', where: { outcome: ['won'], big: [true] } }), 'median of cycle_days where outcome is won and big is true');
  });

  test('every function is listed with its signature and its place', () => {
    const text = formulaFunctionsReference(FUNCTIONS);
    assert.match(text, /\| `VLOOKUP\(field_to_return, field_on_lookup_object, lookup_value\)` \|[^|]*\| rule, default value \|/);
    assert.ok(text.includes('`CASE(expression, value, result, …, else)`'));
    for (const { name } of FUNCTIONS) assert.ok(text.includes(`\`${name}(`), name);
  });

  test('operations that are refused by name stand apart', () => {
    const text = localOrgOperationsReference([
      { name: 'unsupported.get.search', method: 'GET', path: '/services/data/:version/search' },
      { name: 'versions', method: 'GET', path: '/services/data', authenticated: false },
    ]);
    const [answered = '', refused = ''] = text.split('## Refused by name');
    assert.ok(answered.includes('| GET | `/services/data` | `versions` | no |'));
    assert.ok(refused.includes('| GET | `/services/data/:version/search` | `unsupported.get.search` | yes |'));
  });

  test('keys of nested parts are listed once and then referred to', () => {
    const criterion = { type: 'object', properties: { id: { type: 'string', description: 'Its code.' }, mode: { enum: ['enforce', 'shadow'] } }, required: ['id'] };
    const text = playbookKeysReference([
      { files: ['one.yaml'], schema: { type: 'object', properties: { stages: { type: 'array', items: { type: 'object', properties: { exit: { type: 'array', items: criterion } } } } } } },
      { files: ['two.yaml'], schema: { type: 'object', properties: { criteria: { type: 'array', items: criterion } } } },
    ]);
    assert.ok(text.includes('### `stages[].exit[]`\n\n| key | required | takes | means |\n| --- | --- | --- | --- |\n| `id` | yes | string | Its code. |\n| `mode` |  | enforce, shadow |  |'));
    assert.ok(text.includes('### `criteria[]`\n\nAs `stages[].exit[]` of `one.yaml`.'));
  });

  test('criteria stand under their gate with what they ask', () => {
    const criterion = {
      id: 'OPP-QUAL-01', label: 'Budget known', object: 'Opportunity', family: 'Opportunity', trigger: { kind: 'exit', stage: 'Qualification', rank: 20 }, for: 'growth',
      require: { field: 'Budget__c', min: 3 }, satisfiedWhen: 'Budget__c > 0', appliesWhen: null, holds: 'through_won', onUndo: 'block', decays: false, overridable: true, errorField: 'Budget__c',
      message: '[OPP-QUAL-01] How much?', decision: 'Can they pay?', mode: 'shadow', effectiveFrom: '2026-01-01', position: POSITION, formulaPositions: {},
    } as const;
    const text = criteriaReference({ version: '2026.4.0', objects: [{ apiName: 'Opportunity', label: 'Opportunity', stageField: 'StageName', stages: [], fields: [FIELD], criteria: [criterion] }] });
    assert.ok(text.includes('## Opportunity: to leave Qualification'));
    assert.ok(text.includes('| `OPP-QUAL-01` | Budget known | shadow | growth | `Budget__c` filled and `Budget__c > 0` | \\[OPP-QUAL-01\\] How much? | Can they pay? |'), text);
  });
});

test('committed references are what npm run docs writes', async () => {
  const root = fileURLToPath(new URL('../../', import.meta.url));
  assert.deepEqual([...(await staleReferences(root)).keys()], [], 'Write them again: npm run docs');
});
