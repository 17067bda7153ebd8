/** `mutation { uiapi { AccountCreate(input: { Account: { … } }) { Record { … } } } }`, for each object that this user may write. */
import {
  GraphQLBoolean, GraphQLID, GraphQLInputObjectType, GraphQLNonNull, GraphQLObjectType,
  type GraphQLFieldConfig, type GraphQLFieldConfigMap, type GraphQLInputFieldConfigMap,
} from 'graphql';
import type { Session } from '../../../engine/types.ts';
import type { GraphqlContext } from '../context.ts';
import { mutate, type MutationField, type Outcome, type Outcomes, type Verb } from '../records/mutate.ts';
import { scalars } from './scalars.ts';
import { nodeOf, type RecordTypes } from './records.ts';
import type { ObjectView, OrgView } from './view.ts';

const deleteInput = new GraphQLInputObjectType({ name: 'RecordDeleteInput', fields: { Id: { type: new GraphQLNonNull(scalars.IdOrRef) } } });
const deletePayload = new GraphQLObjectType<Extract<Outcome, { done: true }>>({ name: 'RecordDeletePayload', fields: { Id: { type: GraphQLID, resolve: ({ id }) => id } } });
const mutationsInput = new GraphQLInputObjectType({ name: 'UIAPIMutationsInput', fields: { allOrNone: { type: GraphQLBoolean, defaultValue: true } } });

type MutationConfig = GraphQLFieldConfig<Outcomes, GraphqlContext>;

/** @returns undefined when the user may write nothing */
export function mutationType(view: OrgView, session: Session, types: RecordTypes): GraphQLObjectType | undefined {
  const fields = new Map<string, MutationField>();
  const configs: GraphQLFieldConfigMap<Outcomes, GraphqlContext> = {};
  for (const [name, objectView] of view.objects) {
    for (const verb of verbsOf(objectView, session)) {
      const config = mutationConfig(name, verb, objectView, session, types);
      if (config !== undefined) {
        fields.set(`${name}${verb}`, { verb, object: objectView.object });
        configs[`${name}${verb}`] = config;
      }
    }
  }
  if (fields.size === 0) {
    return undefined;
  }
  const mutations: GraphQLObjectType<Outcomes, GraphqlContext> = new GraphQLObjectType<Outcomes, GraphqlContext>({ name: 'UIAPIMutations', fields: configs });
  return new GraphQLObjectType<unknown, GraphqlContext>({
    name: 'Mutation',
    fields: {
      uiapi: {
        type: new GraphQLNonNull(mutations),
        args: { input: { type: mutationsInput } },
        resolve: (_source, { input }: { readonly input?: { readonly allOrNone?: boolean | null } | null }, context, info) => mutate(context, info, mutations, fields, input?.allOrNone !== false),
      },
    },
  });
}

function verbsOf({ object }: ObjectView, session: Session): readonly Verb[] {
  const may = (right: 'create' | 'edit' | 'delete'): boolean => session.access?.object(object.apiName, right) !== false;
  return [...(object.createable && may('create') ? ['Create' as const] : []), ...(object.updateable && may('edit') ? ['Update' as const] : []), ...(object.deletable && may('delete') ? ['Delete' as const] : [])];
}

function mutationConfig(name: string, verb: Verb, view: ObjectView, session: Session, types: RecordTypes): MutationConfig | undefined {
  const resolve: MutationConfig['resolve'] = (outcomes, _args, _context, info) => {
    const outcome = outcomes.get(String(info.path.key));
    if (outcome?.done === false) {
      throw outcome.error;
    }
    return outcome;
  };
  if (verb === 'Delete') {
    return { type: deletePayload, args: { input: { type: new GraphQLNonNull(deleteInput) } }, resolve };
  }
  const fields = representation(view, verb, session);
  if (Object.keys(fields).length === 0) {
    return undefined;
  }
  const values = new GraphQLInputObjectType({ name: `${name}${verb}Representation`, fields });
  const input = new GraphQLInputObjectType({
    name: `${name}${verb}Input`,
    fields: { ...(verb === 'Update' ? { Id: { type: new GraphQLNonNull(scalars.IdOrRef) } } : {}), [name]: { type: new GraphQLNonNull(values) } },
  });
  const payload = new GraphQLObjectType<Extract<Outcome, { done: true }>>({ name: `${name}${verb}Payload`, fields: { Record: { type: nodeOf(types, name), resolve: ({ record }) => record } } });
  return { type: payload, args: { input: { type: new GraphQLNonNull(input) } }, resolve };
}

/** Fields that may be set; a lookup takes an id, or `@{alias}` for one of the same request. */
function representation({ object, members }: ObjectView, verb: 'Create' | 'Update', session: Session): GraphQLInputFieldConfigMap {
  return Object.fromEntries([...members].flatMap(([name, member]) => {
    if (member.kind !== 'field' || !(verb === 'Create' ? member.field.createable : member.field.updateable) || session.access?.field(object.apiName, name, 'edit') === false) {
      return [];
    }
    return [[name, { type: member.fieldKind.name === 'ID' ? scalars.IdOrRef : member.fieldKind.scalar }]];
  }));
}
