/** Names come from records: in no report do they become markup, or turn what stands beside them round. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { html } from './html.ts';
import { markdownText } from './markdown.ts';

const HOSTILE = '\u202Egnp.exe\u2066 <b>|\u200B\u0007\u2028next';

test('in HTML', () => {
  assert.equal(html`<p title="${HOSTILE}">${'a\tb\nc'}</p>`.text, '<p title="\uFFFDgnp.exe\uFFFD &lt;b&gt;|\uFFFD\uFFFD next">a\tb\nc</p>');
});

test('in Markdown', () => {
  assert.equal(markdownText(`${HOSTILE}\nand Zürich 東京 🚀`), '\uFFFDgnp.exe\uFFFD &#60;b&#62;&#124;\uFFFD\uFFFD next and Zürich 東京 🚀');
});
