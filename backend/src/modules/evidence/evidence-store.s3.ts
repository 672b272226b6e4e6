import { createReadStream } from 'node:fs';
import type { Readable } from 'node:stream';
import type { S3Client } from '@aws-sdk/client-s3';
import { Refusal } from '../../core/kernel/refusal.js';
import { ConfigError } from '../../platform/config/config.js';
import type { ByteRange, ContentStore, StagedContent } from './evidence-store.js';

/** Size of the parts a large object is sent in; S3 takes 10,000 of them. */
const PART_BYTES = 16 * 1024 ** 2;
const PARTS_AT_ONCE = 2;

interface Bucket {
  readonly Bucket: string;
  readonly prefix: string;
  readonly client: S3Client;
}

/** Contents as objects of a bucket of any S3-compatible store. The client is loaded only when there is one. */
export class S3Store implements ContentStore {
  private bucket: Promise<Bucket> | null = null;

  /** @param address http(s)://ACCESS_KEY:SECRET_KEY@host[:port]/bucket[/prefix][?region=…&style=path|virtual] */
  constructor(private readonly address: string) {}

  async put(name: string, staged: StagedContent): Promise<void> {
    const { client, ...place } = await this.placeOf(name);
    const { Upload } = await import('@aws-sdk/lib-storage');
    const body = createReadStream(staged.path, { highWaterMark: 1024 ** 2 });
    const params = { ...place, Body: body, ContentType: 'application/octet-stream' };
    await new Upload({ client, params, partSize: PART_BYTES, queueSize: PARTS_AT_ONCE }).done();
  }

  async open(name: string, range?: ByteRange): Promise<Readable> {
    const { client, ...place } = await this.placeOf(name);
    const { GetObjectCommand } = await import('@aws-sdk/client-s3');
    try {
      const part = range && { Range: `bytes=${range.start}-${range.end}` };
      const { Body } = await client.send(new GetObjectCommand({ ...place, ...part }));
      return Body as Readable;
    } catch (error) {
      throw error instanceof Error && error.name === 'NoSuchKey' ? new Refusal('NOT_FOUND') : error;
    }
  }

  async remove(name: string): Promise<void> {
    const { client, ...place } = await this.placeOf(name);
    const { DeleteObjectCommand } = await import('@aws-sdk/client-s3');
    await client.send(new DeleteObjectCommand(place));
  }

  async check(): Promise<void> {
    const { client, Bucket } = await this.connected();
    const { HeadBucketCommand } = await import('@aws-sdk/client-s3');
    try {
      await client.send(new HeadBucketCommand({ Bucket }));
    } catch (error) {
      const { host } = new URL(this.address);
      const why = error instanceof Error ? `${error.name} ${error.message}`.trim() : String(error);
      throw new ConfigError([`YANWU_S3: bucket ${Bucket} at ${host} cannot be used (${why})`]);
    }
  }

  private async placeOf(name: string): Promise<{ client: S3Client; Bucket: string; Key: string }> {
    const { client, Bucket, prefix } = await this.connected();
    return { client, Bucket, Key: prefix + name };
  }

  private connected(): Promise<Bucket> {
    this.bucket ??= connect(new URL(this.address));
    return this.bucket;
  }
}

async function connect(address: URL): Promise<Bucket> {
  const { S3Client } = await import('@aws-sdk/client-s3');
  const [, bucket = '', ...folders] = address.pathname.split('/');
  const prefix = folders.filter((folder) => folder !== '').join('/');
  const client = new S3Client({
    endpoint: address.origin,
    region: address.searchParams.get('region') ?? 'us-east-1',
    forcePathStyle: address.searchParams.get('style') !== 'virtual',
    credentials: {
      accessKeyId: decodeURIComponent(address.username),
      secretAccessKey: decodeURIComponent(address.password),
    },
    // Newer checksums are not understood by all compatible stores; the seal of each frame proves more.
    requestChecksumCalculation: 'WHEN_REQUIRED',
    responseChecksumValidation: 'WHEN_REQUIRED',
  });
  return { client, Bucket: bucket, prefix: prefix === '' ? '' : `${prefix}/` };
}
