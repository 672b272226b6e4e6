import { diff3Merge } from 'node-diff3';

/** What a form consists of. */
export type Json = null | boolean | number | string | readonly Json[] | { readonly [key: string]: Json };

/** A place that both changed, each in another way. `undefined` = not there (any more). */
export interface Conflict {
  /** Place in the merged form, e.g. `nodes.2.narrative`. */
  readonly path: string;
  /** The same place by the names of list entries, which stays right while entries move. */
  readonly key: string;
  readonly mine: Json | undefined;
  readonly theirs: Json | undefined;
}

/** Two forms put together; where they conflict, `merged` holds what the choice says, mine without one. */
export interface Merge<T> {
  readonly merged: T;
  readonly conflicts: readonly Conflict[];
  /** How many places were taken from the other one. */
  readonly taken: number;
}

/** Whose words count at a place, by `Conflict.key`. */
export type Choices = ReadonlyMap<string, 'mine' | 'theirs'>;

interface Place {
  readonly path: readonly string[];
  readonly key: readonly string[];
}

interface Versions {
  readonly base: Json | undefined;
  readonly mine: Json | undefined;
  readonly theirs: Json | undefined;
}

/**
 * Puts together what two people made of the same form. Only a place that both changed differently is a conflict: lists of
 * things with an id are merged thing by thing, lists of words as sets, longer texts sentence by sentence.
 */
export function mergeForms<T>(base: T, mine: T, theirs: T, choices: Choices = new Map()): Merge<T> {
  const conflicts: Conflict[] = [];
  const count = { taken: 0 };
  const versions = { base, mine, theirs } as Versions;
  const merged = new Merger(conflicts, count, choices).merge(versions, { path: [], key: [] });
  return { merged: merged as unknown as T, conflicts, taken: count.taken };
}

class Merger {
  constructor(
    private readonly conflicts: Conflict[],
    private readonly count: { taken: number },
    private readonly choices: Choices,
  ) {}

  merge(versions: Versions, place: Place): Json | undefined {
    const { base, mine, theirs } = versions;
    if (isSame(mine, theirs) || isSame(theirs, base)) return mine;
    if (isSame(mine, base)) return this.take(theirs);
    return this.parts(versions, place) ?? this.conflict(versions, place);
  }

  /** What can be put together part by part; undefined for all else. */
  private parts({ base, mine, theirs }: Versions, place: Place): Json | undefined {
    if (isRecord(mine) && isRecord(theirs)) return this.records(isRecord(base) ? base : {}, [mine, theirs], place);
    if (isList(mine) && isList(theirs)) return this.lists([isList(base) ? base : [], mine, theirs], place);
    return this.texts([base, mine, theirs]);
  }

  private texts(texts: readonly (Json | undefined)[]): string | undefined {
    const [base, mine, theirs] = texts.filter((text) => typeof text === 'string');
    if (base === undefined || mine === undefined || theirs === undefined) return undefined;
    const text = mergedText(base, mine, theirs);
    if (text !== null) this.count.taken += 1;
    return text ?? undefined;
  }

  private lists(lists: Lists, place: Place): Json | undefined {
    if (lists.every(areThings)) return this.things(lists, place);
    return lists.every(areWords) ? this.words(lists) : undefined;
  }

  private take(value: Json | undefined): Json | undefined {
    this.count.taken += 1;
    return value;
  }

  private conflict({ mine, theirs }: Versions, place: Place): Json | undefined {
    const key = place.key.join('.');
    this.conflicts.push({ path: place.path.join('.'), key, mine, theirs });
    return this.choices.get(key) === 'theirs' ? theirs : mine;
  }

  private records(base: JsonRecord, [mine, theirs]: readonly [JsonRecord, JsonRecord], place: Place): Json {
    const names = new Set([...Object.keys(mine), ...Object.keys(theirs)]);
    const merged: Record<string, Json> = {};
    for (const name of names) {
      const versions = { base: base[name], mine: mine[name], theirs: theirs[name] };
      const value = this.merge(versions, { path: [...place.path, name], key: [...place.key, name] });
      if (value !== undefined) merged[name] = value;
    }
    return merged;
  }

  /** Mine in my order, with what they added at the end and without what they removed. */
  private words([base, mine, theirs]: Lists): Json {
    const [had, kept, has] = [base, theirs, mine].map((list) => new Set(list.map((entry) => JSON.stringify(entry))));
    const added = theirs.filter((entry) => !had?.has(JSON.stringify(entry)) && !has?.has(JSON.stringify(entry)));
    const left = mine.filter((entry) => !had?.has(JSON.stringify(entry)) || kept?.has(JSON.stringify(entry)));
    this.count.taken += added.length + mine.length - left.length;
    return [...left, ...added];
  }

  private things(lists: Lists, place: Place): Json {
    const [before, own, other] = lists.map(byName) as [Named, Named, Named];
    const merged: Json[] = [];
    for (const name of mergedOrder([...before.keys()], [...own.keys()], [...other.keys()])) {
      const versions = { base: before.get(name), mine: own.get(name), theirs: other.get(name) };
      const at = { path: [...place.path, String(merged.length)], key: [...place.key, name] };
      const value = this.merge(versions, at);
      if (value !== undefined) merged.push(value);
    }
    return merged;
  }
}

type Named = ReadonlyMap<string, Json>;
type JsonRecord = { readonly [key: string]: Json };
type JsonList = readonly Json[];
/** As it was, mine, theirs. */
type Lists = readonly [JsonList, JsonList, JsonList];

/** My order, unless only they changed it; what one side alone has stands behind its neighbour on that side. */
function mergedOrder(base: readonly string[], mine: readonly string[], theirs: readonly string[]): string[] {
  const hasMoved = (list: readonly string[]) => {
    const common = (of: readonly string[], by: readonly string[]) => of.filter((name) => by.includes(name)).join(' ');
    return common(list, base) !== common(base, list);
  };
  const [lead, guest] = !hasMoved(mine) && hasMoved(theirs) ? [theirs, mine] : [mine, theirs];
  const order = [...lead];
  guest.forEach((name, at) => {
    if (order.includes(name)) return;
    const before = guest[at - 1];
    order.splice(before === undefined ? 0 : order.indexOf(before) + 1, 0, name);
  });
  return order;
}

/** Both texts in one, sentence by sentence; null where the same sentence was changed twice. */
function mergedText(base: string, mine: string, theirs: string): string | null {
  const [b, m, t] = [base, mine, theirs].map(sentences) as [string[], string[], string[]];
  if (Math.max(b.length, m.length, t.length) < 2) return null;
  const parts = diff3Merge(m, b, t, { excludeFalseConflicts: true });
  if (parts.some(({ conflict }) => conflict !== undefined)) return null;
  return parts.flatMap(({ ok }) => ok ?? []).join('');
}

/** A text in pieces that joined give it again: lines and Chinese or Western sentences. */
function sentences(text: string): string[] {
  return text.split(/(?<=[\n。！？；]|[.!?;]\s)/u);
}

/** What names an entry of a list of things. */
function nameOf(entry: Json): string | null {
  if (!isRecord(entry)) return null;
  const name = entry['id'] ?? entry['key'] ?? entry['address'];
  return typeof name === 'string' && name !== '' ? name : null;
}

function byName(list: JsonList): Named {
  return new Map(list.map((entry) => [nameOf(entry) ?? '', entry]));
}

/** Whether every entry has a name of its own. */
function areThings(list: JsonList): boolean {
  return list.every((entry) => nameOf(entry) !== null) && byName(list).size === list.length;
}

function areWords(list: JsonList): boolean {
  return list.every((entry) => typeof entry !== 'object');
}

function isRecord(value: Json | undefined): value is JsonRecord {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isList(value: Json | undefined): value is JsonList {
  return Array.isArray(value);
}

function isSame(a: Json | undefined, b: Json | undefined): boolean {
  return a === b || JSON.stringify(a) === JSON.stringify(b);
}
