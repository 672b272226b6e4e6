import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { WebSocket, WebSocketServer } from 'ws';
import { type BenchContext, type BenchResult, Caller, demoExercise, median, saveDraft } from './people.js';

const VIEWERS = 200;
const ROUNDS = 12;
const BOARD = `subscription ($id: ID!) { boardUpdates(exerciseId: $id) {
  edition asOf isProvisional acceptedResults acceptedNodes
  attack { rank previousRank partyId name resultCount points trend { at value } }
  defense { rank previousRank partyId name industry isKeyUnit deduction recovered bonus value isProvisional trend { at value } }
  recent { since at side partyId partyName amount account } } }`;

/** From a referee's verdict to the last of 200 open boards, beside a bare `ws` fan-out of the same bytes. */
export async function run(ctx: BenchContext): Promise<BenchResult> {
  await ctx.playDemo();
  const { url } = await ctx.startApp({ YANWU_DEMO: 'on' });
  const referee = await Caller.ofRole(url, 'REFEREE');
  const attacker = await Caller.ofRole(url, 'ATTACKER');
  const exercise = await demoExercise(attacker);
  const viewers = await openBoards(url, exercise.id);
  const nodeId = await claimedNode(attacker, referee, exercise);
  const times: number[] = [];
  let expectedVerdictId: string | null = null;
  for (let round = 0; round < ROUNDS; round += 1) {
    const all = viewers.nextOnAll();
    const began = performance.now();
    expectedVerdictId = await judge(referee, { nodeId, expectedVerdictId, isAdmin: round % 2 === 0 });
    await all;
    times.push(performance.now() - began);
  }
  viewers.close();
  return {
    name: `verdict to ${VIEWERS} open boards (median)`,
    ours: median(times.slice(2)),
    bare: await bareFanOut(viewers.lastBytes()),
    unit: 'ms',
    // Ours includes the verdict itself: its transaction, rescoring and a 50 ms coalescing window.
    target: 40,
    higherIsBetter: false,
  };
}

interface Boards {
  readonly nextOnAll: () => Promise<void>;
  readonly lastBytes: () => Buffer;
  readonly close: () => void;
}

async function openBoards(url: string, id: string): Promise<Boards> {
  let last: Buffer = Buffer.alloc(0);
  const sockets = Array.from({ length: VIEWERS }, () => {
    const socket = new WebSocket(`${url.replace('http', 'ws')}/graphql`, 'graphql-transport-ws');
    socket.on('open', () => socket.send(JSON.stringify({ type: 'connection_init' })));
    socket.on('message', (data: Buffer) => {
      const { type } = JSON.parse(data.toString()) as { type: string };
      const subscribe = { id: '1', type: 'subscribe', payload: { query: BOARD, variables: { id } } };
      if (type === 'connection_ack') socket.send(JSON.stringify(subscribe));
      if (type === 'next') {
        last = data;
        socket.emit('board');
      }
    });
    return socket;
  });
  const nextOnAll = async (): Promise<void> => {
    await Promise.all(sockets.map((socket) => new Promise<void>((resolve) => socket.once('board', () => resolve()))));
  };
  await nextOnAll();
  return { nextOnAll, lastBytes: () => last, close: () => sockets.forEach((socket) => socket.terminate()) };
}

async function claimedNode(attacker: Caller, referee: Caller, exercise: { id: string; units: { id: string }[] }) {
  // The second node stays open: until all are judged a referee corrects his own verdict without a rescoring set.
  const submissionId = await saveDraft(attacker, exercise, 2);
  const { filed } = await attacker.ask<{ filed: { nodes: { id: string }[] } }>(
    `mutation ($input: FileSubmissionInput!) { filed: fileSubmission(input: $input) { nodes { id } } }`,
    { input: { commandId: randomUUID(), submissionId, version: 1 } },
  );
  await referee.ask(`mutation ($input: ClaimInput!) { claimSubmission(input: $input) { id } }`, {
    input: { commandId: randomUUID(), submissionId },
  });
  const [node] = filed.nodes;
  if (!node) throw new Error('the submission has no node');
  return node.id;
}

async function judge(
  referee: Caller,
  verdict: { nodeId: string; expectedVerdictId: string | null; isAdmin: boolean },
): Promise<string | null> {
  const { nodeId, expectedVerdictId, isAdmin } = verdict;
  const input = {
    commandId: randomUUID(),
    nodeId,
    expectedVerdictId,
    outcome: 'ACCEPTED',
    categoryKey: 'row-3',
    privilegeKey: isAdmin ? 'admin' : 'user',
    quantity: 1,
    systemKey: `bench-${nodeId}`,
    factors: [],
    measures: [],
    reason: '',
  };
  const { judged } = await referee.ask<{ judged: { nodes: { id: string; verdict: { id: string } | null }[] } }>(
    `mutation ($input: VerdictInput!) { judged: recordVerdict(input: $input) { nodes { id verdict { id } } } }`,
    { input },
  );
  return judged.nodes.find(({ id }) => id === nodeId)?.verdict?.id ?? null;
}

async function bareFanOut(bytes: Buffer): Promise<number> {
  const http = createServer();
  const server = new WebSocketServer({ server: http });
  await new Promise<void>((resolve) => http.listen(0, '127.0.0.1', resolve));
  const url = `ws://127.0.0.1:${(http.address() as AddressInfo).port}`;
  const clients = await Promise.all(
    Array.from({ length: VIEWERS }, async () => {
      const socket = new WebSocket(url);
      await new Promise((resolve) => socket.once('open', resolve));
      return socket;
    }),
  );
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round += 1) {
    const all = Promise.all(clients.map((client) => new Promise((resolve) => client.once('message', resolve))));
    const began = performance.now();
    for (const client of server.clients) client.send(bytes);
    await all;
    times.push(performance.now() - began);
  }
  clients.forEach((client) => client.terminate());
  server.close();
  http.close();
  return median(times);
}
