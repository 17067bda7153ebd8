/** A pack as JSON that fits its field: whole where it can be, else with shorter lists that say how much is left out. */
import type { Block, Pack, Section } from '../review/index.ts';

/** Characters of a long text area. */
export const PACK_LONGEST = 131_072;

/** What is left of each block and each number, in the order in which it is tried. */
const STEPS: readonly { readonly rows: number; readonly records: number }[] = [
  { rows: Infinity, records: Infinity },
  { rows: Infinity, records: 5 },
  { rows: 25, records: 5 },
  { rows: 12, records: 3 },
  { rows: 5, records: 1 },
  { rows: 1, records: 0 },
];
/** Of a cell or a sentence, when lists alone are not enough. */
const SHORT = 200;

/** A pack as the org has it: the org knows its own address, and when the pack was made stands in a field of its own. */
type Kept = Omit<Pack, 'asOf' | 'day' | 'source'>;

export interface StoredPack extends Kept {
  readonly format: 1;
  /** Lines and rows that did not fit. */
  readonly leftOut: number;
}

/** The org knows its own address. */
const LEFT_OUT = 'url';

/** Pure. @returns whole JSON of at most `longest` characters, for any pack a meeting can have */
export function packJson(pack: Pack, longest = PACK_LONGEST): string {
  const { asOf: _, day: __, source: ___, ...rest } = pack;
  const whole = JSON.parse(JSON.stringify(rest, (key, value: unknown) => (key === LEFT_OUT ? undefined : value))) as Kept;
  for (const step of STEPS) {
    const text = JSON.stringify(cut(whole, step));
    if (text.length <= longest) return text;
  }
  return JSON.stringify(cut(JSON.parse(JSON.stringify(whole), (_key, value: unknown) => (typeof value === 'string' ? value.slice(0, SHORT) : value)) as Kept, { rows: 1, records: 0 }));
}

function cut(pack: Kept, step: (typeof STEPS)[number]): StoredPack {
  let leftOut = 0;
  const ofBlock = (block: Block): Block[] => {
    if (block.kind === 'note') return [block];
    if (block.kind === 'list') {
      const gone = Math.max(0, block.rows.length - step.rows);
      leftOut += gone;
      return [{ ...block, rows: block.rows.slice(0, block.rows.length - gone), more: block.more + gone }];
    }
    const gone = Math.max(0, block.lines.length - step.rows);
    leftOut += gone;
    const lines = block.lines.slice(0, block.lines.length - gone).map((line) => ({ ...line, records: line.records.slice(0, step.records) }));
    return [{ ...block, lines }, ...(gone === 0 ? [] : [{ kind: 'note' as const, text: `and ${gone} more, for which the stored pack has no room:`, command: `handrail review ${pack.name}` }])];
  };
  const ofSection = (section: Section): Section => ({ ...section, blocks: section.blocks.flatMap(ofBlock) });
  const [headline = pack.headline] = ofBlock(pack.headline);
  const sections = { opening: pack.opening.map(ofSection), preRead: pack.preRead.map(ofSection), agenda: pack.agenda.map(ofSection) };
  return { format: 1, ...pack, headline, ...sections, leftOut };
}
