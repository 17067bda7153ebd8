/**
 * A source tree of an org as large as one likes, and the same tree as another client, another API version and another day would
 * write it: nothing in it means anything else.
 */

export interface TreeSize {
  readonly objects: number;
  readonly fields: number;
  readonly rules: number;
}

/** What the goal in docs/performance.md is about. */
export const FULL_TREE: TreeSize = { objects: 100, fields: 8_400, rules: 1_500 };

export type SourceFile = readonly [path: string, xml: string];

/** Numbers from 0 up to `below`, the same for the same seed. */
export type Random = (below: number) => number;

/** mulberry32. */
export function randomFrom(seed: number): Random {
  let state = seed >>> 0;
  return (below) => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296) * below);
  };
}

/** An element with children, or with text. */
type Tree = readonly [name: string, content: string | readonly Tree[]];

const WORDS = ['Budget', 'Champion', 'Decision', 'Economic', 'Forecast', 'Handoff', 'Implementation', 'Legal', 'Procurement', 'Renewal', 'Scope', 'Stakeholder', "Buyer's", 'Risk & Reward', 'Next <Step>', 'Größe'];

/** @returns files by object, then fields, then rules */
export function sourceTree(size: TreeSize, random: Random): SourceFile[] {
  return documents(size, random).map(([path, root, tree]) => [path, plain(root, tree)] as const);
}

/** The same documents, differently written. @param random decides the documents and has to be seeded as for {@link sourceTree} */
export function noisyTree(size: TreeSize, random: Random, noise: Random): SourceFile[] {
  return shuffled(documents(size, random).map(([path, root, tree]) => [path, noisy(root, tree, noise)] as const), noise);
}

function documents(size: TreeSize, random: Random): [path: string, root: string, tree: readonly Tree[]][] {
  const object = (index: number): string => (index === 0 ? 'Opportunity' : index === 1 ? 'Lead' : `Line_${index}__c`);
  const phrase = (words: number): string => Array.from({ length: words }, () => WORDS[random(WORDS.length)]).join(' ');
  const at = (index: number): string => object(index % size.objects);
  return [
    ...Array.from({ length: size.objects }, (_, index) => [`objects/${object(index)}/${object(index)}.object-meta.xml`, 'CustomObject', objectTree(phrase)] as [string, string, readonly Tree[]]),
    ...Array.from({ length: size.fields }, (_, index) => [`objects/${at(index)}/fields/F${index}__c.field-meta.xml`, 'CustomField', fieldTree(`F${index}__c`, random, phrase)] as [string, string, readonly Tree[]]),
    ...Array.from({ length: size.rules }, (_, index) => [`objects/${at(index)}/validationRules/Handrail_R${index}.validationRule-meta.xml`, 'ValidationRule', ruleTree(index, random, phrase)] as [string, string, readonly Tree[]]),
  ];
}

function objectTree(phrase: (words: number) => string): Tree[] {
  return [['deploymentStatus', 'Deployed'], ['description', phrase(8)], ['label', phrase(2)], ['nameField', [['label', 'Name'], ['type', 'Text']]], ['pluralLabel', phrase(2)], ['sharingModel', 'ReadWrite']];
}

function fieldTree(name: string, random: Random, phrase: (words: number) => string): Tree[] {
  const common: Tree[] = [['fullName', name], ['description', phrase(12)], ['inlineHelpText', phrase(10)], ['label', phrase(3)]];
  const flag = random(9) === 0;
  switch (random(6)) {
    case 0:
      return [...common, ['type', 'Picklist'], ['valueSet', [['restricted', 'true'], ['valueSetDefinition', [['sorted', 'false'], ...Array.from({ length: 4 + random(20) }, (_, index) => valueTree(`${phrase(2)} ${index}`, random(5) === 0 ? phrase(3) : null))]]]]];
    case 1:
      return [...common, ['precision', '18'], ['scale', '2'], ['trackHistory', String(flag)], ['type', 'Currency']];
    case 2:
      return [...common, ['formula', formulaText(random)], ['formulaTreatBlanksAs', 'BlankAsBlank'], ['type', 'Checkbox']];
    case 3:
      return [...common, ['deleteConstraint', 'SetNull'], ['referenceTo', 'Account'], ['relationshipName', `R${name.slice(1, -3)}`], ['type', 'Lookup']];
    case 4:
      return [...common, ['length', '32768'], ['type', 'LongTextArea'], ['visibleLines', '5']];
    default:
      return [...common, ['length', String(1 + random(255))], ['required', String(flag)], ['type', 'Text'], ['unique', 'false']];
  }
}

/** Most values are shown as they are called. */
function valueTree(name: string, label: string | null): Tree {
  return ['value', [['fullName', name], ['default', 'false'], ['label', label ?? name]]];
}

function ruleTree(index: number, random: Random, phrase: (words: number) => string): Tree[] {
  return [['fullName', `Handrail_R${index}`], ['active', 'true'], ['description', `handrail: ${phrase(6)}`], ['errorConditionFormula', formulaText(random)], ['errorDisplayField', `F${random(50)}__c`], ['errorMessage', `[R-${index}] ${phrase(9)}`]];
}

function formulaText(random: Random): string {
  const field = (): string => `F${random(50)}__c`;
  const parts = [
    'OR(ISNEW(), ISCHANGED(StageName))',
    `NOT($Permission.Handrail_Bypass_Opportunity_Gates)`,
    `CASE(StageName, "Prospecting", 10, "Qualification", 20, "Needs Analysis", 30, "Closed Won", 100, 0) > ${10 * (1 + random(8))}`,
    `OR(ISBLANK(${field()}), LEN(TRIM(${field()})) < ${3 + random(40)}, CONTAINS("|tbd|n/a|none|?|", "|" & LOWER(TRIM(${field()})) & "|"))`,
    `Amount * ${1 + random(9)} >= ${1000 * (1 + random(90))}`,
    `CreatedDate >= DATETIMEVALUE("2026-0${1 + random(9)}-01 00:00:00")`,
  ];
  return `AND(\n  ${parts.slice(0, 3 + random(4)).join(',\n  ')}\n)`;
}

const ENTITIES: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&apos;' };

function plain(root: string, children: readonly Tree[]): string {
  const print = ([name, content]: Tree, indent: string): string =>
    typeof content === 'string' ? `${indent}<${name}>${content.replace(/[&<>"']/g, (character) => ENTITIES[character] ?? '')}</${name}>\n` : `${indent}<${name}>\n${content.map((child) => print(child, `${indent}    `)).join('')}${indent}</${name}>\n`;
  return `<?xml version="1.0" encoding="UTF-8"?>\n<${root} xmlns="http://soap.sforce.com/2006/04/metadata">\n${children.map((child) => print(child, '    ')).join('')}</${root}>\n`;
}

/** What newer API versions, other clients and the platform itself write beside what was deployed. */
const ADDED: Readonly<Record<string, readonly Tree[]>> = {
  CustomObject: [['actionOverrides', [['actionName', 'Accept'], ['type', 'Default']]], ['allowInChatterGroups', 'false'], ['compactLayoutAssignment', 'SYSTEM'], ['enableActivities', 'true'], ['enableLicensing', 'false'], ['externalSharingModel', 'Private'], ['visibility', 'Public']],
  CustomField: [['businessStatus', 'Active'], ['complianceGroup', ''], ['externalId', 'false'], ['securityClassification', 'Internal'], ['trackFeedHistory', 'false'], ['trackTrending', 'false'], ['trackHistory', 'false'], ['required', 'false'], ['caseSensitive', 'false']],
  ValidationRule: [['shouldEvaluateOnClient', 'true']],
  value: [['isActive', 'true'], ['color', '#1B96FF']],
};

/** How seldom there is what hardly any client writes: CDATA, numbered characters, comments, ends of line of Windows. */
const SELDOM = 40;

function noisy(root: string, children: readonly Tree[], random: Random): string {
  const lineEnd = random(SELDOM) === 0 ? '\r\n' : '\n';
  const unit = ['', '  ', '\t', '    '][random(4)] ?? '';
  const print = (node: Tree, indent: string): string => {
    const [name, content] = node;
    const comment = random(SELDOM * 4) === 0 ? `${indent}<!-- kept by hand -->${lineEnd}` : '';
    if (typeof content === 'string') return `${comment}${indent}<${name}>${written(rewritten(name, content, random), random)}</${name}>${random(20) === 0 ? ' ' : ''}${lineEnd}`;
    return `${comment}${indent}<${name}>${lineEnd}${withAdded(name, content, random).map((child) => print(child, indent + unit)).join('')}${indent}</${name}>${lineEnd}`;
  };
  const head = ['<?xml version="1.0" encoding="UTF-8"?>', "<?xml version='1.0' encoding='UTF-8' standalone='yes'?>", '\uFEFF<?xml version="1.0" encoding="utf-8"?>'][random(SELDOM) === 0 ? 1 + random(2) : 0] ?? '';
  return `${head}${lineEnd}<${root} xmlns="http://soap.sforce.com/2006/04/metadata" xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">${lineEnd}${withAdded(root, children, random).map((child) => print(child, unit)).join('')}</${root}>${lineEnd}`;
}

/** Defaults left out or said, elements the platform adds, in any order. Values of a picklist keep theirs, which people see. */
function withAdded(name: string, children: readonly Tree[], random: Random): Tree[] {
  const names = new Set(children.map(([child]) => child));
  const kept = children.filter(([child, content]) => !(content === 'false' && DEFAULT_FALSE.has(child) && random(2) === 0));
  const added = (ADDED[name] ?? []).filter(([child]) => !names.has(child) && random(3) === 0);
  const all = [...kept, ...added];
  return name === 'valueSetDefinition' ? all : shuffled(all, random);
}

const DEFAULT_FALSE: ReadonlySet<string> = new Set(['required', 'unique', 'trackHistory', 'externalId', 'default', 'sorted']);

/** White space, and now and then a comment or parentheses that change nothing. */
function rewritten(name: string, text: string, random: Random): string {
  if (name !== 'errorConditionFormula' && name !== 'formula') return random(SELDOM) === 0 ? ` ${text}\n` : text;
  const spaced = [text, text.replace(/\s+/g, ' '), text.replace(/,\s*/g, ' ,\r\n\t')][random(3)] ?? text;
  return random(SELDOM) === 0 ? `/* as agreed */ (${spaced.replace(/\b(AND|OR|LEN)\(/g, (call) => call.toLowerCase())})` : spaced;
}

/** Text as any of the ways XML has. */
function written(text: string, random: Random): string {
  if (random(SELDOM) === 0 && !text.includes(']]>')) return `<![CDATA[${text}]]>`;
  return text.replace(/[&<>"']/g, (character) => {
    if (random(SELDOM) > 0) return random(4) > 0 || character === '&' || character === '<' ? (ENTITIES[character] ?? '') : character;
    if (character === '&' || character === '<') return random(2) === 0 ? `&#${character.charCodeAt(0)};` : (ENTITIES[character] ?? '');
    return [character, ENTITIES[character] ?? '', `&#x${character.charCodeAt(0).toString(16)};`][random(3)] ?? '';
  });
}

function shuffled<T>(items: readonly T[], random: Random): T[] {
  const all = [...items];
  for (let index = all.length - 1; index > 0; index--) {
    const other = random(index + 1);
    [all[index], all[other]] = [all[other] as T, all[index] as T];
  }
  return all;
}
