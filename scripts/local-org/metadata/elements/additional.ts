/**
 * Metadata types that the published type declarations leave out: they add nothing to what they extend.
 * A type that is neither here nor in `elements.json` is refused by name.
 */
export const additionalTypes: Readonly<Record<string, { readonly base?: string; readonly elements: readonly string[] }>> = {
  ReportFolder: { base: 'Folder', elements: [] },
  DashboardFolder: { base: 'Folder', elements: [] },
  EmailFolder: { base: 'Folder', elements: [] },
  SharingTerritoryRule: { base: 'SharingOwnerRule', elements: [] },
  WorkflowAction: { base: 'Metadata', elements: [] },
};
