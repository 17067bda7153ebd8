/** Custom Error: refuses the change that started the flow, on the record or at its fields. */
import { planOf } from '../../objectPlan.ts';
import { saveErrors } from '../../saveErrors.ts';
import { mergedText } from '../literals.ts';
import { flagOf, nodesOf, textOf, type MetadataNode } from '../metadata.ts';
import { FlowRefusal, FlowUnsupported, type FlowElement } from '../program.ts';
import { checkPart, noSuchField } from '../report.ts';
import type { FlowScope } from '../targets.ts';

/** Salesforce Help, Custom Error element. What happens to a longer text that a formula made is not documented. */
const LONGEST_MESSAGE = 255;

/** Compiles a Custom Error element. */
export function compileCustomError(node: MetadataNode, where: string, { object, resources, report }: FlowScope): FlowElement {
  const messages = nodesOf(node, 'customErrorMessages').flatMap((message) => {
    checkPart(message, 'customErrorMessage', where, report);
    const text = mergedText(textOf(message, 'errorMessage') ?? '', where, resources, report);
    const name = flagOf(message, 'isFieldError') ? textOf(message, 'fieldSelection') ?? '' : null;
    const field = name === null ? undefined : planOf(object).fields.get(name.toLowerCase());
    if (name !== null && name !== '' && field === undefined) report.wrong(noSuchField(name, object));
    return text === undefined ? [] : [{ text, fields: field === undefined ? [] : [field.apiName] }];
  });
  if (messages.length === 0) report.wrong(`${where} has no message.`);
  return (interview) => {
    throw new FlowRefusal(messages.map(({ text, fields }) => {
      const message = String(text.read(interview) ?? '');
      if (message.length > LONGEST_MESSAGE) throw new FlowUnsupported(`a custom error of more than ${LONGEST_MESSAGE} characters`);
      return saveErrors.validationRule(message, fields);
    }));
  };
}
