/** Unzips what an org sent, within limits: what comes from outside is hostile until it has been looked at. */
import { unzipSync } from 'fflate';
import { OrgRequestError } from './errors.ts';

/** Of the Metadata API itself: 10,000 files, 600 MB unpacked (limits cheat sheet). */
const MOST_FILES = 10_000;
const MOST_BYTES = 600 * 1024 * 1024;

/**
 * @returns path in the zip to contents, without directories
 * @throws OrgRequestError for a zip that is none, has paths that leave it, or is larger than an org sends
 */
export function unzipLimited(zip: Uint8Array): ReadonlyMap<string, Uint8Array> {
  let files = 0;
  let bytes = 0;
  const refuse = (why: string): never => {
    throw new OrgRequestError('BAD_ZIP', `The org's zip was refused: ${why}.`, 200, ['Run the command again; if it stays, retrieve by hand with sf and compare.']);
  };
  let entries: Record<string, Uint8Array>;
  try {
    entries = unzipSync(zip, {
      filter: ({ name, originalSize }) => {
        if (++files > MOST_FILES) refuse(`it has more than ${MOST_FILES} files`);
        bytes += originalSize;
        if (bytes > MOST_BYTES) refuse(`it unpacks to more than ${MOST_BYTES / 1024 / 1024} MB`);
        if (name.startsWith('/') || name.includes('\\') || name.split('/').includes('..')) refuse(`the path ${JSON.stringify(name)} leaves it`);
        return !name.endsWith('/');
      },
    });
  } catch (error) {
    if (error instanceof OrgRequestError) throw error;
    return refuse(`it cannot be read (${(error as Error).message})`);
  }
  return new Map(Object.entries(entries));
}
