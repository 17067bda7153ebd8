/**
 * Reads a zip that a client sent. Every entry is checked against its directory record before it is used:
 * names, sizes, checksum. Limits are those of the Metadata API (10,000 files, 39 MB compressed, 600 MB
 * uncompressed; salesforce-app-limits-cheatsheet) with a smaller total and a ratio against bombs.
 */
import { crc32, inflateRawSync } from 'node:zlib';

export class ZipError extends Error {
  constructor(message: string) {
    super(message);
    this.name = 'ZipError';
  }
}

export interface ZipLimits {
  readonly files: number;
  readonly compressedBytes: number;
  readonly totalBytes: number;
  readonly fileBytes: number;
  /** Uncompressed per compressed byte, looked at for entries above 1 MB. */
  readonly ratio: number;
}

export const DEPLOY_LIMITS: ZipLimits = {
  files: 10_000, compressedBytes: 39 * 1024 * 1024, totalBytes: 300 * 1024 * 1024, fileBytes: 64 * 1024 * 1024, ratio: 200,
};

const END = 0x06054b50;
const ENTRY = 0x02014b50;
const LOCAL = 0x04034b50;
const STORED = 0;
const DEFLATED = 8;

function findEnd(view: DataView): number {
  for (let at = view.byteLength - 22; at >= Math.max(0, view.byteLength - 22 - 0xffff); at -= 1) {
    if (view.getUint32(at, true) === END) return at;
  }
  throw new ZipError('The data is not a zip file.');
}

function checkName(name: string): void {
  const bad = name === '' || name.startsWith('/') || name.includes('\\') || name.includes('\0') || /^[A-Za-z]:/.test(name)
    || name.split('/').some((part) => part === '..' || part === '.');
  if (bad) throw new ZipError(`The zip holds a path that is not allowed: ${JSON.stringify(name)}.`);
}

/**
 * Files of the zip by path, without directory entries, in the order of its directory.
 * @throws ZipError when anything about it is not as it should be; nothing is returned then.
 */
export function readZip(data: Uint8Array, limits: ZipLimits = DEPLOY_LIMITS): Map<string, Uint8Array> {
  if (data.byteLength > limits.compressedBytes) throw new ZipError(`The zip is larger than ${Math.floor(limits.compressedBytes / 1024 / 1024)} MB.`);
  if (data.byteLength < 22) throw new ZipError('The data is not a zip file.');
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  const end = findEnd(view);
  const count = view.getUint16(end + 10, true);
  let at = view.getUint32(end + 16, true);
  if (count === 0xffff || at === 0xffffffff) throw new ZipError('Zip64 files are not accepted.');
  if (count > limits.files) throw new ZipError(`The zip holds ${count.toLocaleString('en-US')} files; at most ${limits.files.toLocaleString('en-US')} are allowed.`);

  const files = new Map<string, Uint8Array>();
  const seen = new Set<string>();
  let total = 0;
  for (let index = 0; index < count; index += 1) {
    if (at + 46 > end || view.getUint32(at, true) !== ENTRY) throw new ZipError('The zip is damaged: its directory is cut short.');
    const flags = view.getUint16(at + 8, true);
    const method = view.getUint16(at + 10, true);
    const checksum = view.getUint32(at + 16, true);
    const packed = view.getUint32(at + 20, true);
    const size = view.getUint32(at + 24, true);
    const nameLength = view.getUint16(at + 28, true);
    const unixMode = view.getUint32(at + 38, true) >>> 16;
    const local = view.getUint32(at + 42, true);
    const name = new TextDecoder().decode(data.subarray(at + 46, at + 46 + nameLength));
    at += 46 + nameLength + view.getUint16(at + 30, true) + view.getUint16(at + 32, true);

    checkName(name);
    if (seen.has(name)) throw new ZipError(`The zip holds ${JSON.stringify(name)} twice.`);
    seen.add(name);
    if ((unixMode & 0o170000) === 0o120000) throw new ZipError(`The zip holds a link: ${JSON.stringify(name)}.`);
    if ((flags & 1) !== 0) throw new ZipError('Encrypted zip files are not accepted.');
    if (name.endsWith('/')) continue;
    total += size;
    if (size > limits.fileBytes || total > limits.totalBytes) throw new ZipError(`The zip unpacks to more than is allowed (at ${JSON.stringify(name)}).`);
    if (size > 1024 * 1024 && size > packed * limits.ratio) throw new ZipError(`${JSON.stringify(name)} is compressed more than ${limits.ratio} to 1; it is refused as a zip bomb.`);
    files.set(name, readEntry(data, view, { name, method, checksum, packed, size, local }));
  }
  return files;
}

interface Entry {
  readonly name: string;
  readonly method: number;
  readonly checksum: number;
  readonly packed: number;
  readonly size: number;
  readonly local: number;
}

function readEntry(data: Uint8Array, view: DataView, entry: Entry): Uint8Array {
  const { name, local } = entry;
  if (local + 30 > data.byteLength || view.getUint32(local, true) !== LOCAL) throw new ZipError(`The zip is damaged at ${JSON.stringify(name)}.`);
  const start = local + 30 + view.getUint16(local + 26, true) + view.getUint16(local + 28, true);
  if (start + entry.packed > data.byteLength) throw new ZipError(`The zip is cut short at ${JSON.stringify(name)}.`);
  const packed = data.subarray(start, start + entry.packed);
  const content = entry.method === STORED ? packed : entry.method === DEFLATED ? inflate(packed, entry) : undefined;
  if (content === undefined) throw new ZipError(`${JSON.stringify(name)} uses a compression method that is not accepted.`);
  if (content.byteLength !== entry.size) throw new ZipError(`The zip is damaged: ${JSON.stringify(name)} has not the size its directory says.`);
  if (crc32(content) !== entry.checksum) throw new ZipError(`The zip is damaged: the checksum of ${JSON.stringify(name)} does not match.`);
  return content;
}

function inflate(packed: Uint8Array, entry: Entry): Uint8Array {
  try {
    return inflateRawSync(packed, { maxOutputLength: Math.max(1, entry.size) });
  } catch {
    throw new ZipError(`The zip is damaged: ${JSON.stringify(entry.name)} cannot be unpacked.`);
  }
}
