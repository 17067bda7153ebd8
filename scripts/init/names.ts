/** Codes and words that follow from the org's own names. */

const LONGEST_CODE = 4;

/** `Needs Analysis` is `NEED`, or `NA` where that is taken; accents fall away, and what has no Latin letter is numbered. */
function wordsFor(name: string, position: number): [first: string, ...others: string[]] {
  const words = ascii(name).toUpperCase().match(/[A-Z][A-Z0-9]*/g) ?? [];
  const [first = ''] = words;
  const short = first.length < LONGEST_CODE ? words.join('') : first;
  const codes = [short, words.map((word) => word.charAt(0)).join('')].map((word) => word.slice(0, LONGEST_CODE)).filter((word) => word.length >= 2);
  const [best = `S${String(position).padStart(2, '0')}`, ...others] = codes;
  return [best, ...others];
}

/** A code for every stage or status, each its own: the same names in the same order give the same codes. */
export function stageCodes(names: readonly string[]): ReadonlyMap<string, string> {
  const taken = new Set<string>();
  return new Map(
    names.map((name, index) => {
      const words = wordsFor(name, index + 1);
      const [word] = words;
      let code = words.find((candidate) => !taken.has(candidate)) ?? word;
      for (let next = 2; taken.has(code); next++) code = `${word.slice(0, LONGEST_CODE - String(next).length)}${next}`;
      taken.add(code);
      return [name, code] as const;
    }),
  );
}

const LOOK_ALIKES: Readonly<Record<string, string>> = { '‘': "'", '’': "'", '‚': "'", '“': '"', '”': '"', '„': '"', '«': '"', '»': '"', '–': '-', '—': '-', '…': '...', '•': '-', ' ': ' ', ß: 'ss', æ: 'ae', ø: 'o', œ: 'oe', Æ: 'AE', Ø: 'O', '€': 'EUR' };

/** The text in plain ASCII, on one line; characters without a likeness are left out. */
export function ascii(text: string): string {
  return [...text]
    .map((character) => LOOK_ALIKES[character] ?? character)
    .join('')
    .normalize('NFKD')
    .replace(/\s+/g, ' ')
    .replace(/[^\x20-\x7E]/g, '')
    .trim();
}

/** One line of any letters, without what a terminal or an editor would not show. */
export function oneLine(text: string, most: number): string {
  const line = text.replace(/\s+/g, ' ').replace(/\p{C}/gu, '').trim();
  const characters = [...line];
  return characters.length <= most ? line : `${characters.slice(0, most - 3).join('').trimEnd()}...`;
}

/** `Require_Next_Step` is `Require next step`. */
export function humanised(name: string): string {
  const words = name.replace(/__c$/, '').replace(/_+/g, ' ').replace(/([a-z])([A-Z])/g, '$1 $2').replace(/\s+/g, ' ').trim();
  return words === words.toUpperCase() ? words : words.charAt(0).toUpperCase() + words.slice(1);
}

/** A message without the codes in brackets it begins with. */
export function withoutLeadingCodes(message: string): string {
  return message.replace(/^(?:\[[^\]]*\]\s*)+/, '').trim();
}

/** The platform's limit for the message of a rule; the code and its brackets are part of it. */
const MESSAGE_LIMIT = 255;

/**
 * The message of an org's rule as a playbook's: plain ASCII, without a code of its own, with room for the new one.
 * @returns null when nothing of it is left, as of a message in a script that ASCII does not have
 */
export function messageFor(id: string, text: string): string | null {
  const room = MESSAGE_LIMIT - `[${id}] `.length;
  const letters = [...text].filter((character) => /\p{L}/u.test(character)).length;
  const plain = withoutLeadingCodes(ascii(text));
  const kept = [...plain].filter((character) => /[A-Za-z]/.test(character)).length;
  if (plain.length < 10 || kept * 2 < letters) return null;
  return plain.length <= room ? plain : `${plain.slice(0, room - 3).trimEnd()}...`;
}
