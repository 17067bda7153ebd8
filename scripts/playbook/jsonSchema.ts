/** JSON Schemas of the topics, so that editors complete and check while typing. */
import { z } from 'zod';
import { allTopics } from './topics.ts';

/** A file for the disk; the shape is the compiler's, which this layer does not know. */
export interface GeneratedFile {
  /** Relative to the project's root, with forward slashes. */
  readonly path: string;
  readonly contents: string;
}

/** @returns files for config/schema; the same playbook code always gives the same bytes */
export function generateSchemas(): GeneratedFile[] {
  return allTopics().map(({ name, schema }) => ({
    path: `config/schema/${name}.schema.json`,
    contents: `${JSON.stringify({ title: `Handrail playbook: ${name}`, ...z.toJSONSchema(schema, { io: 'input' }) }, null, 2)}\n`,
  }));
}
