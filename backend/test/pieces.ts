import { createHash } from 'node:crypto';
import { request } from 'node:http';
import { commandId, type TestClient } from './client.js';

/** SHA-256, lower-case hex. */
export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** What is said of a file before it is sent in pieces. */
export interface Announcement {
  readonly exerciseId: string;
  readonly name: string;
  readonly sizeBytes: number;
  readonly command?: string;
  readonly sha256?: string;
  readonly headers?: Record<string, string>;
}

const PROTOCOL = { 'tus-resumable': '1.0.0', 'x-yanwu': '1' };

/** `Upload-Metadata`: names with base64 of UTF-8. */
export function metadata(values: Record<string, string | undefined>): string {
  return Object.entries(values)
    .flatMap(([name, value]) => (value === undefined ? [] : [`${name} ${Buffer.from(value).toString('base64')}`]))
    .join(',');
}

/** Opens an upload; the answer carries its address. */
export function announce(client: TestClient, file: Announcement): Promise<Response> {
  const { exerciseId, name: fileName, command = commandId(), sha256: stated } = file;
  return client.fetch('/api/uploads', {
    method: 'POST',
    headers: {
      ...PROTOCOL,
      'upload-length': String(file.sizeBytes),
      'upload-metadata': metadata({ exerciseId, commandId: command, fileName, sha256: stated }),
      ...file.headers,
    },
  });
}

/** Opens an upload and answers its address. */
export async function opened(client: TestClient, file: Announcement): Promise<string> {
  const response = await announce(client, file);
  if (response.status !== 201) throw new Error(`${response.status} ${await response.text()}`);
  return response.headers.get('location') ?? '';
}

/** Sends one piece. */
export function sendPiece(client: TestClient, address: string, offset: number, piece: Uint8Array): Promise<Response> {
  return client.fetch(address, {
    method: 'PATCH',
    headers: { ...PROTOCOL, 'content-type': 'application/offset+octet-stream', 'upload-offset': String(offset) },
    body: new Uint8Array(piece),
  });
}

/** Bytes the server has of it. */
export async function arrived(client: TestClient, address: string): Promise<number> {
  const response = await client.fetch(address, { method: 'HEAD', headers: PROTOCOL });
  return Number(response.headers.get('upload-offset') ?? Number.NaN);
}

/** Any other request of the protocol. */
export function ask(client: TestClient, address: string, method: string): Promise<Response> {
  return client.fetch(address, { method, headers: PROTOCOL });
}

/** Announces `bytes`, sends only the first `cut` of them and cuts the line. */
export async function breakOff(client: TestClient, address: string, bytes: Buffer, cut: number): Promise<void> {
  await new Promise<void>((resolve) => {
    const call = request(`${client.url}${address}`, {
      method: 'PATCH',
      headers: {
        ...PROTOCOL,
        'content-type': 'application/offset+octet-stream',
        'content-length': String(bytes.length),
        'upload-offset': '0',
        cookie: client.cookieHeader,
      },
    });
    call.on('error', () => resolve());
    call.on('close', () => resolve());
    call.write(bytes.subarray(0, cut), () => call.destroy());
  });
}
