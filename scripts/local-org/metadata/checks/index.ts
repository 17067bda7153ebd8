/** Which checks each metadata type goes through; the names are the specification. */
import { keyOf, type Component, type ComponentSet } from '../component.ts';
import type { Incoming } from '../package/incoming.ts';
import { problem, type Problem } from '../problem.ts';
import { checkCriteriaFields, checkFieldUpdate, checkFlowDefinition, checkRuleObject, checkWorkflowRule } from './automation.ts';
import { checkBundleFiles, checkBundleImports, checkTemplateTags } from './bundle.ts';
import type { CheckContext, ComponentCheck } from './context.ts';
import { checkFieldFormulas, checkFieldHistory, checkFieldOwner, checkFieldReferences, checkFieldShape } from './customField.ts';
import { checkCustomMetadata } from './customMetadata.ts';
import { checkCompactLayoutFields, checkListedFields, checkObject, checkPartOwner, checkProcessValues, checkRecordTypeProcess, checkRecordTypeValues } from './customObject.ts';
import { checkDependency, checkMasterDetail, checkSummary } from './dependencies.ts';
import { checkDuplicateRule, checkMatchingRule } from './duplicates.ts';
import { checkTriggeredFlow, checkCustomErrors, checkFlowConnectors, checkFlowReferences, checkRecordReferences } from './flow.ts';
import { checkName, checkTextLengths } from './names.ts';
import { checkApplication, checkFlexiPage, checkLayout, checkPath, checkQuickAction, checkTab } from './pages.ts';
import { checkProfile, checkQueue, checkRole } from './people.ts';
import { checkCustomPermission, checkPermissionSet, checkPermissionSetGroup } from './permissionSet.ts';
import { checkDashboardReports, checkFolder, checkReportType, checkReportTypeObject } from './reports.ts';
import { checkFiscalYear, checkLeadConvertSettings } from './settings.ts';
import { checkLanguage, checkObjectTranslation, checkTranslations, checkValueSetTranslation } from './translations.ts';
import { checkActiveRuleLimit, checkErrorField, checkRuleFormula, checkRuleOwner } from './validationRule.ts';
import { checkGlobalValueSet, checkStandardValueSet } from './valueSets.ts';

const COMMON: readonly ComponentCheck[] = [checkName, checkTextLengths];

const CHECKS: Readonly<Record<string, readonly ComponentCheck[]>> = {
  AssignmentRule: [checkRuleObject, checkCriteriaFields],
  AutoResponseRule: [checkRuleObject, checkCriteriaFields],
  BusinessProcess: [checkPartOwner, checkProcessValues],
  CompactLayout: [checkPartOwner, checkCompactLayoutFields],
  CustomApplication: [checkApplication],
  CustomField: [checkFieldOwner, checkFieldShape, checkFieldReferences, checkDependency, checkSummary, checkMasterDetail, checkFieldFormulas, checkFieldHistory],
  CustomMetadata: [checkCustomMetadata],
  CustomObject: [checkObject],
  CustomObjectTranslation: [checkLanguage, checkObjectTranslation],
  CustomPermission: [checkCustomPermission],
  CustomTab: [checkTab],
  Dashboard: [checkFolder('DashboardFolder'), checkDashboardReports],
  DuplicateRule: [checkDuplicateRule],
  EmailTemplate: [checkFolder('EmailFolder')],
  FieldSet: [checkPartOwner],
  FlexiPage: [checkFlexiPage],
  Flow: [checkFlowReferences, checkRecordReferences, checkFlowConnectors, checkCustomErrors, checkTriggeredFlow],
  FlowDefinition: [checkFlowDefinition],
  GlobalValueSet: [checkGlobalValueSet],
  GlobalValueSetTranslation: [checkLanguage, checkValueSetTranslation],
  Index: [checkPartOwner],
  Layout: [checkLayout],
  LeadConvertSettings: [checkLeadConvertSettings],
  LightningComponentBundle: [checkBundleFiles, checkBundleImports, checkTemplateTags],
  ListView: [checkPartOwner, checkListedFields],
  MatchingRule: [checkMatchingRule],
  MutingPermissionSet: [checkPermissionSet],
  PathAssistant: [checkPath],
  PermissionSet: [checkPermissionSet],
  PermissionSetGroup: [checkPermissionSetGroup],
  Profile: [checkProfile, checkPermissionSet],
  Queue: [checkQueue],
  QuickAction: [checkQuickAction],
  RecordType: [checkPartOwner, checkRecordTypeProcess, checkRecordTypeValues],
  Report: [checkFolder('ReportFolder'), checkReportType],
  ReportType: [checkReportTypeObject],
  Role: [checkRole],
  Settings: [checkFiscalYear],
  SharingCriteriaRule: [checkRuleObject, checkCriteriaFields],
  SharingGuestRule: [checkRuleObject, checkCriteriaFields],
  SharingOwnerRule: [checkRuleObject],
  SharingReason: [checkPartOwner],
  StandardValueSet: [checkStandardValueSet],
  StandardValueSetTranslation: [checkLanguage],
  Translations: [checkTranslations],
  ValidationRule: [checkRuleOwner, checkRuleFormula, checkErrorField, checkActiveRuleLimit],
  WebLink: [checkPartOwner],
  WorkflowFieldUpdate: [checkRuleObject, checkFieldUpdate],
  WorkflowRule: [checkRuleObject, checkWorkflowRule, checkCriteriaFields],
};

/** Problems of one component in the org as it would be. */
export function checkComponent(incoming: Incoming, context: CheckContext): Problem[] {
  const problems: Problem[] = [];
  for (const check of [...COMMON, ...(CHECKS[incoming.type] ?? [])]) {
    check(incoming, context, (message, node) => {
      problems.push(problem(incoming.type, incoming.fullName, incoming.fileName, message, incoming.locate(node?.offset ?? incoming.node.offset ?? 0)));
    });
  }
  return problems;
}

/** Components whose meaning rests on a field or object that the deploy changes or removes. */
const DEPENDENT_TYPES = ['ValidationRule', 'CustomField', 'CustomMetadata', 'PermissionSet', 'PathAssistant', 'FlexiPage', 'CustomTab', 'CustomApplication', 'Layout', 'QuickAction', 'Flow', 'CompactLayout', 'LightningComponentBundle',
  'BusinessProcess', 'DuplicateRule', 'MatchingRule', 'PermissionSetGroup', 'Queue', 'RecordType', 'Role', 'WorkflowFieldUpdate'] as const;

/**
 * Problems that arise for components which the deploy does not hold, when it removes something they use.
 * @param touched keys of the components in the deploy
 */
export function checkDependents(before: CheckContext, after: CheckContext, touched: ReadonlySet<string>, toIncoming: (component: Component) => Incoming): { readonly component: Component; readonly message: string }[] {
  const dependents = (components: ComponentSet): Component[] => DEPENDENT_TYPES.flatMap((type) => components.ofType(type)).filter((component) => !touched.has(keyOf(component.type, component.fullName)));
  return dependents(after.components).flatMap((component) => {
    const incoming = toIncoming(component);
    const known = new Set(checkComponent(incoming, before).map((found) => found.message));
    return checkComponent(incoming, after).filter((found) => !known.has(found.message)).map((found) => ({ component, message: found.message }));
  });
}
