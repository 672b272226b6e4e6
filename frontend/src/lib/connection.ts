import { reactive } from 'vue';

/** The state of the live channel. `idle` until the first subscription: nobody waits for it then. */
export interface Connection {
  state: 'idle' | 'live' | 'down';
  /** When the last data can have come in, while down. */
  stoppedAt: Date | null;
  /** When the next attempt is made, while down. */
  retryAt: Date | null;
}

/** One per page; written by the client only. */
export const connection = reactive<Connection>({ state: 'idle', stoppedAt: null, retryAt: null });

const listeners = new Set<() => void>();

/** Calls back after the live channel came back: what was missed must be asked for again. Returns how to stop. */
export function onReconnect(listener: () => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}

/** Marks the channel as live and tells those who may have missed something. */
export function markLive(): void {
  const wasDown = connection.state === 'down';
  Object.assign(connection, { state: 'live', stoppedAt: null, retryAt: null });
  if (wasDown) for (const listener of listeners) listener();
}

/** Marks the channel as down; the first moment is kept through further attempts. */
export function markDown(at: Date): void {
  connection.stoppedAt ??= at;
  connection.state = 'down';
}

/** Marks the channel as not in use. */
export function markIdle(): void {
  Object.assign(connection, { state: 'idle', stoppedAt: null, retryAt: null });
}
