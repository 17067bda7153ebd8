/** What the Salesforce CLI has stored of a user, but for secrets. */
import { loadCore } from './connect.ts';

export interface LogIn {
  /** Without a slash at its end. */
  readonly instanceUrl: string;
  readonly aliases: readonly string[];
}

/** The CLI keeps one log-in for each username. @returns null where it has none */
export async function logInOf(username: string): Promise<LogIn | null> {
  const { StateAggregator } = await loadCore();
  const state = await StateAggregator.getInstance();
  const fields = await state.orgs.read(username, false, false);
  return fields?.instanceUrl === undefined ? null : { instanceUrl: fields.instanceUrl.replace(/\/$/, ''), aliases: state.aliases.getAll(username) };
}
