/** Which checks each metadata type goes through; the names are the specification. */
import { keyOf, type Component, type ComponentSet } from '../component.ts';
import type { Incoming } from '../package/incoming.ts';
import { problem, type Problem } from '../problem.ts';
import { checkBundleFiles, checkBundleImports, checkTemplateTags } from './bundle.ts';
import type { CheckContext, ComponentCheck } from './context.ts';
import { checkFieldFormulas, checkFieldHistory, checkFieldOwner, checkFieldReferences, checkFieldShape } from './customField.ts';
import { checkCustomMetadata } from './customMetadata.ts';
import { checkCompactLayoutFields, checkListedFields, checkObject, checkPartOwner, checkRecordTypeValues } from './customObject.ts';
import { checkBeforeSaveFlow, checkCustomErrors, checkFlowConnectors, checkFlowReferences, checkRecordReferences } from './flow.ts';
import { checkName, checkTextLengths } from './names.ts';
import { checkApplication, checkFlexiPage, checkLayout, checkPath, checkQuickAction, checkTab } from './pages.ts';
import { checkCustomPermission, checkPermissionSet, checkPermissionSetGroup } from './permissionSet.ts';
import { checkDashboardReports, checkFolder, checkReportType, checkReportTypeObject } from './reports.ts';
import { checkLeadConvertSettings } from './settings.ts';
import { checkActiveRuleLimit, checkErrorField, checkRuleFormula, checkRuleOwner } from './validationRule.ts';
import { checkGlobalValueSet, checkStandardValueSet } from './valueSets.ts';

const COMMON: readonly ComponentCheck[] = [checkName, checkTextLengths];

const CHECKS: Readonly<Record<string, readonly ComponentCheck[]>> = {
  BusinessProcess: [checkPartOwner],
  CompactLayout: [checkPartOwner, checkCompactLayoutFields],
  CustomApplication: [checkApplication],
  CustomField: [checkFieldOwner, checkFieldShape, checkFieldReferences, checkFieldFormulas, checkFieldHistory],
  CustomMetadata: [checkCustomMetadata],
  CustomObject: [checkObject],
  CustomPermission: [checkCustomPermission],
  CustomTab: [checkTab],
  Dashboard: [checkFolder('DashboardFolder'), checkDashboardReports],
  FieldSet: [checkPartOwner],
  FlexiPage: [checkFlexiPage],
  Flow: [checkFlowReferences, checkRecordReferences, checkFlowConnectors, checkCustomErrors, checkBeforeSaveFlow],
  GlobalValueSet: [checkGlobalValueSet],
  Index: [checkPartOwner],
  Layout: [checkLayout],
  LeadConvertSettings: [checkLeadConvertSettings],
  LightningComponentBundle: [checkBundleFiles, checkBundleImports, checkTemplateTags],
  ListView: [checkPartOwner, checkListedFields],
  PathAssistant: [checkPath],
  PermissionSet: [checkPermissionSet],
  PermissionSetGroup: [checkPermissionSetGroup],
  QuickAction: [checkQuickAction],
  RecordType: [checkPartOwner, checkRecordTypeValues],
  Report: [checkFolder('ReportFolder'), checkReportType],
  ReportType: [checkReportTypeObject],
  SharingReason: [checkPartOwner],
  StandardValueSet: [checkStandardValueSet],
  ValidationRule: [checkRuleOwner, checkRuleFormula, checkErrorField, checkActiveRuleLimit],
  WebLink: [checkPartOwner],
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
const DEPENDENT_TYPES = ['ValidationRule', 'CustomField', 'CustomMetadata', 'PermissionSet', 'PathAssistant', 'FlexiPage', 'CustomTab', 'CustomApplication', 'Layout', 'QuickAction', 'Flow', 'CompactLayout', 'LightningComponentBundle'] as const;

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
