/** Connected apps: which clients may ask for tokens, and in whose name. Given at start or registered over `/_local`. */
import { createPublicKey, type KeyObject } from 'node:crypto';
import { z } from 'zod';
import { OrgError } from '../engine/types.ts';

const appSchema = z.strictObject({
  clientId: z.string().min(1).max(256),
  /** For client credentials, refresh and introspection. */
  clientSecret: z.string().min(1).optional(),
  /** PEM of the X.509 certificate (or public key) that signs JWT assertions. */
  certificate: z.string().optional(),
  /** Usernames that are pre-authorized; absent: all. */
  users: z.array(z.string()).optional(),
  /** The user of the client credentials flow. */
  runAs: z.string().optional(),
});

export type ConnectedAppOptions = z.input<typeof appSchema>;

export interface ConnectedApp extends ConnectedAppOptions {
  readonly key: KeyObject | null;
}

export interface ConnectedApps {
  /** Adds an app or replaces the one of the same client id. @throws OrgError INVALID_CONNECTED_APP */
  register(app: unknown): ConnectedApp;
  find(clientId: string): ConnectedApp | undefined;
}

export function createConnectedApps(given: readonly ConnectedAppOptions[]): ConnectedApps {
  const apps = new Map<string, ConnectedApp>();
  const register = (app: unknown): ConnectedApp => {
    const parsed = appSchema.safeParse(app);
    if (!parsed.success) {
      const [issue] = parsed.error.issues;
      throw new OrgError('INVALID_CONNECTED_APP', `The connected app cannot be read: ${issue?.path.join('.') ?? ''} ${issue?.message ?? ''}`.trim());
    }
    const registered = { ...parsed.data, key: keyOf(parsed.data.certificate) };
    apps.set(registered.clientId, registered);
    return registered;
  };
  given.forEach(register);
  return { register, find: (clientId) => apps.get(clientId) };
}

function keyOf(certificate: string | undefined): KeyObject | null {
  if (certificate === undefined) {
    return null;
  }
  let key: KeyObject;
  try {
    key = createPublicKey(certificate);
  } catch {
    throw new OrgError('INVALID_CONNECTED_APP', 'The certificate is no PEM of an X.509 certificate or public key.');
  }
  if (key.asymmetricKeyType !== 'rsa') {
    throw new OrgError('INVALID_CONNECTED_APP', 'The certificate must have an RSA key.');
  }
  return key;
}
