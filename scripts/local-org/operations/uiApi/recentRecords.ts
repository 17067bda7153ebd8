/** Which records a user has looked at or saved last. Kept in memory: an org forgets them when it stops. */
const KEPT = 200;

export interface RecentRecords {
  seen(userId: string, recordId: string): void;
  /** The latest first. */
  of(userId: string, keyPrefix: string | null): readonly string[];
  /** The same of every object. */
  all(userId: string): readonly string[];
}

export function createRecentRecords(): RecentRecords {
  const byUser = new Map<string, Set<string>>();
  return {
    seen(userId, recordId) {
      const known = byUser.get(userId) ?? new Set<string>();
      byUser.set(userId, known);
      known.delete(recordId);
      known.add(recordId);
      for (const oldest of known) {
        if (known.size <= KEPT) {
          break;
        }
        known.delete(oldest);
      }
    },
    all: (userId) => [...byUser.get(userId) ?? []].reverse(),
    of: (userId, keyPrefix) => [...byUser.get(userId) ?? []].reverse().filter((id) => keyPrefix !== null && id.startsWith(keyPrefix)),
  };
}
