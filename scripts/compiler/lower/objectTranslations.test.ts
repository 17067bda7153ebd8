/** Texts of the playbook in a file that people write as well. Expectations by hand. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { FRAGMENT } from '../fixtures/fragment.ts';
import { compileTranslations } from '../index.ts';

const PATH = 'languages/default/objectTranslations/Opportunity-de/Opportunity-de.objectTranslation-meta.xml';
const documentOf = (inner: string): string => `<?xml version="1.0" encoding="UTF-8"?>\n<CustomObjectTranslation xmlns="http://soap.sforce.com/2006/04/metadata">\n${inner}</CustomObjectTranslation>\n`;
const rule = (name: string, message: string): string => `    <validationRules>\n        <errorMessage>${message}</errorMessage>\n        <name>${name}</name>\n    </validationRules>\n`;
const field = (name: string, help: string, label = ''): string => `    <fields>\n${help === '' ? '' : `        <help>${help}</help>\n`}${label === '' ? '' : `        <label>${label}</label>\n`}        <name>${name}</name>\n    </fields>\n`;

const MESSAGE = rule('Handrail_OPP_QUAL_01', '[OPP-QUAL-01] Wer gibt das Geld frei? In Entscheider &quot;wählen&quot; &amp; speichern.');
const HELP = 'Das Problem in ihren Worten.';

const woven = (before: string | undefined, playbook = FRAGMENT): string | undefined => {
  const { files, problems } = compileTranslations(playbook, new Map(before === undefined ? [] : [[PATH, before]]));
  assert.deepEqual(problems, []);
  return files.find(({ path }) => path === PATH)?.contents;
};

test('a file that is not there has the messages with their codes, and the help texts', () => {
  assert.equal(woven(undefined), documentOf(field('Handrail_Pain__c', HELP) + MESSAGE));
});

test('what people write stays; what the playbook said before, and says no more, goes', () => {
  const before = documentOf(
    field('Handrail_Pain__c', 'Old.', 'Problem') + field('Handrail_ARR__c', 'No longer said.', 'ARR') + field('Own__c', 'Our own help.', 'Eigenes')
    + '    <quickActions>\n        <label>Los</label>\n        <name>Go</name>\n    </quickActions>\n'
    + rule('Handrail_OPP_GONE_01', '[OPP-GONE-01] Weg.') + rule('Handrail_OPP_QUAL_01', '[OPP-QUAL-01] Alt.') + rule('Company_Rule', 'Von uns.'));
  const after = documentOf(
    field('Handrail_Pain__c', HELP, 'Problem') + field('Handrail_ARR__c', '', 'ARR') + field('Own__c', 'Our own help.', 'Eigenes')
    + '    <quickActions>\n        <label>Los</label>\n        <name>Go</name>\n    </quickActions>\n'
    + rule('Company_Rule', 'Von uns.') + MESSAGE);
  assert.equal(woven(before), after);
  assert.equal(woven(after), after, 'twice the same');
});

test('a language that left the playbook takes its texts along', () => {
  const spanish = PATH.replaceAll('-de', '-es');
  const { files } = compileTranslations(FRAGMENT, new Map([[spanish, documentOf(field('Handrail_Pain__c', 'El problema.', 'Problema') + rule('Handrail_OPP_QUAL_01', '[OPP-QUAL-01] Antes.'))]]));
  assert.equal(files.find(({ path }) => path === spanish)?.contents, documentOf(field('Handrail_Pain__c', '', 'Problema')));
});

test('without anything to be excused from there are no requests, and nothing to say about them', () => {
  assert.deepEqual(compileTranslations(FRAGMENT, new Map()).files.map(({ path }) => path), [PATH]);
});

test('a playbook in one language touches no file', () => {
  assert.deepEqual(compileTranslations({ ...FRAGMENT, translations: [] }, new Map([[PATH, documentOf(rule('Handrail_OPP_QUAL_01', 'x'))]])), { files: [], problems: [] });
});

test('a file that is no XML is named with its place, and nothing is written', () => {
  const { files, problems } = compileTranslations(FRAGMENT, new Map([[PATH, '<CustomObjectTranslation>\n  <fields>\n']]));
  assert.deepEqual(files, []);
  assert.deepEqual(problems.map(({ code, file, line }) => [code, file, line]), [['HR661', PATH, 3]]);
});
