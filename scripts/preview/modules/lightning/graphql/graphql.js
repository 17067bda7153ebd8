/** `lightning/graphql`: queries and mutations. What is emitted carries `refresh`, as on the platform. */
import { call, frozen } from 'preview/api';
import { makeAdapter } from 'preview/wire';

/** @returns {string} the document as text */
export const gql = (parts, ...values) => String.raw({ raw: parts }, ...values);

export const graphql = makeAdapter({
    isComplete: ({ query }) => Boolean(query),
    empty: { data: undefined, errors: undefined, refresh: undefined },
    failed: (error) => ({ data: undefined, errors: frozen([{ message: messageOf(error) }]), refresh: undefined }),
    load: async ({ query, variables, operationName }, instance) => {
        const { data, errors } = await call('POST', '/graphql', { query, variables, operationName });
        const failed = errors?.length > 0;
        return { data: failed ? undefined : data, errors: failed ? errors : undefined, refresh: () => instance.refresh() };
    }
});

/**
 * @param {{ query: string, variables?: object, operationName?: string }} input
 * @returns {Promise<{ data: any, errors: any }>} errors of a mutation come beside what it did
 */
export async function executeMutation({ query, variables, operationName }) {
    const { data, errors } = await call('POST', '/graphql', { query, variables, operationName });
    return { data, errors: errors?.length > 0 ? errors : undefined };
}

const messageOf = ({ body }) => (Array.isArray(body) ? body[0]?.message : body?.message) ?? 'The org does not answer.';
