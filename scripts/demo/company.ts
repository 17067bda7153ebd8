/** The demo company's shape, read from config/sample/company.yaml. */
import { readFile } from 'node:fs/promises';
import { parse } from 'yaml';
import { z } from 'zod';

const day = z.iso.date();

const companySchema = z.strictObject({
  name: z.string(),
  seed: z.number().int(),
  currency: z.string(),
  time_zone: z.string(),
  as_of: z.iso.datetime(),
  history_from: day,
  /** Every row of leads, won, lost and open happens this many times. */
  repeat: z.number().int().min(1).max(20),
  segments: z.record(z.string(), z.strictObject({ employees: z.number(), arr: z.number(), one_off: z.number(), deals: z.number() })),
  leads: z.record(z.string(), z.strictObject({ leads: z.number(), converted: z.number() })),
  won: z.array(z.strictObject({ segment: z.string(), source: z.string(), cycle: z.number(), on: day })),
  lost: z.array(z.strictObject({ segment: z.string(), source: z.string(), from: z.string(), reason: z.string(), detail: z.string(), on: day })),
  open: z.array(z.strictObject({ segment: z.string(), source: z.string(), stage: z.string(), closes: day, count: z.number() })),
});

export type Company = z.infer<typeof companySchema>;

/** Dates stay text: YAML would make them midnight UTC, which is another day in New York. */
export async function loadCompany(file: string): Promise<Company> {
  return companySchema.parse(parse(await readFile(file, 'utf8'), { schema: 'core' }));
}

/** Small, seeded and even enough for choosing names: mulberry32 (public domain). */
export function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}
