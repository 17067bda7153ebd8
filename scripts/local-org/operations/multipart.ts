/** multipart/form-data as the REST deploy sends it: a JSON part and a file. */
import { OrgError } from '../engine/types.ts';

export interface Part {
  readonly name: string;
  readonly content: Buffer;
}

const MAX_PARTS = 10;
const bad = (what: string): OrgError => new OrgError('INVALID_MULTIPART_REQUEST', `The multipart request cannot be read: ${what}.`);

/** @throws OrgError INVALID_MULTIPART_REQUEST */
export function readMultipart(contentType: string, body: Buffer): readonly Part[] {
  const boundary = /^multipart\/form-data\s*;.*boundary=(?:"([^"]{1,70})"|([^\s;]{1,70}))/i.exec(contentType);
  if (boundary === null) throw bad('the content type must be multipart/form-data with a boundary');
  const mark = Buffer.from(`--${boundary[1] ?? boundary[2] ?? ''}`);
  const parts: Part[] = [];
  let at = body.indexOf(mark);
  while (at >= 0) {
    const start = at + mark.length;
    if (body.subarray(start, start + 2).toString('latin1') === '--') return parts;
    const headEnd = body.indexOf('\r\n\r\n', start);
    const end = body.indexOf(Buffer.concat([Buffer.from('\r\n'), mark]), headEnd);
    if (headEnd < 0 || end < 0) throw bad('it ends in the middle of a part');
    const name = /content-disposition:[^\r\n]*;\s*name="([^"]*)"/i.exec(body.subarray(start, headEnd).toString('utf8'))?.[1];
    if (name === undefined) throw bad('a part has no name');
    if (parts.length >= MAX_PARTS) throw bad(`it has more than ${MAX_PARTS} parts`);
    parts.push({ name, content: body.subarray(headEnd + 4, end) });
    at = end + 2;
  }
  throw bad('the closing boundary is missing');
}
