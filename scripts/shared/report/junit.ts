/** The frame of a JUnit report, whatever its cases are about. */
import { printXml, type XmlContent } from '../xml/index.ts';

/** The document around test cases, with what it counts. @param suite name of the one suite */
export function junitDocument(suite: string, cases: readonly XmlContent[]): string {
  const having = (name: string): number => cases.filter(({ content }) => typeof content !== 'string' && content.some((child) => child.name === name)).length;
  const totals = { tests: cases.length, failures: having('failure'), errors: 0 };
  // Jenkins' schema (junit-10.xsd) knows `skipped` of a suite only, not of all suites.
  return printXml({ name: 'testsuites', attributes: { name: 'handrail', ...totals }, content: [{ name: 'testsuite', attributes: { name: suite, ...totals, skipped: having('skipped') }, content: cases }] });
}

export function testCase(classname: string, name: string, outcome?: XmlContent): XmlContent {
  return { name: 'testcase', attributes: { classname, name }, content: outcome === undefined ? [] : [outcome] };
}

export function skipped(message: string): XmlContent {
  return { name: 'skipped', attributes: { message }, content: '' };
}
