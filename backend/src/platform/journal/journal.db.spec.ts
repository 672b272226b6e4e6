import { randomUUID } from 'node:crypto';
import { DataSource, type EntityManager } from 'typeorm';
import { firstBreak } from '../../core/journal/chain.js';
import { Refusal } from '../../core/kernel/refusal.js';
import { freshDatabase, type FreshDatabase } from '../../../test/database.js';
import { Clock } from '../clock/clock.js';
import { databaseOptions } from '../database/options.js';
import { Transaction } from '../database/transaction.js';
import { JournalRecord } from './journal-record.entity.js';
import { type Command, Journal, type Slotted, type Written } from './journal.service.js';

let database: FreshDatabase;
let dataSource: DataSource;
let journal: Journal;
let streamId: string;

beforeAll(async () => {
  database = await freshDatabase();
  dataSource = new DataSource({
    ...databaseOptions({ databaseUrl: database.url, poolSize: 12 }),
    entities: [JournalRecord],
  });
  await dataSource.initialize();
  journal = new Journal(new Transaction(dataSource), new Clock());
});

afterAll(async () => {
  await dataSource.destroy();
  await database.drop();
});

beforeEach(async () => {
  streamId = randomUUID();
  await journal.open(streamId);
});

function command(content: unknown = {}, commandId = randomUUID()): Command {
  return { streamId, kind: 'TESTED', commandId, content, actor: null };
}

function records(): Promise<JournalRecord[]> {
  return dataSource.manager.find(JournalRecord, { where: { streamId }, order: { seq: 'ASC' } });
}

const write = () => Promise.resolve({ subjectId: randomUUID() });

describe('journal', () => {
  it('numbers densely and chains, under 60 concurrent writers', async () => {
    const receipts = await Promise.all(Array.from({ length: 60 }, () => journal.append(command(), write)));
    expect(receipts.map(({ seq }) => seq).sort((a, b) => a - b)).toEqual(Array.from({ length: 60 }, (_, i) => i + 1));
    expect(firstBreak(await records())).toBeNull();
  });

  it('hashes ids as the database spells them', async () => {
    const [subjectId, partyId] = [randomUUID().toUpperCase(), randomUUID().toUpperCase()];
    await journal.append(command(), () => Promise.resolve({ subjectId, partyId }));
    const written = await records();
    expect(written).toMatchObject([{ subjectId: subjectId.toLowerCase(), partyId: partyId.toLowerCase() }]);
    expect(firstBreak(written)).toBeNull();
  });

  it('answers a repeat with the first receipt and runs the work once, concurrently too', async () => {
    const same = command({ points: 5 });
    let runs = 0;
    const work = () => Promise.resolve({ subjectId: randomUUID(), details: { run: (runs += 1) } });
    const receipts = await Promise.all(Array.from({ length: 10 }, () => journal.append(same, work)));
    expect(new Set(receipts.map(({ subjectId }) => subjectId)).size).toBe(1);
    expect(receipts.filter(({ isRepeat }) => !isRepeat)).toHaveLength(1);
    expect(await records()).toHaveLength(1);
  });

  it('refuses a command id that comes back with other content', async () => {
    const commandId = randomUUID();
    await journal.append(command({ points: 5 }, commandId), write);
    await expect(journal.append(command({ points: 6 }, commandId), write)).rejects.toMatchObject({
      code: 'COMMAND_REUSED',
    });
  });

  it('leaves no gap and no record when the work refuses', async () => {
    const refusing = journal.append(command(), () => Promise.reject(new Refusal('WRONG_STATE')));
    await expect(refusing).rejects.toMatchObject({ code: 'WRONG_STATE' });
    expect((await journal.append(command(), write)).seq).toBe(1);
  });

  it('refuses an unknown stream', async () => {
    await expect(journal.append({ ...command(), streamId: randomUUID() }, write)).rejects.toMatchObject({
      code: 'NOT_FOUND',
    });
  });

  it.each([`UPDATE journal_record SET kind = 'FORGED'`, `DELETE FROM journal_record`, `TRUNCATE journal_record`])(
    'the database refuses: %s',
    async (sql) => {
      await journal.append(command(), write);
      await expect(dataSource.query(sql)).rejects.toThrow('records are permanent');
      expect(firstBreak(await records())).toBeNull();
    },
  );

  it('starts again from a fresh BEGIN after a deadlock, so both writers get through', async () => {
    const transaction = new Transaction(dataSource);
    const [a, b] = [randomUUID(), randomUUID()];
    await journal.open(a);
    await journal.open(b);
    let attempts = 0;
    const touch = async (first: string, second: string) =>
      transaction.run(async (tx) => {
        attempts += 1;
        await tx.query('UPDATE journal_stream SET head_seq = head_seq + 1 WHERE stream_id = $1', [first]);
        await tx.query('SELECT pg_sleep(0.2)');
        await tx.query('UPDATE journal_stream SET head_seq = head_seq + 1 WHERE stream_id = $1', [second]);
      });
    await Promise.all([touch(a, b), touch(b, a)]);
    expect(attempts).toBe(3);
    const rows = await dataSource.query<{ head_seq: number }[]>(
      'SELECT head_seq FROM journal_stream WHERE stream_id = ANY($1)',
      [[a, b]],
    );
    expect(rows.map(({ head_seq }) => head_seq)).toEqual([2, 2]);
  });
});

/** Something to write together with others: a row of its own, or a refusal after the row was written. */
interface Thing {
  readonly id: string;
  readonly isUnfit?: boolean;
}

/** Work that leaves a trace in `effect` for each thing, so that what was undone can be told from what stands. */
class Together {
  readonly calls: number[] = [];

  constructor(
    private readonly interfere: (tx: EntityManager, call: number) => Promise<unknown> = () => Promise.resolve(),
  ) {}

  readonly work = async (tx: EntityManager, things: readonly Slotted<Thing>[]): Promise<Written[]> => {
    this.calls.push(things.length);
    for (const { item, slot } of things) {
      await tx.query('INSERT INTO effect (id, seq) VALUES ($1, $2)', [item.id, slot.seq]);
    }
    await this.interfere(tx, this.calls.length);
    if (things.some(({ item }) => item.isUnfit)) throw new Refusal('STALE_VERSION');
    return things.map(({ item, slot }) => ({ subjectId: item.id, details: { seq: slot.seq } }));
  };
}

async function effects(): Promise<{ id: string; seq: number }[]> {
  return dataSource.query(
    `SELECT e.id, e.seq FROM effect e JOIN journal_record r ON r.subject_id = e.id AND r.seq = e.seq
      WHERE r.stream_id = $1 ORDER BY e.seq`,
    [streamId],
  );
}

/** How many transactions wrote the stream's records. */
async function transactions(): Promise<number> {
  const [row] = await dataSource.query<{ count: number }[]>(
    `SELECT count(DISTINCT xmin::text)::int AS count FROM journal_record WHERE stream_id = $1`,
    [streamId],
  );
  return row?.count ?? 0;
}

function things(count: number, isUnfit: (place: number) => boolean = () => false): Thing[] {
  return Array.from({ length: count }, (_, place) => thing(isUnfit(place)));
}

function thing(isUnfit = false): Thing {
  return { id: randomUUID(), isUnfit };
}

describe('neighbours in the queue with the same work', () => {
  beforeAll(() => dataSource.query('CREATE TABLE effect (id uuid PRIMARY KEY, seq integer NOT NULL)'));

  it('share a transaction, each with a record of its own, in the order they came', async () => {
    const together = new Together();
    const wanted = things(40);
    const receipts = await Promise.all(wanted.map((thing) => journal.appendItem(command(), thing, together.work)));
    expect(receipts.map(({ seq }) => seq)).toEqual(wanted.map((_, place) => place + 1));
    expect(receipts.map(({ subjectId }) => subjectId)).toEqual(wanted.map(({ id }) => id));
    expect(together.calls).toEqual([32, 8]);
    expect(await transactions()).toBe(2);
    expect(firstBreak(await records())).toBeNull();
    expect(await effects()).toHaveLength(40);
  });

  it('are refused each for its own fault: the one among them leaves nothing behind and takes no number', async () => {
    const together = new Together();
    const wanted = things(5, (place) => place === 2);
    const answers = await Promise.allSettled(
      wanted.map((thing) => journal.appendItem(command(), thing, together.work)),
    );
    expect(answers.map(({ status }) => status)).toEqual([
      'fulfilled',
      'fulfilled',
      'rejected',
      'fulfilled',
      'fulfilled',
    ]);
    expect(answers[2]).toMatchObject({ reason: { code: 'STALE_VERSION' } });
    expect((await effects()).map(({ id, seq }) => [id, seq])).toEqual(
      wanted.filter(({ isUnfit }) => !isUnfit).map(({ id }, place) => [id, place + 1]),
    );
    expect(await dataSource.query('SELECT 1 FROM effect WHERE id = $1', [wanted[2]?.id])).toEqual([]);
  });

  it('may be one command twice: written once, the second hears the first receipt, a changed one is refused', async () => {
    const together = new Together();
    const [first, second, other] = [thing(), thing(), thing()];
    const again = command({ points: 5 });
    const answers = await Promise.allSettled([
      journal.appendItem(again, first, together.work),
      journal.appendItem(command(), other, together.work),
      journal.appendItem({ ...again, commandId: again.commandId.toUpperCase() }, second, together.work),
      journal.appendItem({ ...again, content: { points: 6 } }, second, together.work),
    ]);
    expect(answers).toMatchObject([
      { value: { seq: 1, subjectId: first.id, isRepeat: false } },
      { value: { seq: 2, isRepeat: false } },
      { value: { seq: 1, subjectId: first.id, isRepeat: true } },
      { reason: { code: 'COMMAND_REUSED' } },
    ]);
    expect(await records()).toHaveLength(2);
  });

  it('stay dense and chained when 200 come at once, every fifth fails and other work goes between them', async () => {
    const together = new Together();
    const wanted = things(200, (place) => place % 5 === 4);
    const answers = await Promise.allSettled(
      wanted.map((thing, place) =>
        place % 50 === 10
          ? journal.append(command(), () => Promise.resolve({ subjectId: thing.id }))
          : journal.appendItem(command(), thing, together.work),
      ),
    );
    const receipts = answers.flatMap((answer) => (answer.status === 'fulfilled' ? [answer.value] : []));
    expect(answers.map(({ status }) => status === 'rejected')).toEqual(wanted.map(({ isUnfit }) => isUnfit));
    expect(receipts.map(({ seq }) => seq)).toEqual(Array.from({ length: 160 }, (_, place) => place + 1));
    const written = await records();
    expect(written.map(({ subjectId }) => subjectId)).toEqual(
      wanted.filter((thing) => !thing.isUnfit).map(({ id }) => id),
    );
    expect(firstBreak(written)).toBeNull();
    expect(await effects()).toHaveLength(156);
  });

  it.each([
    ['a serialisation failure', `DO $$ BEGIN RAISE EXCEPTION 'again' USING ERRCODE = '40001'; END $$`],
    ['a lost connection', 'SELECT pg_terminate_backend(pg_backend_pid())'],
  ])('are done again after %s, each once', async (_, sql) => {
    const together = new Together((tx, call) => (call === 1 ? tx.query(sql) : Promise.resolve()));
    const wanted = things(4);
    const receipts = await Promise.all(wanted.map((thing) => journal.appendItem(command(), thing, together.work)));
    expect(receipts.map(({ seq }) => seq)).toEqual([1, 2, 3, 4]);
    expect(together.calls).toEqual([4, 1, 1, 1, 1]);
    expect((await effects()).map(({ id }) => id)).toEqual(wanted.map(({ id }) => id));
    expect(firstBreak(await records())).toBeNull();
  });

  it('hear nothing before the COMMIT', async () => {
    const together = new Together();
    const receipts = await Promise.all(
      things(6).map(async (thing) => {
        const { seq } = await journal.appendItem(command(), thing, together.work);
        const [row] = await dataSource.query<{ head: number }[]>(
          'SELECT head_seq AS head FROM journal_stream WHERE stream_id = $1',
          [streamId],
        );
        return { seq, seen: row?.head ?? 0 };
      }),
    );
    for (const { seq, seen } of receipts) expect(seen).toBeGreaterThanOrEqual(seq);
  });
});

describe('queues', () => {
  it('of two streams do not wait for each other', async () => {
    const other = randomUUID();
    await journal.open(other);
    const isDone = Promise.withResolvers<void>();
    const waiting = journal.append(command(), async () => {
      await isDone.promise;
      return { subjectId: randomUUID() };
    });
    await journal.append({ ...command(), streamId: other }, write);
    isDone.resolve();
    expect((await waiting).seq).toBe(1);
  });

  it('of two instances agree: numbers stay dense and every repeat is known', async () => {
    const twin = new Journal(new Transaction(dataSource), new Clock());
    const commands = Array.from({ length: 20 }, () => command());
    const together = new Together();
    const receipts = await Promise.all(
      commands.flatMap((one) => [
        journal.appendItem(one, thing(), together.work),
        twin.appendItem(one, thing(), together.work),
      ]),
    );
    expect(receipts.filter(({ isRepeat }) => !isRepeat)).toHaveLength(20);
    expect(firstBreak(await records())).toBeNull();
    expect((await records()).map(({ seq }) => seq)).toEqual(Array.from({ length: 20 }, (_, place) => place + 1));
  });

  it('take nothing from inside a transaction, where it would wait for itself', async () => {
    const nested = journal.append(command(), async () => {
      await journal.append(command(), write);
      return { subjectId: randomUUID() };
    });
    await expect(nested).rejects.toThrow('a command inside a transaction');
    expect((await journal.append(command(), write)).seq).toBe(1);
  });
});
