/**
 * The rules of a request to pass a criterion: which may be asked for and how long follow from the playbook; who decides,
 * and that what was decided stays, is the same everywhere. All of them are generated, so that drift sees each one.
 */
import { parseFormula, printFormula, text } from '../../formula/index.ts';
import type { Playbook } from '../../playbook/model.ts';
import type { MetadataComponent } from '../metadataModel.ts';
import { isOverridable } from '../override.ts';
import { lowerValidationRule } from './validationRules.ts';

const OBJECT = 'Handrail_Override__c';

interface Rule {
  readonly name: string;
  readonly says: string;
  readonly field: string;
  readonly formula: string;
  readonly message: string;
}

const FIXED: readonly Rule[] = [
  {
    name: 'Starts_Asked', says: 'a request starts as one', field: 'Status__c',
    formula: 'AND(ISNEW(), NOT(ISPICKVAL(Status__c, "Requested")))',
    message: '[OVR-01] A request starts as Requested. Somebody else decides it.',
  },
  {
    name: 'Approver', says: 'only holders of Handrail Approve Overrides decide, and never a request of their own', field: 'Status__c',
    formula: `AND(
      ISCHANGED(Status__c),
      OR(ISPICKVAL(Status__c, "Granted"), ISPICKVAL(Status__c, "Refused")),
      OR(NOT($Permission.Handrail_Approve_Overrides), CreatedById = $User.Id))`,
    message: '[OVR-02] Granting and refusing is for approvers, and never for the person who asked. Ask a manager.',
  },
  {
    name: 'Reason', says: 'a reason that the approver and the review can judge', field: 'Reason__c',
    formula: 'AND(OR(ISNEW(), ISCHANGED(Reason__c)), LEN(TRIM(Reason__c)) < 20)',
    message: '[OVR-03] Why should this deal go on without it? A sentence in Reason, 20 characters or more.',
  },
  {
    name: 'Decided', says: 'what was decided stays as it was; only a grant can be withdrawn', field: 'Status__c',
    formula: `AND(
      NOT(ISNEW()),
      NOT(ISPICKVAL(PRIORVALUE(Status__c), "Requested")),
      OR(
        ISCHANGED(Criterion__c),
        ISCHANGED(Reason__c),
        ISCHANGED(Until__c),
        AND(ISCHANGED(Status__c), NOT(AND(ISPICKVAL(PRIORVALUE(Status__c), "Granted"), ISPICKVAL(Status__c, "Withdrawn"))))))`,
    message: '[OVR-04] This request has been decided. Withdraw it if it was granted, or ask anew.',
  },
];

/** None where no criterion allows it. */
export function lowerOverrideRules(playbook: Playbook): MetadataComponent[] {
  const codes = playbook.objects.flatMap((object) => object.criteria).filter((criterion) => isOverridable(playbook, criterion)).map(({ id }) => id);
  if (codes.length === 0) return [];
  const rules = [...FIXED, criterionRule(codes), ...(playbook.governance === null ? [] : [untilRule(playbook.governance.override.mostDays)])];
  return rules.map(({ name, says, field, formula, message }) =>
    lowerValidationRule({ object: OBJECT, name: `Handrail_Override_${name}`, active: true, description: `handrail: ${says}. playbook=${playbook.version}`, formula: printed(formula), errorField: field, message }),
  );
}

function criterionRule(codes: readonly string[]): Rule {
  return {
    name: 'Criterion', says: 'criteria that somebody may be excused from', field: 'Criterion__c',
    formula: `AND(OR(ISNEW(), ISCHANGED(Criterion__c)), NOT(CONTAINS(${printFormula(text(`|${codes.join('|')}|`))}, "|" & Criterion__c & "|")))`,
    message: `[OVR-05] Nobody is excused from this criterion. Enter the code of one that may be passed, such as ${codes[0] ?? ''}.`,
  };
}

function untilRule(days: number): Rule {
  return {
    name: 'Until', says: 'how long an exception may last', field: 'Until__c',
    formula: `AND(OR(ISNEW(), ISCHANGED(Until__c)), OR(Until__c < TODAY(), Until__c > TODAY() + ${days}))`,
    message: `[OVR-06] An exception lasts ${days} days at most. Choose a day from today on in Until.`,
  };
}

function printed(source: string): string {
  const { expression } = parseFormula(source);
  if (expression === undefined) throw new Error(`A rule of overrides does not parse: ${source}`);
  return printFormula(expression, { indent: true });
}
