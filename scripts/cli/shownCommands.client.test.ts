/** A command that a page offers for copying is one that this tool takes. */
import assert from 'node:assert/strict';
import { test } from 'node:test';
import { SYNC_COMMAND } from '../../force-app/main/default/lwc/handrailText/commands.js';
import { handrail } from './testing/run.ts';

test('the command that fills the pages has no flag or argument that the CLI refuses', async () => {
  const [runner, name, ...args] = SYNC_COMMAND.split(' ');
  assert.deepEqual([runner, name], ['npx', 'handrail']);
  const { exitCode, stderr } = await handrail(args);
  // There is no such org on this machine; wrong usage would be 2.
  assert.equal(exitCode, 1, stderr);
  assert.match(stderr, /production/);
});
