import { randomUUID } from 'node:crypto';
import { DataSource } from 'typeorm';
import { firstBreak } from '../../core/journal/chain.js';
import { Refusal } from '../../core/kernel/refusal.js';
import { freshDatabase, type FreshDatabase } from '../../../test/database.js';
import { Clock } from '../clock/clock.js';
import { databaseOptions } from '../database/options.js';
import { Transaction } from '../database/transaction.js';
import { JournalRecord } from './journal-record.entity.js';
import { type Command, Journal } from './journal.service.js';

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
