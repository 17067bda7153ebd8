import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';
import { companySchema, customersSchema, dealsSchema, leadsSchema, type Tables } from './schema.ts';

/** The tables of the demo company, files of this folder. */
const TABLE_FILES = ['company.yaml', 'leads.yaml', 'deals.yaml', 'customers.yaml'] as const;

/**
 * Dates stay text: YAML would make them midnight UTC, which is another day in New York.
 * @param dir config/sample
 * @throws Error naming the file and the key
 */
export async function loadTables(dir: string): Promise<Tables> {
  const [company, leads, deals, customers] = await Promise.all(TABLE_FILES.map(async (name) => ({ name, value: parse(await readFile(join(dir, name), 'utf8'), { schema: 'core' }) as unknown })));
  const read = <T extends z.ZodType>(schema: T, file: typeof company): z.infer<T> => {
    const result = schema.safeParse(file?.value);
    if (!result.success) throw new Error(`config/sample/${file?.name ?? ''} is not what the demo company is planned from:\n${z.prettifyError(result.error)}`);
    return result.data;
  };
  return { company: read(companySchema, company), leads: read(leadsSchema, leads), deals: read(dealsSchema, deals), customers: read(customersSchema, customers) };
}
