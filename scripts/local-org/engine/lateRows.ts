/** Rows that are written only when somebody asks for them. */
import type { Store } from '../store/store.ts';

export interface LateRows {
  /** Takes what writes the rows; answers whether it has yet to run. */
  add(write: () => void): () => boolean;
  /** Writes what has not been written. */
  flush(): void;
}

/** Opens the list; what was written inside a transaction that is undone is written again. */
export function createLateRows(store: Store): LateRows {
  const late = new Set<() => void>();
  const undecided = new Set<() => void>();
  store.onRollback(() => {
    for (const write of undecided) {
      late.add(write);
    }
    undecided.clear();
  });
  return {
    add: (write) => {
      late.add(write);
      return () => late.has(write);
    },
    flush: () => {
      for (const write of late) {
        late.delete(write);
        undecided.add(write);
        store.transaction(write);
        if (!store.inTransaction) {
          undecided.delete(write);
        }
      }
    },
  };
}
