import { randomUUID } from 'node:crypto';
import { deflateSync, crc32 } from 'node:zlib';
import { commandId, type TestClient } from './client.js';
import { make, type World } from './world.js';

/** A small real PNG of one colour, so that thumbnails have something to decode. */
export function tinyPng(width = 8): Buffer {
  const chunk = (type: string, body: Buffer): Buffer => {
    const typed = Buffer.concat([Buffer.from(type, 'latin1'), body]);
    const frame = Buffer.alloc(8);
    frame.writeUInt32BE(body.length, 0);
    frame.writeUInt32BE(crc32(typed), 4);
    return Buffer.concat([frame.subarray(0, 4), typed, frame.subarray(4)]);
  };
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(width, 4);
  header.set([8, 0, 0, 0, 0], 8);
  const rows = Buffer.alloc((width + 1) * width, 0x60);
  for (let row = 0; row < width; row += 1) rows[row * (width + 1)] = 0;
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return Buffer.concat([
    signature,
    chunk('IHDR', header),
    chunk('IDAT', deflateSync(rows)),
    chunk('IEND', Buffer.alloc(0)),
  ]);
}

/** Uploads a file as a party and returns the raw response. */
export function upload(
  client: TestClient,
  exerciseId: string,
  file: { name: string; bytes: Buffer; command?: string; headers?: Record<string, string> },
): Promise<Response> {
  return client.fetch('/api/evidence', {
    method: 'POST',
    headers: {
      'content-type': 'application/octet-stream',
      'x-exercise-id': exerciseId,
      'x-command-id': file.command ?? commandId(),
      'x-file-name': encodeURIComponent(file.name),
      'x-yanwu': '1',
      ...file.headers,
    },
    body: new Uint8Array(file.bytes),
  });
}

/** One node as somebody claims it; the mark goes into every free text. */
export interface NodeClaim {
  readonly category: string;
  readonly privilege: string | null;
  readonly quantity?: number;
}

/** A draft of one attack result, complete enough to be filed. */
export function draftOf(
  world: World,
  options: {
    unitId: string;
    source: string;
    destination: string;
    mark: string;
    evidenceIds: string[];
    nodes: NodeClaim[];
  },
) {
  const span = { startedAt: '2026-09-15T01:10:00Z', endedAt: '2026-09-15T01:40:00Z' };
  return {
    id: randomUUID() as string,
    exerciseId: world.exerciseId,
    version: 0,
    unitId: options.unitId,
    title: `${options.mark}-title`,
    ...span,
    sourceAddresses: [options.source],
    controlledAddresses: [options.destination],
    summary: `${options.mark}-summary`,
    remediation: `${options.mark}-remediation`,
    nodes: options.nodes.map((node, index) => ({
      id: randomUUID(),
      assetName: `${options.mark}-asset-${index}`,
      systemKey: `${options.mark}-system-${index}`,
      zone: 'OFFICE',
      sourceAddress: options.source,
      destinationAddress: options.destination,
      url: `https://${options.mark.toLowerCase()}.example.com/`,
      ...span,
      means: ['m8'],
      technique: 'T1078',
      categoryKey: node.category,
      privilegeKey: node.privilege,
      quantity: node.quantity ?? 1,
      narrative: `${options.mark}-narrative`,
      evidenceIds: options.evidenceIds,
    })),
  };
}

interface Filed {
  readonly filed: { readonly id: string; readonly code: string; readonly nodes: { readonly id: string }[] };
}

/** Saves and files a draft; returns the submission with its node ids in path order. */
export async function fileSubmission(client: TestClient, draft: ReturnType<typeof draftOf>): Promise<Filed['filed']> {
  await client.ask(`mutation ($input: SubmissionDraftInput!) { saveSubmissionDraft(input: $input) { id } }`, {
    input: draft,
  });
  const { filed } = await client.ask<Filed>(
    `mutation ($input: FileSubmissionInput!) { filed: fileSubmission(input: $input) { id code nodes { id } } }`,
    { input: { commandId: commandId(), submissionId: draft.id, version: 1 } },
  );
  return filed;
}

/** Claims a submission and accepts its nodes as given, in order. */
export async function judgeAll(
  referee: TestClient,
  submission: Filed['filed'],
  nodes: (NodeClaim & { reason?: string })[],
): Promise<void> {
  await referee.ask(`mutation ($input: ClaimInput!) { claimSubmission(input: $input) { id } }`, {
    input: { commandId: commandId(), submissionId: submission.id },
  });
  for (const [index, node] of nodes.entries()) {
    await judgeNode(referee, submission.nodes[index]?.id ?? '', { ...node, system: `${submission.code}-${index}` });
  }
}

/** Accepts one node; needs the claim on its submission. */
export async function judgeNode(
  referee: TestClient,
  nodeId: string,
  ruling: NodeClaim & { reason?: string; system: string; expectedVerdictId?: string },
): Promise<void> {
  await referee.ask(`mutation ($input: VerdictInput!) { recordVerdict(input: $input) { id } }`, {
    input: {
      commandId: commandId(),
      nodeId,
      expectedVerdictId: ruling.expectedVerdictId ?? null,
      outcome: 'ACCEPTED',
      categoryKey: ruling.category,
      privilegeKey: ruling.privilege,
      quantity: ruling.quantity ?? 1,
      systemKey: ruling.system,
      factors: [],
      measures: [],
      reason: ruling.reason ?? '',
    },
  });
}

/** Opens an incident and files its detection report; the mark goes into every free text. */
export async function fileIncident(
  defender: TestClient,
  world: World,
  options: { unitId: string; mark: string; found: string[]; evidenceIds: string[]; sectionKeys: string[] },
): Promise<string> {
  const incidentId = await make(defender, 'openIncident', 'OpenIncidentInput', {
    exerciseId: world.exerciseId,
    unitId: options.unitId,
    title: `${options.mark}-incident`,
    attackStartedAt: '2026-09-15T01:10:00Z',
    discoveredAt: '2026-09-15T01:20:00Z',
  });
  const id = randomUUID();
  const input = {
    id,
    incidentId,
    kind: 'DETECTION',
    version: 0,
    startedAt: '2026-09-15T01:20:00Z',
    endedAt: '2026-09-15T01:45:00Z',
    sections: options.sectionKeys.map((key) => ({ key, text: `${options.mark}-${key}`, evidenceIds: [] })),
    evidenceIds: options.evidenceIds,
    foundAddresses: options.found.map((address) => ({
      address,
      url: '',
      unitName: `${options.mark}-unit`,
      foundAt: '2026-09-15T01:30:00Z',
    })),
    means: ['m8'],
  };
  await defender.ask(`mutation ($input: ReportDraftInput!) { saveReportDraft(input: $input) { id } }`, { input });
  await defender.ask(`mutation ($input: FileReportInput!) { fileReport(input: $input) { id } }`, {
    input: { commandId: commandId(), reportId: id, version: 1 },
  });
  return incidentId;
}
