import { Flags } from '@oclif/core';
import { CliError, EXIT } from '../../cliError.ts';
import { connectTo } from '../../connectTo.ts';
import { HandrailCommand, orgFlags } from '../../handrailCommand.ts';
import { untilStopped } from '../../stopped.ts';
import { paint } from '../../terminal.ts';

export default class OrgPage extends HandrailCommand {
  static override summary = 'Show the page with the components against a sandbox.';
  static override description =
    'Runs the components of force-app as they are on this machine, before they are deployed, with the records and rules of the org. Everybody is the user who is logged in; users cannot be switched here. The page only reads unless --allow-writes is given; an org that is neither sandbox, scratch, developer nor trial is only read in any case. The session stays in this command and never reaches the browser.';
  static override examples = [
    '<%= config.bin %> org page --target-org sandbox',
    { description: 'Save through the page as well:', command: '<%= config.bin %> org page --target-org sandbox --allow-writes' },
  ];
  static override flags = {
    ...orgFlags,
    port: Flags.integer({ summary: 'Port on the loopback address; 0 takes a free one.', default: 0, min: 0, max: 65_535 }),
    'allow-writes': Flags.boolean({ summary: 'Let the page save records.' }),
  };

  async run(): Promise<undefined> {
    const { flags } = await this.parse(OrgPage);
    const { startRemotePage } = await import('../../../preview/index.ts');
    this.progress.step('Logging in');
    const org = await connectTo(flags);
    const page = await startRemotePage({ org, projectDir: process.cwd(), port: flags.port, allowWrites: flags['allow-writes'], onProgress: (text) => this.progress.step(text) }).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EADDRINUSE') throw error;
      throw new CliError('PortInUse', `Port ${flags.port} is taken by another program.`, { exitCode: EXIT.failed, actions: ['Take another one with --port, or leave it out.'] });
    });
    this.progress.done();
    if (page.isProduction && flags['allow-writes']) this.warn('This is a production org: the page only reads it, --allow-writes or not.');
    // One line, printed once and at once: scripts wait for it while the page goes on running.
    if (this.jsonEnabled()) process.stdout.write(`${JSON.stringify({ url: page.url, username: org.username, readOnly: page.isReadOnly })}\n`);
    else this.log(`\nThe page is up at ${paint(this.out, 'bold', page.url)}\nIt shows ${org.instanceUrl} as ${org.username} does${page.isReadOnly ? ', and saves nothing' : '; what is saved there is saved in the org'}. Keep the address to yourself.\n\nCtrl+C ends it.`);
    this.whenStopped = null;
    await untilStopped();
    await page.close();
    const { closeIdleConnections } = await import('../../../org/index.ts');
    closeIdleConnections();
    return undefined;
  }
}
