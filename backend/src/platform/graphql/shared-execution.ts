import {
  type DocumentNode,
  type ExecutionArgs,
  type ExecutionResult,
  type FieldNode,
  Kind,
  print,
  subscribe,
} from 'graphql';
import type { ApiContext } from '../access/viewer.js';

/** Subscriptions whose answer is the same for everybody, when asked for the public audience. */
const SHARED_FIELD = 'boardUpdates';

/**
 * Executes a public board subscription once for all who ask the same (document and variables) and hands
 * every one of them the same result object: three thousand viewers cost one execution per change. A
 * viewer who is slow skips to the newest board instead of holding up the others.
 */
export class SharedExecution {
  private readonly running = new Map<string, Broadcast>();

  /** A drop-in for graphql-js `subscribe`. */
  async subscribe(args: ExecutionArgs): Promise<AsyncIterable<ExecutionResult> | ExecutionResult> {
    const key = sharedKey(args);
    if (key === null) return subscribe(args) as Promise<AsyncGenerator<ExecutionResult> | ExecutionResult>;
    const known = this.running.get(key);
    if (known) return known.join();
    // Nobody in particular asks: what is shared must be what an anonymous caller may see.
    const contextValue: ApiContext = { viewer: null, loaders: new Map() };
    const source = await subscribe({ ...args, contextValue });
    if (!(Symbol.asyncIterator in source)) return source;
    // Another subscriber may have started the same execution while this one was being set up.
    const raced = this.running.get(key);
    if (raced) {
      await source.return();
      return raced.join();
    }
    const broadcast = new Broadcast(source, () => this.running.delete(key));
    this.running.set(key, broadcast);
    return broadcast.join();
  }
}

/** Names the execution two viewers may share; null when the answer depends on who asks. */
function sharedKey(args: ExecutionArgs): string | null {
  const field = onlyField(args.document);
  if (field?.name.value !== SHARED_FIELD || !asksPublicAudience(field)) return null;
  return `${print(args.document)}\n${JSON.stringify(args.variableValues ?? {})}`;
}

/** The one root field of the one operation; null for anything else. */
function onlyField(document: DocumentNode): FieldNode | null {
  const operations = document.definitions.filter((definition) => definition.kind === Kind.OPERATION_DEFINITION);
  const selections = operations.flatMap(({ selectionSet }) => selectionSet.selections);
  const [field] = selections;
  return selections.length === 1 && field?.kind === Kind.FIELD ? field : null;
}

/** Whether the audience is left out or spelt PUBLIC; one in a variable is not looked into. */
function asksPublicAudience({ arguments: args }: FieldNode): boolean {
  const audience = args?.find(({ name }) => name.value === 'audience')?.value;
  return audience === undefined || (audience.kind === Kind.ENUM && audience.value === 'PUBLIC');
}

/** One running source and everyone who watches it. */
class Broadcast {
  private readonly watchers = new Set<Watcher>();
  private latest: ExecutionResult | null = null;
  private hasStopped = false;

  constructor(
    private readonly source: AsyncGenerator<ExecutionResult>,
    private readonly ended: () => void,
  ) {
    void this.pump();
  }

  /** A new watcher; it gets the newest result at once when there is one. */
  join(): AsyncIterable<ExecutionResult> {
    const watcher = new Watcher(this.latest, (leaving) => this.leave(leaving));
    this.watchers.add(watcher);
    return watcher;
  }

  private leave(watcher: Watcher): void {
    this.watchers.delete(watcher);
    if (this.watchers.size > 0 || this.hasStopped) return;
    this.hasStopped = true;
    this.ended();
    void this.source.return(undefined);
  }

  private async pump(): Promise<void> {
    try {
      for await (const result of this.source) {
        this.latest = result;
        for (const watcher of this.watchers) watcher.offer(result);
      }
    } finally {
      this.ended();
      for (const watcher of this.watchers) watcher.end();
    }
  }
}

/**
 * One viewer's place: holds at most the newest result it has not taken yet. Written by hand rather than
 * as a generator, since a generator that waits cannot be returned from until its wait is over.
 */
class Watcher implements AsyncIterableIterator<ExecutionResult> {
  private taker: ((answer: IteratorResult<ExecutionResult>) => void) | null = null;
  private hasEnded = false;

  constructor(
    private pending: ExecutionResult | null,
    private readonly left: (watcher: Watcher) => void,
  ) {}

  [Symbol.asyncIterator](): this {
    return this;
  }

  /** Gives the viewer a newer result; an older one that was not taken is dropped. */
  offer(result: ExecutionResult): void {
    if (this.taker === null) this.pending = result;
    else this.answer({ done: false, value: result });
  }

  /** No more results will come. */
  end(): void {
    this.hasEnded = true;
    this.answer({ done: true, value: undefined });
  }

  next(): Promise<IteratorResult<ExecutionResult>> {
    const value = this.pending;
    this.pending = null;
    if (value !== null) return Promise.resolve({ done: false, value });
    if (this.hasEnded) return Promise.resolve({ done: true, value: undefined });
    return new Promise((resolve) => {
      this.taker = resolve;
    });
  }

  /** The viewer leaves. */
  return(): Promise<IteratorResult<ExecutionResult>> {
    this.end();
    this.left(this);
    return Promise.resolve({ done: true, value: undefined });
  }

  private answer(answer: IteratorResult<ExecutionResult>): void {
    this.taker?.(answer);
    this.taker = null;
  }
}
