import { DataSource } from 'typeorm';
import {
  ADD_PEOPLE,
  ANSWER_SWAP,
  ASK_SWAP,
  ASSIGN,
  BOARD,
  CHANGE_PERSON,
  CHECK_IN,
  CLOSE_FEED,
  DECIDE_SWAP,
  type DutyScene,
  dutyScene,
  FILL,
  KINDS,
  LOG,
  MY_SHIFTS,
  OFFER,
  OPEN_FEED,
  PREVIEW,
  ROSTERS,
  SET_ROSTER,
  SIGN,
  TAKE_OVER,
  WITHDRAW_SWAP,
  WRITE_LOG,
} from '../../../test/duty-documents.js';
import { commandId, TestClient } from '../../../test/client.js';
import { buildWorld, PASSWORD, type ServedWorld } from '../../../test/world.js';

interface Board {
  readonly basedOn: number;
  readonly people: { id: string; name: string; phone: string; isMe: boolean; mayStand: boolean; shifts: number }[];
  readonly slots: {
    kindKey: string;
    date: string;
    assignedIds: string[];
    mayCheckInIds: string[];
    mayTakeOver: boolean;
    present: { personId: string; isCover: boolean; byName: string | null }[];
    told: { level: string; at: string; personIds: string[]; toCallIds: string[] }[];
  }[];
  readonly problems: { code: string; kindKey: string; date: string; personId: string | null; missing: number | null }[];
  readonly swaps: { id: string; state: string; mayAnswer: boolean; mayDecide: boolean; steps: { state: string }[] }[];
  readonly now: {
    proposals: { ref: string }[];
    handovers: {
      id: string | null;
      state: string;
      from: { kindKey: string; date: string };
      items: { ref: string }[];
      mayOfferIds: string[];
      maySignIds: string[];
    }[];
  };
}

let world: ServedWorld;
let scene: DutyScene;
/** Days of the spec: far enough apart that nothing of one falls into another. */
const DAY = '2026-09-16';

beforeAll(async () => {
  world = await buildWorld();
  scene = await dutyScene(world);
});
afterAll(() => world.stop());

function client(name: string): TestClient {
  const found = scene.as[name];
  if (found === undefined) throw new Error(name);
  return found;
}
function id(name: string): string {
  return scene.people[name] ?? '';
}
function input(more: Record<string, unknown>): { input: Record<string, unknown> } {
  return { input: { commandId: commandId(), rosterId: scene.rosterId, ...more } };
}
async function board(who = client('water'), from = DAY, to = DAY): Promise<Board> {
  return (await who.ask<{ board: Board }>(BOARD, { rosterId: scene.rosterId, from, to })).board;
}
async function put(kindKey: string, date: string, ...names: string[]): Promise<void> {
  const changes = names.map((name) => ({ kindKey, date, personId: id(name), isOn: true }));
  await client('water').ask(ASSIGN, input({ changes, reason: '' }));
}
/** Sessions end sooner than these clocks run. */
async function signInAgain(): Promise<void> {
  const again: Record<string, TestClient> = {};
  for (const name of Object.keys(scene.as)) again[name] = await new TestClient(world.server.url).login(name, PASSWORD);
  scene = { ...scene, as: again };
}

describe('a roster', () => {
  it('lists its unit’s members at once and named persons besides, and knows who is asking', async () => {
    const { people } = await board(client('ana'));
    expect(people.map(({ name }) => name).sort()).toEqual(['ana', 'bei', 'cai', 'water-name', '老顾']);
    expect(people.filter(({ isMe }) => isMe).map(({ name }) => name)).toEqual(['ana']);
  });

  it('is set once, by those who plan, from the version they saw', async () => {
    const settings = {
      exerciseId: world.exerciseId,
      zone: 'Asia/Shanghai',
      kinds: KINDS,
      minRestHours: 12,
      lateMinutes: 10,
    };
    const again = { input: { commandId: commandId(), rootId: world.units.water, version: 0, ...settings } };
    expect(await client('water').refusal(SET_ROSTER, again)).toBe('STALE_VERSION');
    const theirs = { input: { commandId: commandId(), rootId: world.units.water, version: 1, ...settings } };
    expect(await world.as.bank.refusal(SET_ROSTER, theirs)).toBe('NOT_FOUND');
    expect(await client('ana').refusal(SET_ROSTER, theirs)).toBe('NOT_ALLOWED');
    const twice = [...KINDS, ...KINDS.slice(0, 1)];
    const wrong = { ...theirs.input, commandId: commandId(), kinds: twice, zone: 'Nowhere' };
    const { errors } = await client('water').query(SET_ROSTER, { input: wrong });
    expect(errors?.[0]?.extensions.fields.map(({ path }) => path)).toEqual(['zone', 'kinds.4.key', 'kinds.4.name']);
  });

  it('is nobody else’s: not its settings, people, phones, log or counts', async () => {
    const range = { rosterId: scene.rosterId, from: DAY, to: DAY };
    for (const other of [world.as.bank, world.as.north, world.as.observer, world.as.stranger, world.as.referee]) {
      expect(['NOT_FOUND', 'NOT_ALLOWED']).toContain(await other.refusal(BOARD, range));
      expect(['NOT_FOUND', 'NOT_ALLOWED']).toContain(await other.refusal(LOG, { rosterId: scene.rosterId }));
    }
    const { rosters } = await world.as.bank.ask<{ rosters: unknown[] }>(ROSTERS, { exerciseId: world.exerciseId });
    expect(rosters).toEqual([]);
    expect(await world.as.bank.refusal(ASSIGN, input({ changes: [], reason: '' }))).toBe('NOT_FOUND');
    const organizer = await board(world.as.organizer);
    expect(organizer.people).toHaveLength(5);
  });

  it('keeps phone numbers out of exports', async () => {
    const text = await (await world.as.organizer.fetch(`/api/export/${world.exerciseId}`)).text();
    expect(text).toContain('老顾');
    expect(text).not.toContain('"6021"');
  });
});

describe('filling by a rule', () => {
  const rotation = (more: Record<string, unknown> = {}) => ({
    rosterId: scene.rosterId,
    from: '2026-10-01',
    to: '2026-10-09',
    replaces: false,
    turns: [
      { kindKey: 'day', personIds: [id('ana'), id('bei'), id('cai')], offset: 0, daysEach: 1 },
      { kindKey: 'night', personIds: [id('ana'), id('bei'), id('cai')], offset: 1, daysEach: 1 },
    ],
    ...more,
  });

  it('shows first what it would do, then does that', async () => {
    const { preview } = await client('water').ask<{
      preview: {
        basedOn: number;
        added: number;
        people: { name: string; shifts: number }[];
        problems: { code: string }[];
      };
    }>(PREVIEW, { input: rotation() });
    expect(preview.added).toBe(18);
    const counts = preview.people.filter(({ shifts }) => shifts > 0).map(({ shifts }) => shifts);
    expect(counts).toEqual([6, 6, 6]);
    // Whoever has the night comes off as his day begins.
    expect(preview.problems.some(({ code }) => code === 'SHORT_REST')).toBe(true);
    expect(
      (await board(client('water'), '2026-10-01', '2026-10-09')).slots.flatMap((slot) => slot.assignedIds),
    ).toEqual([]);
    const filling = { ...rotation(), commandId: commandId(), basedOn: preview.basedOn };
    await client('water').ask(FILL, { input: filling });
    const after = await board(client('water'), '2026-10-01', '2026-10-09');
    expect(after.slots.flatMap((slot) => slot.assignedIds)).toHaveLength(18);
    const stale = { ...rotation({ replaces: true }), commandId: commandId(), basedOn: preview.basedOn };
    expect(await client('water').refusal(FILL, { input: stale })).toBe('STALE_PREVIEW');
  });

  it('refuses lists that put somebody twice on one shift', async () => {
    const turns = [{ kindKey: 'day', personIds: [id('ana'), id('ana')], offset: 0, daysEach: 1 }];
    const { errors } = await client('water').query(PREVIEW, { input: rotation({ turns }) });
    expect(errors?.[0]?.extensions.fields).toEqual([{ path: 'turns.0.personIds.1', code: 'TAKEN' }]);
  });
});

describe('people on shifts', () => {
  it('are put there one by one, never twice, and told so', async () => {
    await put('day', '2026-09-20', 'ana');
    const twice = { changes: [{ kindKey: 'day', date: '2026-09-20', personId: id('ana'), isOn: true }], reason: '' };
    const { errors } = await client('water').query(ASSIGN, input(twice));
    expect(errors?.[0]?.extensions.fields).toEqual([{ path: 'changes.0.personId', code: 'TAKEN' }]);
    await put('night', '2026-09-20', 'ana');
    await put('day', '2026-09-21', 'ana');
    const { problems } = await board(client('water'), '2026-09-20', '2026-09-21');
    const rests = problems.filter(({ code }) => code === 'SHORT_REST').map(({ date, kindKey }) => `${date} ${kindKey}`);
    expect(rests).toEqual(['2026-09-20 night', '2026-09-21 day']);
    const { notices } = await client('ana').ask<{ notices: { nodes: { code: string }[] } }>(
      `query ($id: ID!) { notices(exerciseId: $id) { nodes { code } } }`,
      { id: world.exerciseId },
    );
    expect(notices.nodes.filter(({ code }) => code === 'DUTY_CHANGED')).toHaveLength(3);
  });

  it('who left shows wherever he stands', async () => {
    await put('day', '2026-09-24', '老顾');
    const off = { personId: id('老顾'), name: '老顾', phone: '6021', note: '' };
    const change = { commandId: commandId(), version: 1, isActive: false, ...off };
    await client('water').ask(CHANGE_PERSON, { input: change });
    const { problems } = await board(client('water'), '2026-09-24', '2026-09-24');
    expect(
      problems
        .filter(({ kindKey }) => kindKey === 'day')
        .map(({ code }) => code)
        .sort(),
    ).toEqual(['GAP', 'LEFT']);
    expect(await client('water').refusal(CHANGE_PERSON, { input: { ...change, commandId: commandId() } })).toBe(
      'STALE_VERSION',
    );
    await client('water').ask(CHANGE_PERSON, {
      input: { ...change, commandId: commandId(), version: 2, isActive: true },
    });
  });
});

describe('a swap', () => {
  const from = { kindKey: 'day', date: '2026-09-26' };

  it('is asked, agreed by the other, and approved by somebody else; each step is on record', async () => {
    await put('day', '2026-09-26', 'ana');
    await put('night', '2026-09-27', 'bei');
    const asked = {
      from,
      personId: id('ana'),
      otherId: id('bei'),
      back: { kindKey: 'night', date: '2026-09-27' },
      reason: '有课',
    };
    expect(await client('bei').refusal(ASK_SWAP, input(asked))).toBe('NOT_ALLOWED');
    await client('ana').ask(ASK_SWAP, input(asked));
    const [swap] = (await board(client('bei'))).swaps;
    const swapId = swap?.id ?? '';
    expect(swap).toMatchObject({ state: 'ASKED', mayAnswer: true, mayDecide: false });
    expect(await client('ana').refusal(ANSWER_SWAP, input({ swapId, agrees: true, reason: '' }))).toBe('NOT_ALLOWED');
    expect(await client('water').refusal(DECIDE_SWAP, input({ swapId, approves: true, reason: '' }))).toBe(
      'WRONG_STATE',
    );
    await client('bei').ask(ANSWER_SWAP, input({ swapId, agrees: true, reason: '' }));
    // Neither of the two, nor a colleague who leads nothing now.
    for (const name of ['ana', 'bei', 'cai']) {
      expect(await client(name).refusal(DECIDE_SWAP, input({ swapId, approves: true, reason: '' }))).toBe(
        'NOT_ALLOWED',
      );
    }
    expect(
      (await board(client('water'), '2026-09-26', '2026-09-27')).slots.find(({ kindKey }) => kindKey === 'day')
        ?.assignedIds,
    ).toEqual([id('ana')]);
    await client('water').ask(DECIDE_SWAP, input({ swapId, approves: true, reason: '' }));
    const after = await board(client('water'), '2026-09-26', '2026-09-27');
    const people = Object.fromEntries(after.slots.map((slot) => [`${slot.date} ${slot.kindKey}`, slot.assignedIds]));
    expect(people['2026-09-26 day']).toEqual([id('bei')]);
    expect(people['2026-09-27 night']).toEqual([id('ana')]);
    expect(after.swaps[0]?.steps.map(({ state }) => state)).toEqual(['ASKED', 'AGREED', 'APPROVED']);
  });

  it('is approved by the leader on duty too, refused by him, declined or taken back', async () => {
    await put('lead', '2026-09-15', 'cai');
    await put('day', '2026-09-28', 'ana');
    const ask = async (): Promise<string> => {
      const command = input({
        from: { kindKey: 'day', date: '2026-09-28' },
        personId: id('ana'),
        otherId: id('bei'),
        reason: '有事',
      });
      await client('ana').ask(ASK_SWAP, command);
      return String(command.input['commandId']);
    };
    const first = await ask();
    await client('bei').ask(ANSWER_SWAP, input({ swapId: first, agrees: true, reason: '' }));
    await client('cai').ask(DECIDE_SWAP, input({ swapId: first, approves: false, reason: '缺人' }));
    const second = await ask();
    await client('bei').ask(ANSWER_SWAP, input({ swapId: second, agrees: false, reason: '不便' }));
    const third = await ask();
    await client('ana').ask(WITHDRAW_SWAP, input({ swapId: third }));
    const { swaps } = await board();
    const states = new Map(swaps.map((swap) => [swap.id, swap.state]));
    expect([first, second, third].map((swapId) => states.get(swapId))).toEqual(['REFUSED', 'DECLINED', 'WITHDRAWN']);
  });

  it('is not approved once one of the two stands elsewhere', async () => {
    await put('day', '2026-09-29', 'ana');
    const command = input({
      from: { kindKey: 'day', date: '2026-09-29' },
      personId: id('ana'),
      otherId: id('bei'),
      reason: '有事',
    });
    await client('ana').ask(ASK_SWAP, command);
    const swapId = String(command.input['commandId']);
    await client('bei').ask(ANSWER_SWAP, input({ swapId, agrees: true, reason: '' }));
    const changes = [{ kindKey: 'day', date: '2026-09-29', personId: id('ana'), isOn: false }];
    await client('water').ask(ASSIGN, input({ changes, reason: '' }));
    expect(await client('water').refusal(DECIDE_SWAP, input({ swapId, approves: true, reason: '' }))).toBe(
      'WRONG_STATE',
    );
  });
});

describe('the calendar', () => {
  it('holds one’s own shifts, needs no session, and is gone when it is taken back', async () => {
    const ana = client('ana');
    const { feed } = await ana.ask<{ feed: { path: string } }>(OPEN_FEED, {
      input: { exerciseId: world.exerciseId },
    });
    const response = await fetch(world.server.url + feed.path);
    expect(response.headers.get('content-type')).toContain('text/calendar');
    const text = await response.text();
    const { shifts } = await ana.ask<{ shifts: { startsAt: string }[] }>(MY_SHIFTS, { exerciseId: world.exerciseId });
    expect(shifts.length).toBeGreaterThan(5);
    expect(text.match(/^BEGIN:VEVENT/gm)).toHaveLength(shifts.length);
    const starts = [...text.matchAll(/^DTSTART:(\d{8}T\d{6}Z)/gm)].map(([, at]) => at);
    expect(starts).toEqual(shifts.map(({ startsAt }) => startsAt.replace(/[-:]|\.000/g, '')));
    expect(text).not.toContain('6021');
    const secret = feed.path.slice('/api/duty/calendar/'.length, -'.ics'.length);
    const kept = await world.server.app.get(DataSource).query<{ t: string }[]>('SELECT f::text AS t FROM duty_feed f');
    expect(kept.map(({ t }) => t).join()).not.toContain(secret);
    const { feed: next } = await ana.ask<{ feed: { path: string } }>(OPEN_FEED, {
      input: { exerciseId: world.exerciseId },
    });
    expect((await fetch(world.server.url + feed.path)).status).toBe(404);
    expect((await fetch(world.server.url + next.path)).status).toBe(200);
    await ana.ask(CLOSE_FEED, {
      input: { exerciseId: world.exerciseId },
    });
    expect((await fetch(world.server.url + next.path)).status).toBe(404);
    expect((await fetch(`${world.server.url}/api/duty/calendar/x.ics`)).status).toBe(404);
  });

  it('slows down whoever reads it without end', async () => {
    const { feed } = await client('bei').ask<{ feed: { path: string } }>(OPEN_FEED, {
      input: { exerciseId: world.exerciseId },
    });
    const codes: number[] = [];
    for (let read = 0; read < 31; read += 1) codes.push((await fetch(world.server.url + feed.path)).status);
    expect(codes.slice(0, 30)).toEqual(Array.from({ length: 30 }, () => 200));
    expect(codes[30]).toBe(429);
  });
});

describe('standing a shift', () => {
  it('is signed in for by oneself, or by a colleague for whoever has no account', async () => {
    const slot = { kindKey: 'day', date: DAY };
    await put('day', DAY, 'ana', '老顾');
    expect(await client('ana').refusal(CHECK_IN, input({ slot, personId: id('ana') }))).toBe('WRONG_STATE');
    world.server.clock.set(new Date('2026-09-15T23:05:00Z'));
    await signInAgain();
    expect(await client('bei').refusal(CHECK_IN, input({ slot, personId: id('ana') }))).toBe('NOT_ALLOWED');
    await client('ana').ask(CHECK_IN, input({ slot, personId: id('ana') }));
    expect(await client('ana').refusal(CHECK_IN, input({ slot, personId: id('ana') }))).toBe('WRONG_STATE');
    await client('bei').ask(CHECK_IN, input({ slot, personId: id('老顾') }));
    const day = (await board()).slots.find(({ kindKey }) => kindKey === 'day');
    expect(day?.present).toEqual([
      { personId: id('ana'), isCover: false, byName: null },
      { personId: id('老顾'), isCover: false, byName: 'bei' },
    ]);
  });

  it('is logged for good; a correction is a new entry that names the old', async () => {
    await client('ana').ask(WRITE_LOG, input({ text: '08:05 例行巡检，无异常' }));
    const read = async () =>
      (
        await client('ana').ask<{
          log: { id: string; text: string; correctsId: string | null; correctedById: string | null }[];
        }>(LOG, { rosterId: scene.rosterId })
      ).log;
    const [first] = await read();
    await client('ana').ask(WRITE_LOG, input({ text: '08:15 例行巡检，无异常', correctsId: first?.id }));
    const [newest, old] = await read();
    expect(newest).toMatchObject({ text: '08:15 例行巡检，无异常', correctsId: first?.id, correctedById: null });
    expect(old).toMatchObject({ text: '08:05 例行巡检，无异常', correctedById: newest?.id });
    expect(await client('bei').refusal(WRITE_LOG, input({ text: '又改', correctsId: first?.id }))).toBe('BAD_INPUT');
    const dataSource = world.server.app.get(DataSource);
    await expect(dataSource.query(`UPDATE duty_act SET content = '{}' WHERE kind = 'LOGGED'`)).rejects.toThrow(
      /permanent/,
    );
    await expect(dataSource.query(`DELETE FROM duty_act`)).rejects.toThrow(/permanent/);
  });

  it('is handed over with what is open, and signed by the next shift', async () => {
    await put('night', DAY, 'bei');
    const items = [{ kind: 'INCIDENT', ref: 'E-0009', title: '邮箱异地登录，待复测', note: '' }];
    const offer = { slot: { kindKey: 'day', date: DAY }, items, note: '' };
    world.server.clock.set(new Date('2026-09-16T11:30:00Z'));
    await signInAgain();
    expect(await client('cai').refusal(OFFER, input({ ...offer, personId: id('cai') }))).toBe('BAD_INPUT');
    await client('ana').ask(OFFER, input({ ...offer, personId: id('ana') }));
    const handover = (await board(client('bei'))).now.handovers.find(({ from }) => from.kindKey === 'day');
    expect(handover).toMatchObject({ state: 'OFFERED', items: [{ ref: 'E-0009' }], maySignIds: [id('bei')] });
    const handoverId = handover?.id ?? '';
    expect(await client('ana').refusal(SIGN, input({ handoverId, personId: id('ana'), note: '' }))).toBe('BAD_INPUT');
    expect(await client('cai').refusal(SIGN, input({ handoverId, personId: id('bei'), note: '' }))).toBe('NOT_ALLOWED');
    world.server.clock.set(new Date('2026-09-16T12:11:00Z'));
    expect((await board()).now.handovers.map(({ state }) => state)).toContain('LATE');
    await client('bei').ask(SIGN, input({ handoverId, personId: id('bei'), note: '' }));
    expect(await client('bei').refusal(SIGN, input({ handoverId, personId: id('bei'), note: '' }))).toBe('WRONG_STATE');
    expect((await board()).now.proposals).toMatchObject([{ ref: 'E-0009' }]);
  });

  it('is taken over only while it is short', async () => {
    const slot = { kindKey: 'night', date: DAY };
    await client('cai').ask(TAKE_OVER, input({ slot, personId: id('cai'), note: '我来顶班' }));
    const night = (await board()).slots.find(({ kindKey }) => kindKey === 'night');
    expect(night?.present).toMatchObject([{ personId: id('cai'), isCover: true }]);
    expect(await client('ana').refusal(TAKE_OVER, input({ slot, personId: id('ana'), note: '' }))).toBe('WRONG_STATE');
    await expect(client('water').refusal(ADD_PEOPLE, input({ userIds: [], named: [] }))).resolves.toBe('BAD_INPUT');
  });
});
