/**
 * Why a formula could not be computed.
 *
 * - `invalid-value`: a field holds something that its type does not allow; the reader is at fault, not the formula.
 * - `division-by-zero`, `invalid-number`, `invalid-date`, `invalid-pattern`, `out-of-range`, `blank-argument`: Salesforce shows
 *   #Error!, or refuses the save when it happens in a validation rule.
 * - `unsupported`: Salesforce would answer, this library does not know how; `subject` names the thing.
 */
export type FormulaErrorCode =
  | 'division-by-zero' | 'invalid-number' | 'invalid-date' | 'invalid-pattern' | 'out-of-range' | 'blank-argument' | 'invalid-value' | 'unsupported';

/** A formula that has no value for this record. The message is the part Salesforce shows behind `Formula "X" Invalid`. */
export class FormulaError extends Error {
  override readonly name = 'FormulaError';
  readonly code: FormulaErrorCode;
  /** The function or construct, when `code` is `unsupported`. */
  readonly subject: string | undefined;

  constructor(code: FormulaErrorCode, message: string, subject?: string) {
    super(message);
    this.code = code;
    this.subject = subject;
  }
}

/** The refusal to guess: names what is not supported. */
export function unsupported(subject: string, reason: string): FormulaError {
  return new FormulaError('unsupported', `${subject} is not supported: ${reason}`, subject);
}
