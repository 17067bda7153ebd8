import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { paint, progressOn, terminalText } from './terminal.ts';

test('what an org wrote cannot steer the terminal; our own colours stay', () => {
  assert.equal(terminalText('a\u001B[2Jb\u0007c\u202Ed\u009Be'), 'a\uFFFD[2Jb\uFFFDc\uFFFDd\uFFFDe');
  const painted = paint({ color: true, width: 100 }, 'red', 'Stop');
  assert.notEqual(painted, 'Stop');
  assert.equal(terminalText(`${painted}\n\tnext`), `${painted}\n\tnext`);
});

test('progress that names something of an org cannot steer it either', () => {
  for (const isTTY of [true, false]) {
    const written: string[] = [];
    progressOn({ isTTY, write: (text: string) => written.push(text) > 0 } as unknown as NodeJS.WriteStream, true).step('Reading \u001B[2J\u202E');
    assert.ok(written.join('').includes('Reading \uFFFD[2J\uFFFD'), JSON.stringify(written));
  }
});

test('a reader that has enough ends the printing without a word', async () => {
  const child = spawn(process.execPath, [fileURLToPath(new URL('bin.js', import.meta.url)), 'plan', '--help'], { stdio: ['ignore', 'pipe', 'pipe'] });
  child.stdout.destroy();
  let said = '';
  child.stderr.setEncoding('utf8').on('data', (text: string) => (said += text));
  const [code] = (await once(child, 'close')) as [number | null];
  assert.deepEqual([code, said], [0, '']);
});
