import { childOf, childrenOf, textOf } from '../xml/element.ts';
import { noSuch, type ComponentCheck } from './context.ts';

/** `unfiled$public` and the private folder exist in every org. */
const BUILT_IN: ReadonlySet<string> = new Set(['unfiled$public']);

export const checkFolder = (folderType: string): ComponentCheck => (incoming, { components }, report) => {
  const slash = incoming.fullName.lastIndexOf('/');
  const folder = slash < 0 ? '' : incoming.fullName.slice(0, slash);
  if (folder === '') report(`${incoming.type} ${incoming.fullName} is not in a folder`);
  else if (!BUILT_IN.has(folder) && !components.has(folderType, folder)) report(`Cannot find folder:${folder}`);
};

/** A report on a custom report type needs it; standard types have names of their own and are not looked up. */
export const checkReportType: ComponentCheck = (incoming, { components, schema }, report) => {
  const name = textOf(incoming.node, 'reportType') ?? '';
  if (/__c$/.test(name) && !components.has('ReportType', name.slice(0, -3))) report(noSuch('reportType', 'ReportType', name), childOf(incoming.node, 'reportType'));
  const object = /^CustomEntity\$(\w+)/.exec(name)?.[1];
  if (object !== undefined && schema.object(object) === undefined) report(noSuch('reportType', 'CustomObject', object), childOf(incoming.node, 'reportType'));
  for (const column of childrenOf(incoming.node, 'columns')) {
    const [, owner = '', field = ''] = /^(\w+)[$.](\w+__c)$/.exec(textOf(column, 'field') ?? '') ?? [];
    if (field !== '' && schema.object(owner) !== undefined && schema.field(owner, field) === undefined) report(noSuch('field', 'CustomField', `${owner}.${field}`), column);
  }
};

export const checkReportTypeObject: ComponentCheck = (incoming, { schema }, report) => {
  const base = textOf(incoming.node, 'baseObject') ?? '';
  if (schema.object(base) === undefined) report(noSuch('baseObject', 'CustomObject', base), childOf(incoming.node, 'baseObject'));
};

export const checkDashboardReports: ComponentCheck = (incoming, { components }, report) => {
  const visit = (node: typeof incoming.node): void => {
    if (node.name === 'report' && node.children.length === 0 && node.text !== '' && !components.has('Report', node.text)) report(noSuch('report', 'Report', node.text), node);
    for (const child of node.children) visit(child);
  };
  visit(incoming.node);
};
