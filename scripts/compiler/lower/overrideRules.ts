/**
 * The rules of a request to pass a criterion: which may be asked for and how long follow from the playbook; who decides,
 * and that what was decided stays, is the same everywhere. All of them are generated, so that drift sees each one.
 */
import { parseFormula, printFormula, text } from '../../formula/index.ts';
import type { Playbook } from '../../playbook/model.ts';
import type { MetadataComponent } from '../metadataModel.ts';
import { isOverridable } from '../override.ts';
import { ENGLISH, OTHER_LANGUAGES, type OverrideCode } from './overrideTexts.ts';
import { lowerValidationRule } from './validationRules.ts';

export const OVERRIDE_OBJECT = 'Handrail_Override__c';

interface Rule {
  readonly name: string;
  readonly says: string;
  readonly field: string;
  readonly formula: string;
  readonly code: OverrideCode;
  /** The playbook's part of the message. */
  readonly part?: string;
}

const FIXED: readonly Rule[] = [
  {
    name: 'Starts_Asked', says: 'a request starts as one', field: 'Status__c',
    formula: 'AND(ISNEW(), NOT(ISPICKVAL(Status__c, "Requested")))',
    code: 'OVR-01',
  },
  {
    name: 'Approver', says: 'only holders of Handrail Approve Overrides decide, and never a request of their own', field: 'Status__c',
    formula: `AND(
      ISCHANGED(Status__c),
      OR(ISPICKVAL(Status__c, "Granted"), ISPICKVAL(Status__c, "Refused")),
      OR(NOT($Permission.Handrail_Approve_Overrides), CreatedById = $User.Id))`,
    code: 'OVR-02',
  },
  {
    name: 'Reason', says: 'a reason that the approver and the review can judge', field: 'Reason__c',
    formula: 'AND(OR(ISNEW(), ISCHANGED(Reason__c)), LEN(TRIM(Reason__c)) < 20)',
    code: 'OVR-03',
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
    code: 'OVR-04',
  },
];

/** None where no criterion allows it. */
export function lowerOverrideRules(playbook: Playbook): MetadataComponent[] {
  return rulesOf(playbook).map((rule) =>
    lowerValidationRule({ object: OVERRIDE_OBJECT, name: nameOf(rule), active: true, description: `handrail: ${rule.says}. playbook=${playbook.version}`, formula: printed(rule.formula), errorField: rule.field, message: messageOf(rule, ENGLISH) }),
  );
}

/** The messages in a language, by name of the rule; none in one that the compiler does not speak. */
export function overrideMessages(playbook: Playbook, language: string): (readonly [rule: string, message: string])[] {
  const texts = OTHER_LANGUAGES[language];
  return texts === undefined ? [] : rulesOf(playbook).map((rule) => [nameOf(rule), messageOf(rule, texts)] as const);
}

function nameOf({ name }: Rule): string {
  return `Handrail_Override_${name}`;
}

function messageOf({ code, part = '' }: Rule, texts: Readonly<Record<OverrideCode, string>>): string {
  return `[${code}] ${texts[code].replace('{0}', part)}`;
}

function rulesOf(playbook: Playbook): Rule[] {
  const codes = playbook.objects.flatMap((object) => object.criteria).filter((criterion) => isOverridable(playbook, criterion)).map(({ id }) => id);
  if (codes.length === 0) return [];
  return [...FIXED, criterionRule(codes), ...(playbook.governance === null ? [] : [untilRule(playbook.governance.override.mostDays)])];
}

function criterionRule(codes: readonly string[]): Rule {
  return {
    name: 'Criterion', says: 'criteria that somebody may be excused from', field: 'Criterion__c',
    formula: `AND(OR(ISNEW(), ISCHANGED(Criterion__c)), NOT(CONTAINS(${printFormula(text(`|${codes.join('|')}|`))}, "|" & Criterion__c & "|")))`,
    code: 'OVR-05',
    part: codes[0] ?? '',
  };
}

function untilRule(days: number): Rule {
  return {
    name: 'Until', says: 'how long an exception may last', field: 'Until__c',
    formula: `AND(OR(ISNEW(), ISCHANGED(Until__c)), OR(Until__c < TODAY(), Until__c > TODAY() + ${days}))`,
    code: 'OVR-06',
    part: String(days),
  };
}

function printed(source: string): string {
  const { expression } = parseFormula(source);
  if (expression === undefined) throw new Error(`A rule of overrides does not parse: ${source}`);
  return printFormula(expression, { indent: true });
}
