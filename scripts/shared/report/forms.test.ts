/**
 * Both machine-readable forms against what their readers take: every member or attribute that is written exists in the published schema, and what it asks for
 * is there. The tables hold the part of the schemas that Handrail writes, copied by hand: SARIF 2.1.0 (OASIS, `additionalProperties: false` throughout) and
 * junit-10.xsd of Jenkins' xUnit plugin, which follows Surefire.
 */
import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { XMLParser, XMLValidator } from 'fast-xml-parser';
import { junitDocument, skipped, testCase } from './junit.ts';
import { sarifLog } from './sarif.ts';

const HOSTILE = '"|<b>&amp; \u0001]]>\uD800 --> é';

describe('JUnit', () => {
  interface Shape {
    readonly required: readonly string[];
    readonly optional: readonly string[];
    readonly children: readonly string[];
  }
  const SHAPES: Readonly<Record<string, Shape>> = {
    testsuites: { required: [], optional: ['name', 'time', 'tests', 'failures', 'errors'], children: ['testsuite'] },
    testsuite: { required: ['name', 'tests', 'failures', 'errors'], optional: ['skipped', 'time', 'timestamp'], children: ['testcase', 'properties', 'system-out', 'system-err'] },
    testcase: { required: ['name'], optional: ['classname', 'time', 'group'], children: ['skipped', 'failure', 'system-out', 'system-err'] },
    failure: { required: [], optional: ['type', 'message'], children: [] },
    skipped: { required: [], optional: ['type', 'message'], children: [] },
  };
  type Node = Readonly<Record<string, readonly Node[] | Readonly<Record<string, string>>>>;

  const checked: string[] = [];
  function check(nodes: readonly Node[], allowed: readonly string[]): void {
    for (const node of nodes) {
      const name = Object.keys(node).find((key) => key !== ':@') ?? '';
      if (name === '#text' || name === '?xml') continue;
      assert.ok(allowed.includes(name), `<${name}> may not stand here`);
      const shape = SHAPES[name];
      assert.ok(shape);
      const attributes = Object.keys(node[':@'] ?? {});
      assert.deepEqual(shape.required.filter((attribute) => !attributes.includes(attribute)), [], `<${name}> lacks them`);
      assert.deepEqual(attributes.filter((attribute) => !shape.required.includes(attribute) && !shape.optional.includes(attribute)), [], `<${name}> does not have them`);
      checked.push(name);
      check(node[name] as readonly Node[], shape.children);
    }
  }

  test('elements and attributes are those of the schema, whatever the texts are', () => {
    const xml = junitDocument(HOSTILE, [testCase('handrail.a', HOSTILE), testCase('handrail.b', 'b', skipped(HOSTILE)), testCase('handrail.c', 'c', { name: 'failure', attributes: { type: 't', message: HOSTILE }, content: HOSTILE })]);
    assert.equal(XMLValidator.validate(xml), true);
    // What XML 1.0 cannot hold, not even escaped.
    assert.doesNotMatch(xml, /[\u0000-\u0008\u000B\u000C\u000E-\u001F]|&#|\p{Surrogate}/u);
    check(new XMLParser({ ignoreAttributes: false, attributeNamePrefix: '', preserveOrder: true }).parse(xml) as readonly Node[], ['testsuites']);
    assert.deepEqual(checked, ['testsuites', 'testsuite', 'testcase', 'testcase', 'skipped', 'testcase', 'failure']);
    assert.match(xml, / tests="3" failures="1" errors="0" skipped="1">/);
  });
});

describe('SARIF', () => {
  type Shape = Readonly<Record<string, 'any' | 'text' | 'whole' | { readonly of: string } | { readonly listOf: string }>>;
  const LEVEL = ['none', 'note', 'warning', 'error'];
  /** A name that begins with `!` has to be there. */
  const SHAPES: Readonly<Record<string, Shape>> = {
    log: { '$schema': 'text', '!version': 'text', '!runs': { listOf: 'run' } },
    run: { '!tool': { of: 'tool' }, invocations: { listOf: 'invocation' }, columnKind: 'text', results: { listOf: 'result' }, properties: 'any' },
    tool: { '!driver': { of: 'driver' } },
    driver: { '!name': 'text', semanticVersion: 'text', informationUri: 'text', rules: { listOf: 'rule' } },
    rule: { '!id': 'text', shortDescription: { of: 'message' }, defaultConfiguration: { of: 'configuration' }, properties: 'any' },
    configuration: { level: 'text' },
    message: { text: 'text' },
    result: { '!message': { of: 'message' }, ruleId: 'text', ruleIndex: 'whole', level: 'text', locations: { listOf: 'location' }, partialFingerprints: 'any', suppressions: { listOf: 'suppression' }, properties: 'any' },
    location: { physicalLocation: { of: 'place' } },
    place: { artifactLocation: { of: 'artifact' }, region: { of: 'region' } },
    artifact: { uri: 'text' },
    region: { startLine: 'whole', startColumn: 'whole' },
    suppression: { '!kind': 'text', justification: 'text' },
    invocation: { '!executionSuccessful': 'any', toolExecutionNotifications: { listOf: 'notification' } },
    notification: { '!message': { of: 'message' }, level: 'text' },
  };

  function check(value: unknown, kind: string, path: string): void {
    assert.ok(typeof value === 'object' && value !== null && !Array.isArray(value), path);
    const shape = SHAPES[kind] ?? {};
    for (const name of Object.keys(shape).filter((key) => key.startsWith('!'))) assert.ok(name.slice(1) in value, `${path} lacks ${name.slice(1)}`);
    for (const [name, member] of Object.entries(value)) {
      const at = `${path}.${name}`;
      const type = shape[name] ?? shape[`!${name}`];
      assert.ok(type !== undefined, `${at} is not in the schema`);
      if (type === 'text') assert.equal(typeof member, 'string', at);
      else if (type === 'whole') assert.ok(Number.isInteger(member) && (member as number) >= (name === 'ruleIndex' ? 0 : 1), at);
      else if (typeof type === 'object' && 'of' in type) check(member, type.of, at);
      else if (typeof type === 'object') (member as unknown[]).forEach((item, index) => check(item, type.listOf, `${at}[${index}]`));
      if (name === 'level') assert.ok(LEVEL.includes(String(member)), at);
      if (name === 'uri') assert.match(String(member), /^[\w.~!$&'()*+,;=:@%/-]+$/, at);
    }
  }

  const log = (more?: object): unknown => JSON.parse(sarifLog({
    version: '2026.4.0',
    rules: [{ id: 'rule-off', shortDescription: { text: HOSTILE }, defaultConfiguration: { level: 'error' }, properties: { 'security-severity': '9.5' } }],
    results: [{ ruleId: 'rule-off', level: 'error', message: HOSTILE, place: { file: './config/play book/ö.yaml', line: 4, column: 2 }, identity: 'x', ...(more === undefined ? {} : { more }) }],
    notifications: [HOSTILE],
  }, 'handrailFinding/v1'));

  test('members are those of the schema, of the right kind', () => {
    check(log(), 'log', 'log');
    check(log({ suppressions: [{ kind: 'external', justification: HOSTILE }], properties: { tier: 'confirmed' } }), 'log', 'log');
  });

  test('what GitHub would refuse for its number of results is left out, the least grave first, and it says so', () => {
    const result = (level: 'error' | 'warning' | 'note', index: number) => ({ ruleId: 'rule-off', level, message: `${level} ${index}`, place: { file: 'a.yaml', line: 1, column: 1 }, identity: `${level} ${index}` });
    const results = [...Array.from({ length: 20_000 }, (_, index) => result('note', index)), ...Array.from({ length: 10_000 }, (_, index) => result('error', index))];
    interface Log { readonly runs: readonly [{ readonly results: readonly { readonly level: string; readonly message: { readonly text: string } }[]; readonly invocations: readonly [{ readonly toolExecutionNotifications: readonly { readonly message: { readonly text: string } }[] }] }] }
    const { runs: [run] } = JSON.parse(sarifLog({ version: '2026.4.0', rules: [{ id: 'rule-off' }], results, notifications: [] }, 'handrailFinding/v1')) as Log;
    // 30,000 results, of which GitHub takes 25,000: all 10,000 errors and the first 15,000 notes.
    assert.deepEqual([run.results.length, run.results[0]?.message.text, run.results[9_999]?.message.text, run.results.at(-1)?.message.text], [25_000, 'error 0', 'error 9999', 'note 14999']);
    assert.deepEqual(run.invocations[0].toolExecutionNotifications.map(({ message }) => message.text), ['30,000 results: the 25,000 gravest are here, and 5,000 more in the other forms of the report.']);
  });

  test('the check is one: a member that SARIF does not have is found', () => assert.throws(() => check(log({ severity: 'high' }), 'log', 'log'), /severity is not in the schema/));
});
