/** The platform's own words for what a save refuses; nothing else builds a save error. */
import type { DuplicateResult, SaveError } from './types.ts';

function error(statusCode: string, message: string, fields: readonly string[] = []): SaveError {
  return { statusCode, message, fields };
}

const id15 = (id: string): string => id.slice(0, 15);

export const saveErrors = {
  noSuchColumn: (field: string, object: string) => error('INVALID_FIELD', `No such column '${field}' on sobject of type ${object}`),
  foreignKeyNotFound: (value: string, field: string, object: string) =>
    error('INVALID_FIELD', `Foreign key external ID: ${value.toLowerCase()} not found for field ${field} in entity ${object}`),
  foreignKeyAmbiguous: (value: string, field: string, object: string) =>
    error('INVALID_FIELD', `More than one record found for external id field ${field} in entity ${object}: ${value}`),
  notWriteable: (fields: readonly string[]) =>
    error(
      'INVALID_FIELD_FOR_INSERT_UPDATE',
      `Unable to create/update fields: ${fields.join(', ')}. Please check the security settings of this field and verify that it is read/write for your profile or permission set.`,
      fields,
    ),
  idNotAllowed: () => error('INVALID_FIELD_FOR_INSERT_UPDATE', 'cannot specify Id in an insert call', ['Id']),
  cannotDeserialize: (type: string, value: string) =>
    error('JSON_PARSER_ERROR', `Cannot deserialize instance of ${type} from VALUE_STRING value ${value} or request may be missing a required field`),
  unexpectedStructure: (type: string, token: 'START_OBJECT' | 'START_ARRAY') =>
    error('JSON_PARSER_ERROR', `Cannot deserialize instance of ${type} from ${token} value ${token === 'START_OBJECT' ? '{' : '['} or request may be missing a required field`),
  tooLong: (label: string, value: string, length: number, field: string) =>
    error('STRING_TOO_LONG', `${label}: data value too large: ${value} (max length=${length})`, [field]),
  outsideRange: (label: string, value: string, field: string) =>
    error('NUMBER_OUTSIDE_VALID_RANGE', `${label}: value outside of valid range on numeric field: ${value}`, [field]),
  badEmail: (label: string, value: string, field: string) =>
    error('INVALID_EMAIL_ADDRESS', `${label}: invalid email address: ${value}`, [field]),
  restrictedPicklist: (label: string, value: string, field: string) =>
    error('INVALID_OR_NULL_FOR_RESTRICTED_PICKLIST', `${label}: bad value for restricted picklist field: ${value}`, [field]),
  required: (fields: readonly string[]) => error('REQUIRED_FIELD_MISSING', `Required fields are missing: [${fields.join(', ')}]`, fields),
  malformedId: (id: string) => error('MALFORMED_ID', `malformed id ${id}`),
  wrongIdType: (label: string, id: string, field: string) => error('MALFORMED_ID', `${label}: id value of incorrect type: ${id}`, [field]),
  idMissing: () => error('MISSING_ARGUMENT', 'Id not specified in an update call'),
  invalidCrossReference: (fields: readonly string[] = []) => error('INVALID_CROSS_REFERENCE_KEY', 'invalid cross reference id', fields),
  insufficientAccess: () => error('INSUFFICIENT_ACCESS_OR_READONLY', 'insufficient access rights on object id'),
  insufficientAccessToParent: () => error('INSUFFICIENT_ACCESS_ON_CROSS_REFERENCE_ENTITY', 'insufficient access rights on cross-reference id'),
  ownerBlank: () => error('INVALID_CROSS_REFERENCE_KEY', 'Owner ID: owner cannot be blank', ['OwnerId']),
  inactiveOwner: (owner: string, object: string) =>
    error('INACTIVE_OWNER_OR_USER', `operation performed with inactive user [${id15(owner)}] as owner of ${object.toLowerCase()}`, ['OwnerId']),
  entityDeleted: () => error('ENTITY_IS_DELETED', 'entity is deleted'),
  notInRecycleBin: () => error('UNDELETE_FAILED', 'Entity is not in the recycle bin'),
  duplicateValue: (field: string, id: string) =>
    error('DUPLICATE_VALUE', `duplicate value found: ${field} duplicates value on record with id: ${id15(id)}`),
  duplicateSettingName: (label: string, name: string, field: string) =>
    error('FIELD_INTEGRITY_EXCEPTION', `There is already an item in this list with the name ${name}: ${label}`, [field]),
  externalIdMissing: (field: string) => error('MISSING_ARGUMENT', `${field} not specified`),
  duplicateExternalId: (field: string, ids: readonly string[]) =>
    error('DUPLICATE_EXTERNAL_ID', `${field}: more than one record found for external id field: [${ids.join(', ')}]`, [field]),
  duplicateInRequest: (value: string) => error('DUPLICATE_VALUE', `Duplicate external id specified: ${value}`),
  entityNotWriteable: (verb: 'inserted' | 'updated' | 'deleted' | 'undeleted', label: string) =>
    error('CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY', `entity type cannot be ${verb}: ${label}`),
  validationRule: (message: string, fields: readonly string[]) => error('FIELD_CUSTOM_VALIDATION_EXCEPTION', message, fields),
  validationFormulaInvalid: (rule: string, reason: string) =>
    error('FIELD_CUSTOM_VALIDATION_EXCEPTION', `Validation Formula "${rule}" Invalid (${reason})`),
  flowFailed: (label: string, reason: string) =>
    error('CANNOT_EXECUTE_FLOW_TRIGGER', `We can't save this record because the “${label}” process failed. Give your Salesforce admin these details. ${reason}`),
  deleteRestricted: (label: string, name: string, children: string) =>
    error('DELETE_FAILED', `Your attempt to delete ${name} could not be completed because it is associated with the following ${label}.: ${children}\n`),
  rolledBack: () =>
    error('ALL_OR_NONE_OPERATION_ROLLED_BACK', 'Record rolled back because not all records were valid and the request was using AllOrNone header'),
  tooDeep: () => error('CANNOT_INSERT_UPDATE_ACTIVATE_ENTITY', 'maximum trigger depth exceeded'),
  duplicatesDetected: (message: string, duplicateResult: DuplicateResult): SaveError => ({ ...error('DUPLICATES_DETECTED', message), duplicateResult }),
  recordTypeInvalid: (id: string) => error('INVALID_CROSS_REFERENCE_KEY', `Record Type ID: this ID value isn't valid for the user: ${id}`, ['RecordTypeId']),
  queueNotAssociated: () => error('INVALID_OPERATION', 'Queue not associated with this SObject type', ['OwnerId']),
  convertedLead: () => error('CANNOT_UPDATE_CONVERTED_LEAD', 'cannot reference converted lead'),
} as const;
