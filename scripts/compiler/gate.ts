import type { Trigger } from '../playbook/model.ts';

/** What the gate is called in descriptions and records: the stage it ends, the value it guards, or the fields it watches. */
export function gateName(trigger: Trigger): string {
  switch (trigger.kind) {
    case 'exit':
      return trigger.stage;
    case 'enter':
    case 'leave':
      return trigger.value;
    case 'change':
      return trigger.fields.join(' or ');
  }
}
