import { nearest } from '../../formula/index.ts';
import { problem, type Problem } from '../diagnostics.ts';
import type { Translation } from '../model.ts';
import { textAt, textKey, textsOf, type Text } from '../texts.ts';
import { at, didYouMean, type Check, type CheckContext } from './check.ts';
import { LONGEST_MESSAGE } from './messages.ts';

/** Of the first missing texts, so that one knows where to begin. */
const MOST_NAMED = 3;

/** What stands at each level of a group of texts. */
const LEVELS: Readonly<Record<string, readonly string[]>> = {
  criteria: ['criterion', 'text'],
  stages: ['object with stages', 'stage', 'text'],
  handoffs: ['handoff'],
  clocks: ['clock'],
  phrases: ['phrase'],
  help: ['object with fields of its own', 'field with a help text'],
};

export const translations: Check = {
  name: 'a translation says what the playbook says',
  needsAllFiles: true,
  *run(context) {
    const texts = textsOf(context.playbook);
    for (const translation of context.playbook.translations) {
      yield* unknownIds(context, translation, texts);
      yield* unfitMessages(context, translation, texts);
      const missing = texts.filter(({ path }) => textAt(translation.texts, path) === undefined);
      if (missing.length > 0) {
        const first = missing.slice(0, MOST_NAMED).map(({ path }) => textKey(path)).join(', ');
        yield problem('not-translated', translation.position, { language: translation.language, missing: String(missing.length), all: String(texts.length) }, `They are shown in the playbook's own language, such as ${first}.`);
      }
    }
  },
};

/** Each id once, however many texts stand under it. */
function* unknownIds(context: CheckContext, translation: Translation, texts: readonly Text[]): Iterable<Problem> {
  const { yaml } = context.places.of(translation);
  const known = texts.map(({ path }) => path);
  const walk = function* (value: unknown, path: readonly string[]): Iterable<Problem> {
    if (typeof value !== 'object' || value === null) return;
    const here = known.filter((candidate) => path.every((key, index) => candidate[index] === key)).flatMap((candidate) => candidate[path.length] ?? []);
    for (const [key, inner] of Object.entries(value)) {
      const [group = '', ...rest] = [...path, key];
      const what = LEVELS[group]?.[rest.length - 1] ?? 'text';
      if (path.length > 0 && !here.includes(key)) yield problem('unknown-reference', yaml.locateKey([...path, key]), { what, id: key }, didYouMean(nearest(key, [...new Set(here)])));
      else yield* walk(inner, [...path, key]);
    }
  };
  // The parsed file, not the text: a slip is healed there.
  yield* walk(context.files.find(({ yaml: of }) => of === yaml)?.data, []);
}

function* unfitMessages(context: CheckContext, translation: Translation, texts: readonly Text[]): Iterable<Problem> {
  for (const { path } of texts) {
    const [group, id = '', key] = path;
    const message = group === 'criteria' && key === 'message' ? textAt(translation.texts, path) : undefined;
    if (message === undefined) continue;
    const position = at(context, translation, ...path);
    const length = message.length + id.length + '[] '.length;
    if (length > LONGEST_MESSAGE) yield problem('message-length', position, { id, length: String(length) }, `Shorten it by ${length - LONGEST_MESSAGE}.`);
    if (/^\[[A-Z]/.test(message)) yield problem('message-code', position, { id }, 'Leave the code out.');
  }
}
