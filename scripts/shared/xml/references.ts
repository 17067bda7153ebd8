/** Character references of XML: the five named ones and numeric ones. Others would need a document type, which is refused. */

const NAMED: ReadonlyMap<string, string> = new Map([['amp', '&'], ['lt', '<'], ['gt', '>'], ['quot', '"'], ['apos', "'"]]);

/** `#x10FFFF` and leading zeros. */
const LONGEST = 10;

/** @param refuse called with the position in `text` of what is no reference, and why */
export function decodeReferences(text: string, refuse: (offset: number, why: string) => never): string {
  let decoded = '';
  let from = 0;
  for (let at = text.indexOf('&'); at >= 0; at = text.indexOf('&', from)) {
    const end = text.indexOf(';', at + 1);
    if (end < 0 || end === at + 1 || end - at > LONGEST) return refuse(at, 'an ampersand that begins no character reference');
    const name = text.slice(at + 1, end);
    const character = NAMED.get(name) ?? numbered(name);
    if (character === undefined) return refuse(at, `a reference &${name}; that is no character of XML`);
    decoded += text.slice(from, at) + character;
    from = end + 1;
  }
  return decoded + text.slice(from);
}

function numbered(name: string): string | undefined {
  if (!/^#(?:x[0-9a-fA-F]{1,7}|[0-9]{1,8})$/.test(name)) return undefined;
  const point = name[1] === 'x' ? Number.parseInt(name.slice(2), 16) : Number.parseInt(name.slice(1), 10);
  const allowed = point === 9 || point === 10 || point === 13 || (point >= 0x20 && point <= 0xd7ff) || (point >= 0xe000 && point <= 0xfffd) || (point >= 0x10000 && point <= 0x10ffff);
  return allowed ? String.fromCodePoint(point) : undefined;
}
