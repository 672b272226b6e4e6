import { ADD_PEOPLE, ASK_SWAP, ASSIGN, BOARD, CHECK_IN, KINDS, OFFER, WRITE_LOG } from '../duty-documents.js';
import { commandId } from '../client.js';
import { make, type Person } from '../world.js';
import type { Scene } from './valid-scene.js';

type Inputs = Readonly<Record<string, { by: Person; input: Record<string, unknown> }>>;

interface Board {
  readonly board: { basedOn: number; people: { id: string; name: string }[] };
}

/**
 * A roster of the waterworks, in UTC so that its shifts begin as test servers do: the defender stands on the day shift
 * with two named persons, one of whom asked to swap a later shift.
 */
export async function dutyInputs({ world }: Scene): Promise<Inputs> {
  const { as, exerciseId, units } = world;
  const settings = { zone: 'UTC', kinds: KINDS, minRestHours: 12, lateMinutes: 10 };
  const place = { exerciseId, rootId: units.water };
  const rosterId = await make(as.water, 'setDutyRoster', 'SetDutyRosterInput', { ...place, version: 0, ...settings });
  const act = async (query: string, more: Record<string, unknown>): Promise<string> => {
    const input = { commandId: commandId(), rosterId, ...more };
    await as.water.ask(query, { input });
    return input.commandId;
  };
  const named = ['甲', '乙', '丙'].map((name) => ({ name, phone: '6021', note: '' }));
  await act(ADD_PEOPLE, { userIds: [], named });
  const read = async () => (await as.water.ask<Board>(BOARD, { rosterId, from: '2026-09-15', to: '2026-09-15' })).board;
  const { people } = await read();
  const idOf = (name: string): string => people.find((person) => person.name === name)?.id ?? '';
  const [first, second, third] = [idOf('甲'), idOf('乙'), idOf('丙')];
  const today = { kindKey: 'lead', date: '2026-09-15' };
  const later = { kindKey: 'day', date: '2026-09-20' };
  const changes = [
    { ...today, personId: first, isOn: true },
    { kindKey: 'lead', date: '2026-09-16', personId: third, isOn: true },
    { ...later, personId: first, isOn: true },
  ];
  await act(ASSIGN, { changes, reason: '' });
  await act(CHECK_IN, { slot: today, personId: first });
  const handoverId = await act(OFFER, { slot: today, personId: first, items: [], note: '' });
  const swap = { from: later, personId: first, otherId: second, reason: '有事' };
  const swapId = await act(ASK_SWAP, swap);
  const logId = await act(WRITE_LOG, { text: '巡检' });
  const { basedOn } = await read();
  const turns = [{ kindKey: 'day', personIds: [first, second], offset: 0, daysEach: 1 }];
  const rotation = { rosterId, from: '2026-10-01', to: '2026-10-02', turns, replaces: false, basedOn };
  const person = { personId: second, version: 1, name: '乙', phone: '6022', note: '', isActive: true };
  const item = { kind: 'OTHER', ref: '', title: '钥匙', note: '' };
  const by = (input: Record<string, unknown>): { by: Person; input: Record<string, unknown> } => ({
    by: 'water',
    input,
  });
  return {
    setDutyRoster: by({ ...place, version: 1, ...settings }),
    addDutyPeople: by({ rosterId, userIds: [], named: [{ name: '丁', phone: '6023', note: '' }] }),
    changeDutyPerson: by(person),
    fillDutyRoster: by(rotation),
    assignDuty: by({ rosterId, changes: [{ ...later, personId: third, isOn: true }], reason: '' }),
    askDutySwap: by({ rosterId, ...swap }),
    answerDutySwap: { by: 'organizer', input: { rosterId, swapId, agrees: true, reason: '' } },
    decideDutySwap: { by: 'organizer', input: { rosterId, swapId, approves: true, reason: '' } },
    withdrawDutySwap: by({ rosterId, swapId }),
    checkInDuty: by({ rosterId, slot: today, personId: first }),
    takeOverDuty: by({ rosterId, slot: today, personId: second, note: '' }),
    offerHandover: by({ rosterId, slot: today, personId: first, items: [item], note: '' }),
    signHandover: { by: 'organizer', input: { rosterId, handoverId, personId: third, note: '' } },
    openDutyFeed: by({ exerciseId }),
    closeDutyFeed: by({ exerciseId }),
    writeDutyLog: by({ rosterId, text: '巡检', correctsId: logId }),
  };
}
