/** Values that stand in a flow's parts: literals, references, and texts with references in them. */
import type { FormulaType } from '../../../formula/types.ts';
import { dataTypeOf } from './declared.ts';
import { flagOf, nodeOf, nodesOf, textOf, type MetadataNode } from './metadata.ts';
import { bounded } from './program.ts';
import { checkPart, type Report } from './report.ts';
import type { Resources } from './resources.ts';
import type { Source } from './source.ts';
import { familyOf } from './values.ts';

const LITERALS: Readonly<Record<string, FormulaType>> = { stringValue: 'Text', numberValue: 'Number', booleanValue: 'Boolean', dateValue: 'Date', dateTimeValue: 'DateTime' };

const MERGE_FIELD = /\{!([^{}]*)\}/g;

/** A text with `{!Reference}` in it. Only texts are put in: how an org writes numbers and dates there depends on the user's locale. */
export function mergedText(text: string, where: string, resources: Resources, report: Report): Source | undefined {
  if (!text.includes('{!')) return { type: 'Text', read: () => text };
  const parts: (string | Source)[] = [];
  let end = 0;
  let complete = true;
  for (const match of text.matchAll(MERGE_FIELD)) {
    const reference = (match[1] ?? '').trim();
    const source = resources.source(reference);
    if (source !== undefined && familyOf(source.type) !== 'text') report.unsupported(`a ${source.type} in the text "${match[0]}" of ${where}`);
    if (source === undefined) {
      complete = false;
      continue;
    }
    parts.push(text.slice(end, match.index), source);
    end = match.index + match[0].length;
  }
  parts.push(text.slice(end));
  if (!complete) return undefined;
  return {
    type: 'Text',
    read: (interview) => bounded(parts.map((part) => (typeof part === 'string' ? part : String(part.read(interview) ?? ''))).join(''), where),
  };
}

/** The `value` or `rightValue` of a part as a scalar; undefined when it was reported. */
export function valueSource(node: MetadataNode | undefined, where: string, resources: Resources, report: Report): Source | undefined {
  if (node === undefined || Object.keys(node).length === 0) {
    report.unsupported(`${where} without a value`);
    return undefined;
  }
  checkPart(node, 'value', where, report);
  const reference = textOf(node, 'elementReference');
  if (reference !== null) return resources.source(reference);
  for (const [name, type] of Object.entries(LITERALS)) {
    const literal = node[name];
    if (typeof literal === 'string' && type === 'Text') return mergedText(literal, where, resources, report);
    if (typeof literal === 'string' || typeof literal === 'number' || typeof literal === 'boolean') return { type, read: () => literal };
  }
  return undefined;
}

/** Gives constants and text templates their values. */
export function defineTexts(metadata: MetadataNode, resources: Resources, report: Report): void {
  for (const node of nodesOf(metadata, 'constants')) {
    const name = textOf(node, 'name') ?? '';
    checkPart(node, 'constant', `constant ${name}`, report);
    const type = dataTypeOf(node, 'constants', report);
    const value = valueSource(nodeOf(node, 'value'), `constant ${name}`, resources, report);
    if (type === undefined || value === undefined) continue;
    if (familyOf(type) !== familyOf(value.type)) report.unsupported(`a ${value.type} as the value of constant ${name}`);
    resources.define(name, { type, read: value.read });
  }
  for (const node of nodesOf(metadata, 'textTemplates')) {
    const name = textOf(node, 'name') ?? '';
    checkPart(node, 'textTemplate', `text template ${name}`, report);
    if (!flagOf(node, 'isViewedAsPlainText')) report.unsupported(`text template ${name}, which is not viewed as plain text`);
    const text = mergedText(textOf(node, 'text') ?? '', `text template ${name}`, resources, report);
    if (text !== undefined) resources.define(name, text);
  }
}
