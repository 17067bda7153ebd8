import { escapeHtml, imageCode, isScript, linkCode } from '../evaluate/markup.ts';
import { unsupported } from '../evaluate/error.ts';
import { settled, toInteger } from '../evaluate/number.ts';
import type { Compiled, Frame } from '../evaluate/value.ts';
import { problem } from '../problems.ts';
import type { FormulaProblem } from '../types.ts';
import { number, strict, text, textOr } from './row.ts';
import type { FunctionRow, TypedCall } from './row.ts';

function encoder(name: string, summary: string, encode: (value: string) => string): FunctionRow {
  return { name, family: 'advanced', summary, contexts: ['flow'], returns: 'Text', parameters: [text('text')], implement: strict<[string]>(encode) };
}

/** A script is refused where it is written. */
function noScript({ expression, kind }: TypedCall): readonly FormulaProblem[] {
  const [url] = expression.args;
  if (url?.kind === 'text' && isScript(url.value)) {
    return [problem('not-allowed-here', `Incorrect argument value for function '${expression.name}()'. Javascript is not allowed.`, url.span)];
  }
  return kind === 'flow'
    ? [problem('unsupported', `${expression.name} in a flow is not supported: what a flow makes of the link is not known.`, expression.span)]
    : [];
}

function size(argument: Compiled | undefined, frame: Frame): number | null {
  const value = argument?.(frame) ?? null;
  return value === null ? null : toInteger(settled(value as Parameters<typeof settled>[0]));
}

/** Functions that write text for a page: links, pictures, escapes. */
export const MARKUP: readonly FunctionRow[] = [
  {
    name: 'HYPERLINK', family: 'advanced', contexts: ['formulaField', 'flow'], returns: 'Text', markup: 'makes',
    summary: 'A text that leads to an address, in a new window unless a target is given.',
    parameters: [text('url'), text('friendly_name'), text('target')], optional: 1,
    check: noScript,
    implement: ({ args }) => (frame) => {
      const url = textOr(args[0], frame);
      if (isScript(url)) {
        throw unsupported('HYPERLINK to a script', 'what Salesforce shows in its place is not known.');
      }
      return linkCode(url, textOr(args[1], frame), textOr(args[2], frame) || '_blank');
    },
  },
  {
    name: 'IMAGE', family: 'advanced', contexts: ['formulaField'], returns: 'Text', markup: 'makes',
    summary: 'A picture from an address, with the text that stands for it and its height and width in pixels.',
    parameters: [text('image_url'), text('alternate_text'), number('height'), number('width')], optional: 2,
    implement: ({ args }) => (frame) => imageCode(textOr(args[0], frame), textOr(args[1], frame), size(args[2], frame), size(args[3], frame)),
  },
  encoder('HTMLENCODE', 'The text with HTML\'s own characters escaped.', escapeHtml),
  encoder('JSENCODE', 'The text with quotes and backslashes escaped for JavaScript.', (value) => value.replace(/[\\'"]/g, '\\$&')),
  // Not JSENCODE and then HTMLENCODE: only the apostrophe is escaped for JavaScript (org probe fv_jsinhtmlencode, 2026-07-28).
  encoder('JSINHTMLENCODE', 'The text escaped for JavaScript that stands in HTML.', (value) => escapeHtml(value.replaceAll("'", "\\'"))),
  encoder('URLENCODE', 'The text escaped for a URL.', (value) =>
    encodeURIComponent(value.toWellFormed()).replace(/[!'()~]/g, (character) => `%${character.charCodeAt(0).toString(16).toUpperCase()}`).replaceAll('%20', '+')),
];
