/** Deploys a source-format project inside the process: `org start --deploy`. */
import { resolve } from 'node:path';
import type { Session } from '../engine/types.ts';
import type { DeployResult, MetadataService } from './types.ts';

const API_VERSION = '67.0';

/**
 * Converts source folders to one mdapi zip with Salesforce's own library and deploys it.
 * @param projectDir root of the project; its `.forceignore` applies
 * @param folders package directories, relative to it
 */
export async function deploySourceFolder(metadata: MetadataService, session: Session, projectDir: string, folders: readonly string[]): Promise<DeployResult> {
  return metadata.deploy(session, await convertSource(projectDir, folders), {
    checkOnly: false, rollbackOnError: true, singlePackage: true, ignoreWarnings: false, purgeOnDelete: false, testLevel: null,
  });
}

/** An mdapi zip (single package) of source folders. */
export async function convertSource(projectDir: string, folders: readonly string[]): Promise<Uint8Array> {
  // Loaded here: it takes a second, and only this path needs it.
  const { ComponentSet, MetadataConverter } = await import('@salesforce/source-deploy-retrieve');
  const set = ComponentSet.fromSource({ fsPaths: folders.map((folder) => resolve(projectDir, folder)) });
  // Both set, so that the library asks neither the project nor the network for a version.
  set.apiVersion = API_VERSION;
  set.sourceApiVersion = API_VERSION;
  if (set.size === 0) throw new Error(`There is no metadata in ${folders.join(', ')}.`);
  const { zipBuffer } = await new MetadataConverter().convert(set, 'metadata', { type: 'zip' });
  if (zipBuffer === undefined) throw new Error(`${folders.join(', ')} cannot be converted.`);
  return zipBuffer;
}
