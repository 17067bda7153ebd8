/**
 * The files of a playbook as one text, for keeping in a field of an org: what the definitions were can be read again by any later
 * version, since it is the YAML that is kept.
 */
import { gunzipSync, gzipSync } from 'node:zlib';
import { z } from 'zod';
import { MOST_BYTES } from './yaml/limits.ts';

const MARK = 'handrail.playbook/1:';
const MOST_FILES = 100;

const filesSchema = z.array(z.tuple([z.string().regex(/^[\w-][\w.-]*\.ya?ml$/), z.string().max(MOST_BYTES)])).max(MOST_FILES);

export type Texts = readonly (readonly [name: string, text: string])[];

export function packTexts(texts: Texts): string {
  return `${MARK}${gzipSync(JSON.stringify(texts), { level: 9 }).toString('base64')}`;
}

/** @throws RangeError for what this did not write: another form, or larger than a playbook may be */
export function unpackTexts(packed: string): Texts {
  if (!packed.startsWith(MARK)) throw new RangeError('it is written in another form than this version reads');
  try {
    return filesSchema.parse(JSON.parse(gunzipSync(Buffer.from(packed.slice(MARK.length), 'base64'), { maxOutputLength: 8 * MOST_BYTES }).toString('utf8')));
  } catch (error) {
    throw new RangeError('it cannot be unpacked', { cause: error });
  }
}
