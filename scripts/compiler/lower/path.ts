/**
 * The Path of an object with stages: per stage the fields its own criteria ask for, and guidance. A Path guides and holds
 * nobody; the rules do that.
 */
import { fieldsOf } from '../../formula/index.ts';
import { fieldOf } from '../../playbook/fields.ts';
import type { Criterion, Playbook, PlaybookObject, Stage } from '../../playbook/model.ts';
import type { ContentTree, MetadataComponent } from '../metadataModel.ts';
import { parseAt } from '../parse.ts';
import { OUTPUT_ROOT } from '../paths.ts';
import { CompileError } from '../problems.ts';
import { capital } from '../../shared/words.ts';

/** A step of a Path shows at most this many key fields (Salesforce Help, "Set Up Path"). */
const STEP_FIELDS = 5;
/** Of rich text, tags included (Salesforce Help, "Considerations and Guidelines for Creating Paths"). */
const GUIDANCE_CHARACTERS = 1000;
/** The owner changes by an action of its own. */
const ANSWERED_ELSEWHERE: ReadonlySet<string> = new Set(['OwnerId']);

/**
 * One Path per object with stages, for records without a record type of their own.
 * @throws CompileError where guidance is longer than Salesforce takes
 */
export function lowerPaths(playbook: Playbook): MetadataComponent[] {
  return playbook.objects.flatMap((object) => (object.stageField === null || object.stages.length === 0 ? [] : [lowerPath(playbook, object, object.stageField)]));
}

function lowerPath(playbook: Playbook, object: PlaybookObject, stageField: string): MetadataComponent {
  const name = `Handrail_${object.apiName.replace(/__c$/, '')}`;
  return {
    type: 'PathAssistant',
    fullName: name,
    path: `${OUTPUT_ROOT}/pathAssistants/${name}.pathAssistant-meta.xml`,
    content: {
      active: true,
      entityName: object.apiName,
      fieldName: stageField,
      masterLabel: `Handrail ${object.label} ${playbook.version}`,
      pathAssistantSteps: object.stages.filter((stage) => !isConversion(object, stage)).map((stage) => lowerStep(playbook, object, stageField, stage)),
      // The value for records without a record type.
      recordTypeName: '__MASTER__',
    },
  };
}

/** Conversion has a dialog of its own; a step that is not configured is still a step. */
function isConversion(object: PlaybookObject, stage: Stage): boolean {
  return object.apiName === 'Lead' && stage.won;
}

function lowerStep(playbook: Playbook, object: PlaybookObject, stageField: string, stage: Stage): ContentTree {
  const criteria = object.criteria.filter((criterion) => belongsTo(criterion, stageField, stage));
  return {
    fieldNames: stepFields(playbook, object, stageField, criteria),
    info: guidance(stage, criteria),
    picklistValueName: stage.name,
  };
}

/** The criteria that end the stage, or that guard entering it. */
function belongsTo({ trigger }: Criterion, stageField: string, stage: Stage): boolean {
  switch (trigger.kind) {
    case 'exit':
      return trigger.stage === stage.name;
    case 'enter':
      return trigger.field === stageField && trigger.value === stage.name;
    case 'leave':
    case 'change':
      return false;
  }
}

/** Where the answers go, in the order of the criteria: what a person fills in on the record itself. */
function stepFields(playbook: Playbook, object: PlaybookObject, stageField: string, criteria: readonly Criterion[]): string[] {
  const named = criteria.flatMap((criterion) => [criterion.require?.field, criterion.errorField, ...formulaFields(criterion)]);
  const fields = named.map((name) => (name ? fieldOf(playbook, object.apiName, name) : undefined)).filter((field) => field !== undefined);
  const answers = fields.filter((field) => !field.automatic && field.revopsOnly !== true && field.formula === undefined && !ANSWERED_ELSEWHERE.has(field.apiName) && field.apiName !== stageField);
  return [...new Set(answers.map((field) => field.apiName))].slice(0, STEP_FIELDS);
}

function formulaFields({ id, satisfiedWhen, position, formulaPositions }: Criterion): string[] {
  if (satisfiedWhen === null) return [];
  const paths = fieldsOf(parseAt(satisfiedWhen, formulaPositions.satisfiedWhen ?? position, id));
  // A field of a parent record cannot be shown here.
  return paths.filter((path) => path.length === 1).map(([name]) => name ?? '');
}

/** Rich text: what the buyer does, then what is asked. */
function guidance(stage: Stage, criteria: readonly Criterion[]): string {
  const items = criteria.map((criterion) => `<li>${escapeHtml(criterion.label)}</li>`).join('');
  const html = `<p>${escapeHtml(capital(stage.buyerAction || stage.purpose))}</p>${items === '' ? '' : `<ul>${items}</ul>`}`;
  if (html.length > GUIDANCE_CHARACTERS) {
    throw new CompileError(stage.position, {
      code: 'guidance-too-long',
      message: `The Path guidance of ${stage.name} has ${html.length} characters; Salesforce takes at most ${GUIDANCE_CHARACTERS}.`,
      hint: 'Shorten buyer_action or the labels of the criteria.',
    });
  }
  return html;
}

function escapeHtml(text: string): string {
  return text.replace(/&/g, '&amp;').replace(/</g, '&lt;').replace(/>/g, '&gt;');
}
