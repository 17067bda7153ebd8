import type { Playbook } from '../../playbook/model.ts';
import { askedFields } from '../criteria/questions.ts';
import type { Columns } from '../relational/expression.ts';
import { itemColumns } from './handoffItems.ts';

/** Fields of the opportunity that only the playbook names, with their types: what its criteria read, and what a handoff must pass on. */
export function playbookColumns(playbook: Playbook): Columns {
  return { ...askedFields(playbook), ...itemColumns(playbook) };
}
