import { problem } from '../diagnostics.ts';
import { at, criteriaOf, type Check } from './check.ts';

/** The platform's limit for the error message of a validation rule. */
export const LONGEST_MESSAGE = 255;

export const messages: Check = {
  name: 'messages fit and read everywhere',
  *run(context) {
    for (const criterion of criteriaOf(context.playbook)) {
      const { id, message } = criterion;
      const position = at(context, criterion, 'message');
      if (message.length > LONGEST_MESSAGE) yield problem('message-length', position, { id, length: String(message.length) }, `Shorten it by ${message.length - LONGEST_MESSAGE}.`);
      const foreign = /[^\x20-\x7E]/u.exec(message)?.[0];
      if (foreign !== undefined) yield problem('message-ascii', position, { id, character: foreign });
      if (message.startsWith('[', id.length + 3)) yield problem('message-code', position, { id }, 'Leave the code out.');
    }
  },
};
