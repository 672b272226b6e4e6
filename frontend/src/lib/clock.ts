import { onScopeDispose, ref, type Ref } from 'vue';

/** How far the server's clock is ahead of this machine's, in milliseconds. Deadlines are the server's. */
let aheadBy = 0;
/** How fast the server's clock runs, and where both stood when that was last heard; a rehearsal's runs faster than ours. */
let fast: { readonly speed: number; readonly server: number; readonly here: number } | null = null;

/**
 * Takes the Date header of an answer. It has whole seconds, so only a difference that matters moves the clock.
 * @param speed how many times faster than real time the server's clock runs
 */
export function noteServerTime(header: string | null, speed = 1): void {
  const server = header === null ? Number.NaN : Date.parse(header);
  if (Number.isNaN(server)) return;
  fast = speed > 1 ? { speed, server, here: Date.now() } : null;
  const difference = server + 500 - Date.now();
  if (Math.abs(difference - aheadBy) > 1500) aheadBy = difference;
}

/** The time as the server has it. */
export function serverNow(): Date {
  if (fast !== null) return new Date(fast.server + (Date.now() - fast.here) * fast.speed);
  return new Date(Date.now() + aheadBy);
}

const shared = ref(serverNow());
let watchers = 0;
let timer: ReturnType<typeof setTimeout> | undefined;

function tick(): void {
  shared.value = serverNow();
  // Aligned to the full second, so that every clock on a page turns at once.
  timer = setTimeout(tick, fast === null ? 1000 - (shared.value.getTime() % 1000) : 250);
}

/** The server's time, turning every second while someone watches. Read-only by agreement. */
export function useNow(): Ref<Date> {
  watchers += 1;
  if (watchers === 1) tick();
  onScopeDispose(() => {
    watchers -= 1;
    if (watchers === 0) clearTimeout(timer);
  });
  return shared;
}
