/**
 * Metadata types that `elements.json` lacks, written by hand from the Metadata API guide.
 * A type that is in neither table is refused by name.
 */
export const additionalTypes: Readonly<Record<string, { readonly base?: string; readonly elements: readonly string[] }>> = {
  StaticResource: { base: 'Metadata', elements: ['cacheControl:StaticResourceCacheControl!', 'content:base64Binary', 'contentType:string!', 'description:string'] },
  PermissionSetGroup: { base: 'Metadata', elements: ['description:string', 'hasActivationRequired:boolean', 'label:string!', 'mutingPermissionSets:string*', 'permissionSets:string*', 'status:string'] },
  Folder: { base: 'Metadata', elements: ['accessType:FolderAccessTypes', 'folderShares:FolderShare*', 'name:string!', 'publicFolderAccess:PublicFolderAccess', 'sharedTo:SharedTo'] },
  ReportFolder: { base: 'Folder', elements: [] },
  DashboardFolder: { base: 'Folder', elements: [] },
  FolderShare: { elements: ['accessLevel:FolderShareAccessLevel!', 'sharedTo:string!', 'sharedToType:FolderSharedToType!'] },
  SharedTo: { elements: ['allCustomerPortalUsers:string', 'allInternalUsers:string', 'allPartnerUsers:string', 'group:string*', 'groups:string*', 'managerSubordinates:string*', 'managers:string*', 'portalRole:string*', 'portalRoleAndSubordinates:string*', 'queue:string*', 'role:string*', 'roleAndSubordinates:string*', 'roleAndSubordinatesInternal:string*', 'roles:string*', 'rolesAndSubordinates:string*', 'territories:string*', 'territoriesAndSubordinates:string*', 'territory:string*', 'territoryAndSubordinates:string*'] },
  LeadConvertSettings: { base: 'Metadata', elements: ['allowOwnerChange:boolean', 'objectMapping:ObjectMapping*', 'opportunityCreationOptions:VisibleOrRequired'] },
  ObjectMapping: { elements: ['inputObject:string!', 'mappingFields:ObjectMappingField*', 'outputObject:string!'] },
  ObjectMappingField: { elements: ['inputField:string!', 'outputField:string!'] },
  PathAssistantSettings: { base: 'Metadata', elements: ['canOverrideAutoPathCollapseWithUserPref:boolean', 'pathAssistantEnabled:boolean'] },
  FlowSettings: { base: 'Metadata', elements: ['canDebugFlowAsAnotherUser:boolean', 'doesEnforceApexCpuTimeLimits:boolean', 'doesFormulaEnforceDataAccess:boolean', 'doesFormulaGenerateHtmlOutput:boolean', 'enableFlowBREncodedFixEnabled:boolean', 'enableFlowCustomPropertyEditor:boolean', 'enableFlowDeployAsActiveEnabled:boolean', 'enableFlowFieldFilterEnabled:boolean', 'enableFlowFormulasEnforceFLSEnabled:boolean', 'enableFlowInterviewSharingEnabled:boolean', 'enableFlowPauseEnabled:boolean', 'enableFlowReactiveUiEnabled:boolean', 'enableFlowUseApexExceptionEmail:boolean', 'enableFlowViaRestUsesUserCtxt:boolean', 'enableLightningRuntimeEnabled:boolean', 'enableSaveToFlowEnabled:boolean', 'isAccessToInvokedApexRequired:boolean', 'isApexPluginAccessModifierRespected:boolean', 'isEnhancedFlowListViewVisible:boolean', 'isFlowApexContextRetired:boolean', 'isFlowBlockAccessToSessionIDEnabled:boolean', 'isManageFlowRequiredForTypeAll:boolean', 'isMultipleFlowCredsEnabled:boolean'] },
};

export const additionalEnums: Readonly<Record<string, readonly string[]>> = {
  StaticResourceCacheControl: ['Private', 'Public'],
  FolderAccessTypes: ['Shared', 'Public', 'Hidden', 'PublicInternal'],
  PublicFolderAccess: ['ReadOnly', 'ReadWrite'],
  FolderShareAccessLevel: ['View', 'EditAllContents', 'Manage'],
  FolderSharedToType: ['Group', 'Role', 'RoleAndSubordinates', 'RoleAndSubordinatesInternal', 'Manager', 'ManagerAndSubordinatesInternal', 'Organization', 'Territory', 'TerritoryAndSubordinates', 'AllPrmUsers', 'User', 'PartnerUser', 'AllCspUsers', 'CustomerPortalUser', 'PortalRole', 'PortalRoleAndSubordinates', 'ChannelProgramGroup'],
  VisibleOrRequired: ['VisibleOptional', 'VisibleRequired', 'NotVisible'],
};
