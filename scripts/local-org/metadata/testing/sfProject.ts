/** A project folder in which the real Salesforce CLI works against an org of this machine. */
import { execFile } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const sfPath = fileURLToPath(new URL('../../../../node_modules/.bin/sf', import.meta.url));

export interface SfAnswer {
  readonly status: number;
  readonly result: Readonly<Record<string, unknown>>;
  readonly message?: string;
}

export interface SfProject {
  readonly folder: string;
  write(path: string, text: string): void;
  read(path: string): string;
  remove(path: string): void;
  /** Runs `sf … --json`; a failing command answers too. */
  sf(args: readonly string[], environment?: Readonly<Record<string, string>>): Promise<SfAnswer>;
  close(): void;
}

/** A source file in the form an org gives. */
export const sourceFile = (root: string, body: string, attributes = ''): string =>
  `<?xml version="1.0" encoding="UTF-8"?>\n<${root} xmlns="http://soap.sforce.com/2006/04/metadata"${attributes}>\n${body}</${root}>\n`;

/** Logs in with a token: inside a project `sf` takes a loopback address from a login only, not from SF_ORG_INSTANCE_URL. */
export async function openSfProject(org: { readonly url: string; readonly accessToken: string }, files: Readonly<Record<string, string>>): Promise<SfProject> {
  const folder = mkdtempSync(join(tmpdir(), 'handrail-metadata-'));
  const project: SfProject = {
    folder,
    write(path, text) {
      mkdirSync(dirname(join(folder, path)), { recursive: true });
      writeFileSync(join(folder, path), text);
    },
    read: (path) => readFileSync(join(folder, path), 'utf8'),
    remove: (path) => rmSync(join(folder, path), { recursive: true, force: true }),
    async sf(args, environment = {}) {
      const options = {
        cwd: folder, timeout: 120_000, maxBuffer: 32 * 1024 * 1024,
        env: {
          PATH: process.env['PATH'] ?? '', HOME: folder, SF_DISABLE_TELEMETRY: 'true', SF_AUTOUPDATE_DISABLE: 'true', SF_SKIP_NEW_VERSION_CHECK: 'true', SF_USE_GENERIC_UNIX_KEYCHAIN: 'true',
          SF_TARGET_ORG: 'local', NO_COLOR: '1', ...environment,
        },
      };
      const stdout = await run(process.execPath, [sfPath, ...args, '--json'], options).then((done) => done.stdout, (failed: { readonly stdout?: string }) => failed.stdout ?? '');
      return JSON.parse(stdout) as SfAnswer;
    },
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
  for (const [path, text] of Object.entries(files)) project.write(path, text);
  const login = await project.sf(['org', 'login', 'access-token', '--instance-url', org.url, '--no-prompt', '--alias', 'local'], { SF_ACCESS_TOKEN: org.accessToken, SF_TARGET_ORG: '' });
  if (login.status !== 0) throw new Error(`sf cannot log in: ${login.message ?? ''}`);
  return project;
}

/** `fullName: problem` of each failing component. */
export function failuresOf(answer: SfAnswer): readonly string[] {
  const { componentFailures } = answer.result['details'] as { readonly componentFailures?: unknown };
  return ([componentFailures ?? []].flat() as { readonly fullName: string; readonly problem: string }[]).map((failure) => `${failure.fullName}: ${failure.problem}`);
}
