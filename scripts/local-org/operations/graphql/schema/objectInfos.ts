/** `uiapi { objectInfos(…) relatedListByName(…) }`: what the UI API tells of objects, fields and related lists. */
import {
  GraphQLBoolean, GraphQLEnumType, GraphQLID, GraphQLInputObjectType, GraphQLInt, GraphQLInterfaceType, GraphQLList, GraphQLNonNull, GraphQLObjectType, GraphQLString,
  type GraphQLFieldConfigMap, type GraphQLOutputType,
} from 'graphql';
import type { ObjectSchema } from '../../../engine/schema.ts';
import { objectOf } from '../../uiApi/access.ts';
import { DATA_TYPES, objectInfoOf } from '../../uiApi/objectInfo.ts';
import { picklist } from '../../uiApi/picklists.ts';
import { relatedListNamed } from '../../uiApi/relatedLists.ts';
import { recordTypeInfos } from '../../uiApi/recordTypes.ts';
import { RequestError } from '../errors.ts';
import type { GraphqlContext, Row } from '../context.ts';

type Fields = GraphQLFieldConfigMap<Row, GraphqlContext>;

const MAX_OBJECTS = 2_000;

const some = (type: GraphQLOutputType, ...names: readonly string[]): Fields => Object.fromEntries(names.map((name) => [name, { type }]));
const apiName: Fields = { ApiName: { type: new GraphQLNonNull(GraphQLString), resolve: (source) => source['apiName'] } };
const rows = (value: unknown): readonly Row[] => Object.values((value ?? {}) as Readonly<Record<string, Row>>);

const dataType = new GraphQLEnumType({ name: 'DataType', values: Object.fromEntries(Object.values(DATA_TYPES).map((name) => [name.toUpperCase(), { value: name }])) });
const referenceToInfo = new GraphQLObjectType<Row, GraphqlContext>({ name: 'ReferenceToInfo', fields: { ...apiName, ...some(new GraphQLList(GraphQLString), 'nameFields') } });

const fieldMembers: Fields = {
  ...apiName,
  ...some(GraphQLString, 'compoundComponentName', 'compoundFieldName', 'controllerName', 'inlineHelpText', 'label', 'relationshipName'),
  ...some(GraphQLBoolean, 'calculated', 'compound', 'createable', 'custom', 'externalId', 'filterable', 'highScaleNumber', 'htmlFormatted', 'nameField', 'polymorphicForeignKey', 'reference', 'required', 'searchPrefilterable', 'sortable', 'unique', 'updateable'),
  ...some(GraphQLInt, 'length', 'precision', 'scale'),
  ...some(new GraphQLList(GraphQLString), 'controllingFields'),
  dataType: { type: dataType },
  referenceToInfos: { type: new GraphQLList(referenceToInfo) },
};

const isPicklist = (source: Row): boolean => source['dataType'] === 'Picklist' || source['dataType'] === 'MultiPicklist';
const fieldInterface = new GraphQLInterfaceType({ name: 'Field', fields: fieldMembers, resolveType: (source: Row) => (isPicklist(source) ? 'PicklistField' : 'ScalarField') });

const picklistValue = new GraphQLObjectType<Row, GraphqlContext>({ name: 'PicklistValueInfo', fields: { ...some(GraphQLString, 'label', 'value'), ...some(new GraphQLList(GraphQLInt), 'validFor') } });
const controllerValue = new GraphQLObjectType<Row, GraphqlContext>({ name: 'PicklistControllerValue', fields: { ...some(GraphQLString, 'key'), ...some(GraphQLInt, 'value') } });
const picklistOfRecordType = new GraphQLObjectType<Row, GraphqlContext>({
  name: 'PicklistValuesByRecordTypeID',
  fields: {
    ...some(GraphQLID, 'recordTypeID'),
    controllerValues: { type: new GraphQLList(controllerValue), resolve: (source) => Object.entries(source['controllerValues'] as Row).map(([key, value]) => ({ key, value })) },
    defaultValue: { type: picklistValue },
    picklistValues: { type: new GraphQLList(picklistValue), resolve: (source) => source['values'] },
  },
});

const scalarField = new GraphQLObjectType<Row, GraphqlContext>({ name: 'ScalarField', interfaces: [fieldInterface], fields: fieldMembers });
const picklistField = new GraphQLObjectType<Row, GraphqlContext>({
  name: 'PicklistField',
  interfaces: [fieldInterface],
  fields: {
    ...fieldMembers,
    picklistValuesByRecordTypeIDs: {
      type: new GraphQLList(picklistOfRecordType),
      resolve: (source, _args, { request }) => {
        const object = source['object'] as ObjectSchema;
        const field = request.engine.schema.field(object.apiName, String(source['apiName']));
        return field === undefined ? [] : (source['recordTypeIds'] as readonly string[]).map((recordTypeID) => ({ recordTypeID, ...picklist(request, object, field, recordTypeID) }));
      },
    },
  },
});

const childRelationship = new GraphQLObjectType<Row, GraphqlContext>({
  name: 'ChildRelationship',
  fields: { ...some(GraphQLString, 'childObjectApiName', 'fieldName', 'relationshipName'), ...some(new GraphQLList(GraphQLString), 'junctionIdListNames', 'junctionReferenceTo') },
});
const recordTypeInfo = new GraphQLObjectType<Row, GraphqlContext>({ name: 'RecordTypeInfo', fields: { ...some(GraphQLBoolean, 'available', 'defaultRecordTypeMapping', 'master'), ...some(GraphQLString, 'name'), ...some(GraphQLID, 'recordTypeId') } });
const themeInfo = new GraphQLObjectType<Row, GraphqlContext>({ name: 'ThemeInfo', fields: some(GraphQLString, 'color', 'iconUrl') });

const objectInfo = new GraphQLObjectType<Row, GraphqlContext>({
  name: 'ObjectInfo',
  fields: {
    ...apiName,
    ...some(GraphQLString, 'keyPrefix', 'label', 'labelPlural', 'locale'),
    ...some(GraphQLBoolean, 'createable', 'custom', 'deletable', 'feedEnabled', 'layoutable', 'mruEnabled', 'queryable', 'searchable', 'updateable'),
    ...some(GraphQLID, 'defaultRecordTypeId'),
    ...some(new GraphQLList(GraphQLString), 'nameFields'),
    childRelationships: { type: new GraphQLList(childRelationship) },
    fields: { type: new GraphQLList(fieldInterface) },
    recordTypeInfos: { type: new GraphQLList(recordTypeInfo), resolve: (source) => rows(source['recordTypeInfos']) },
    themeInfo: { type: themeInfo },
  },
});

interface Wanted {
  readonly apiName: string;
  readonly recordTypeIds?: readonly string[] | null;
  readonly fieldNames?: readonly string[] | null;
}

function infoOf({ request }: GraphqlContext, { apiName: name, recordTypeIds, fieldNames }: Wanted): Row {
  const object = objectOf(request, name);
  const known = Object.keys(recordTypeInfos(object));
  const types = (recordTypeIds ?? known).map((id) => known.find((entry) => entry === id || entry.slice(0, 15) === id));
  if (types.includes(undefined)) {
    throw new RequestError(`A record type of ${object.apiName} that was named does not exist for this user.`, 'DataFetchingException');
  }
  const info = objectInfoOf(request, object);
  const fields = rows(info['fields']).filter((field) => fieldNames === undefined || fieldNames === null || fieldNames.includes(String(field['apiName'])));
  return { ...info, locale: 'en_US', fields: fields.map((field) => ({ ...field, object, recordTypeIds: types })) };
}

const objectInfoInput = new GraphQLInputObjectType({
  name: 'ObjectInfoInput',
  fields: { apiName: { type: new GraphQLNonNull(GraphQLString) }, recordTypeIds: { type: new GraphQLList(new GraphQLNonNull(GraphQLID)) }, fieldNames: { type: new GraphQLList(new GraphQLNonNull(GraphQLString)) } },
});

interface ObjectInfosArguments {
  readonly apiNames?: readonly (string | null)[] | null;
  readonly locale?: string | null;
  readonly objectInfoInputs?: readonly Wanted[] | null;
}

const displayColumn = new GraphQLObjectType<Row, GraphqlContext>({ name: 'ListColumn', fields: { ...some(GraphQLString, 'fieldApiName', 'label', 'lookupId'), ...some(GraphQLBoolean, 'sortable') } });
const orderedBy = new GraphQLObjectType<Row, GraphqlContext>({ name: 'ListOrder', fields: { ...some(GraphQLString, 'fieldApiName', 'label', 'sortDirection') } });
const relatedListInfo = new GraphQLObjectType<Row, GraphqlContext>({
  name: 'RelatedListInfo',
  fields: { ...some(GraphQLString, 'childApiName', 'label', 'parentApiName', 'relatedListName'), displayColumns: { type: new GraphQLList(displayColumn) }, orderedByInfo: { type: new GraphQLList(orderedBy) } },
});

export const objectInfoFields: GraphQLFieldConfigMap<unknown, GraphqlContext> = {
  objectInfos: {
    type: new GraphQLList(objectInfo),
    args: { apiNames: { type: new GraphQLList(GraphQLString) }, locale: { type: GraphQLString }, objectInfoInputs: { type: new GraphQLList(new GraphQLNonNull(objectInfoInput)) } },
    resolve: (_source, { apiNames, locale, objectInfoInputs }: ObjectInfosArguments, context) => {
      const wanted = [...(objectInfoInputs ?? []), ...(apiNames ?? []).map((name): Wanted => ({ apiName: name ?? '' }))];
      if ((apiNames ?? null) !== null && (objectInfoInputs ?? null) !== null) {
        throw new RequestError('Pass either apiNames or objectInfoInputs.', 'DataFetchingException');
      }
      if (wanted.length > MAX_OBJECTS) {
        throw new RequestError(`A request can ask for ${MAX_OBJECTS} objects at most.`, 'DataFetchingException');
      }
      if (locale !== undefined && locale !== null && locale !== 'en_US') {
        throw new RequestError(`unsupported: the local org's GraphQL has no labels in ${locale}.`, 'UnsupportedByLocalOrg');
      }
      return wanted.map((entry) => infoOf(context, entry));
    },
  },
  relatedListByName: {
    type: relatedListInfo,
    args: { parentApiName: { type: new GraphQLNonNull(GraphQLString) }, relatedListName: { type: new GraphQLNonNull(GraphQLString) } },
    resolve: (_source, { parentApiName, relatedListName }: { readonly parentApiName: string; readonly relatedListName: string }, { request }): Row => {
      const parent = objectOf(request, parentApiName);
      const list = relatedListNamed(request, parent, relatedListName);
      return {
        childApiName: list.child.apiName,
        label: list.child.labelPlural,
        parentApiName: parent.apiName,
        relatedListName: list.id,
        displayColumns: list.columns.map(({ names, field }) => ({ fieldApiName: names.join('.'), label: field.label, lookupId: field.nameField ? 'Id' : null, sortable: field.sortable })),
        orderedByInfo: list.sort === null ? [] : [{ fieldApiName: list.sort.path.names.join('.'), label: list.sort.path.field.label, sortDirection: list.sort.isAscending ? 'ASC' : 'DESC' }],
      };
    },
  },
};

/** Types that are reached only through the interface `Field`. */
export const fieldTypes: readonly GraphQLObjectType[] = [scalarField, picklistField];
