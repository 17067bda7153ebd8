import { Flags } from '@oclif/core';
import { asOf, HandrailCommand } from '../../handrailCommand.ts';
import { instantOf } from '../../../shared/localTime.ts';
import { untilStopped } from '../../stopped.ts';
import { paint } from '../../terminal.ts';
import type { LogIn } from '../../../org/index.ts';

/** The local org's administrator. */
const ADMIN_USERNAME = 'admin@handrail.local';

const DEFAULT_PORT = 8780;

export default class OrgStart extends HandrailCommand {
  static override summary = 'Run an org on this machine that sf, jsforce and the page accept.';
  static override description =
    'Listens on 127.0.0.1 only and runs until it is interrupted. Without --store everything is kept in memory and is gone afterwards. What it does not do is listed in docs/gaps.md.';
  static override examples = [
    { description: 'An empty org with the playbook deployed, known to sf as "local":', command: '<%= config.bin %> org start --deploy --login local' },
    { description: 'The demo company, kept in a file:', command: '<%= config.bin %> org start --deploy --data demo --store .handrail/demo.db' },
  ];
  static override flags = {
    'as-of': asOf('What time it is in the org when it starts (ISO date, its first moment by the clocks of the org, or date-time); default now.'),
    port: Flags.integer({ summary: 'Port on the loopback address; 0 takes a free one.', default: DEFAULT_PORT, min: 0, max: 65_535 }),
    data: Flags.string({ summary: 'Records to begin with: the demo company, none, or a folder of <Object>.csv files.', default: 'none', helpValue: 'demo|none|<dir>' }),
    deploy: Flags.boolean({ summary: 'Deploy force-app and assign the permission sets.' }),
    store: Flags.string({ summary: 'Keep the org in this file and continue it next time.', helpValue: '<file>' }),
    login: Flags.string({ summary: 'Also register the org with the Salesforce CLI under this alias.', helpValue: '<alias>' }),
  };

  async run(): Promise<undefined> {
    const { flags } = await this.parse(OrgStart);
    this.whenStopped = () => ({ state: flags.store === undefined ? 'The local org was not up yet, and nothing is kept of it.' : `The local org was not up yet; ${flags.store} holds what was done so far.`, actions: [flags.store === undefined ? 'Run the same command again.' : `Run the same command again, or remove ${flags.store} to begin anew.`] });
    const [{ openLocalOrg }, { TIME_ZONE }] = await Promise.all([import('../../localOrg.ts'), import('../../../local-org/index.ts')]);
    const org = await openLocalOrg({
      projectDir: process.cwd(),
      port: flags.port,
      data: flags.data,
      deploy: flags.deploy,
      page: true,
      onProgress: (text) => this.progress.step(text),
      ...(flags.store === undefined ? {} : { store: flags.store }),
      ...(flags['as-of'] === undefined ? {} : { asOf: new Date(instantOf(flags['as-of'], TIME_ZONE)) }),
    });
    if (flags.login !== undefined) {
      const [{ registerWithSalesforceCli }, { logInOf }] = await Promise.all([import('../../salesforceCli.ts'), import('../../../org/index.ts')]);
      const before = await logInOf(ADMIN_USERNAME);
      this.progress.step(`Registering the org with the Salesforce CLI as ${flags.login}`);
      await registerWithSalesforceCli(org.url, org.accessToken, flags.login);
      if (before !== null && before.instanceUrl !== org.url && (await answers(before.instanceUrl))) this.tell(takenOver(before, flags.login, org.url));
    }
    this.progress.done();
    const ready = { url: org.url, accessToken: org.accessToken, username: ADMIN_USERNAME, users: org.users };
    // One line, printed once and at once: scripts wait for it while the org goes on running.
    if (this.jsonEnabled()) process.stdout.write(`${JSON.stringify(ready)}\n`);
    else this.#introduce(ready, flags.login);
    this.whenStopped = null;
    await untilStopped();
    await org.close();
    return undefined;
  }

  #introduce(org: { url: string; accessToken: string; username: string; users: readonly { username: string; permissionSets: readonly string[] }[] }, alias: string | undefined): void {
    const strong = (text: string): string => paint(this.out, 'bold', text);
    const login = alias
      ? `It is known to the Salesforce CLI as ${strong(alias)}:\n  npx sf data query --target-org ${alias} --query "SELECT Name, StageName FROM Opportunity LIMIT 5"`
      : `To log the Salesforce CLI in:\n  SF_ACCESS_TOKEN='${org.accessToken}' npx sf org login access-token --instance-url ${org.url} --no-prompt --alias local`;
    this.log(`\nThe local org is up at ${strong(org.url)} (open it in a browser for the page).\n\n${login}\n`);
    this.log('Users');
    for (const user of org.users) this.log(`  ${user.username.padEnd(28)} ${paint(this.out, 'dim', user.permissionSets.join(', ') || 'no permission set')}`);
    this.log('\nCtrl+C ends it.');
  }
}

/** Whether an org still runs there; one that was stopped is missed by nobody. */
async function answers(instanceUrl: string): Promise<boolean> {
  const { hostname } = new URL(instanceUrl);
  return hostname === '127.0.0.1' && fetch(new URL('/services/data', instanceUrl), { signal: AbortSignal.timeout(2000) }).then(({ ok }) => ok, () => false);
}

function takenOver({ instanceUrl, aliases }: LogIn, alias: string, url: string): string {
  const names = [...new Set([...aliases, alias])].toSorted();
  return `warning The Salesforce CLI keeps one log-in for each username, and the administrator of every local org is ${ADMIN_USERNAME}. ${names.join(' and ')} now ${names.length === 1 ? 'means' : 'mean'} this org (${url}) and no longer the one at ${instanceUrl}, which is still running. To use both, start one of them with a HOME of its own.`;
}
