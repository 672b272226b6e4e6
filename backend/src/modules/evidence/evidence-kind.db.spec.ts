import { createDeflateRaw, crc32 } from 'node:zlib';
import { Readable } from 'node:stream';
import { buffer } from 'node:stream/consumers';
import { jest } from '@jest/globals';
import { contentOf } from '../../../test/contents.js';
import { sha256 } from '../../../test/pieces.js';
import { tinyPng, upload } from '../../../test/play.js';
import { buildWorld, type ServedWorld } from '../../../test/world.js';

jest.setTimeout(120_000);

let world: ServedWorld;

beforeAll(async () => {
  world = await buildWorld();
});
afterAll(async () => {
  await world?.stop();
});

const PNG = tinyPng();
const text = (content: string): Buffer => Buffer.from(content);
const PAGE = text('<html><script>alert(document.cookie)</script></html>');
const GIF_JS = Buffer.concat([text('GIF89a/*'), Buffer.alloc(40), text('*/=1;alert(1);//'), text('\u0000;')]);
const PDF = text('%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n');
const SVG = text('<svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>');

/** An archive of stored or deflated entries, with its directory. */
function zip(entries: { name: string; packed: Buffer; size: number; crc: number; method: number }[]): Buffer {
  const locals: Buffer[] = [];
  const directory: Buffer[] = [];
  let offset = 0;
  for (const { name, packed, size, crc, method } of entries) {
    const common = Buffer.alloc(26);
    common.writeUInt16LE(20, 0);
    common.writeUInt16LE(method, 4);
    common.writeUInt32LE(crc, 10);
    common.writeUInt32LE(packed.length, 14);
    common.writeUInt32LE(size, 18);
    common.writeUInt16LE(name.length, 22);
    const local = Buffer.concat([text('PK\u0003\u0004'), common, text(name), packed]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(offset, 10);
    directory.push(Buffer.concat([text('PK\u0001\u0002'), Buffer.from([20, 0]), common, rest, text(name)]));
    locals.push(local);
    offset += local.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(18);
  end.writeUInt16LE(entries.length, 4);
  end.writeUInt16LE(entries.length, 6);
  end.writeUInt32LE(listed.length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...locals, listed, text('PK\u0005\u0006'), end]);
}

const stored = (name: string, content: string) => ({
  ...{ name, packed: text(content), size: content.length, crc: crc32(text(content)), method: 0 },
});
const ARCHIVE = zip([stored('a.txt', 'inside')]);

/** An entry that unpacks to so many zeros. */
async function bomb(name: string, mib: number) {
  const zeros = Buffer.alloc(1024 ** 2);
  let crc = 0;
  for (let n = 0; n < mib; n += 1) crc = crc32(zeros, crc);
  const source = Readable.from(
    (function* () {
      for (let n = 0; n < mib; n += 1) yield zeros;
    })(),
  );
  const packed = await buffer(source.pipe(createDeflateRaw({ level: 9 })));
  return { name, packed, size: mib * zeros.length, crc, method: 8 };
}

const send = (name: string, bytes: Buffer): Promise<Response> =>
  upload(world.as.north, world.exerciseId, { name, bytes });

describe('files that are two things at once, or another than they are called', () => {
  it.each<[what: string, name: string, bytes: Buffer, mediaType: string]>([
    ['a picture that is also a script', '图.gif', GIF_JS, 'image/gif'],
    ['a picture with a page behind it', '图.png', Buffer.concat([PNG, PAGE]), 'image/png'],
    ['a picture with an archive behind it', '图.png', Buffer.concat([PNG, ARCHIVE]), 'image/png'],
    ['a document with an archive behind it', '文.pdf', Buffer.concat([PDF, ARCHIVE]), 'application/pdf'],
    ['a page', '页.html', PAGE, 'text/plain; charset=utf-8'],
    ['a drawing with a script, called XML', '图.xml', SVG, 'text/plain; charset=utf-8'],
  ])('%s is kept as something that runs nowhere', async (_what, name, bytes, mediaType) => {
    const answer = (await (await send(name, bytes)).json()) as { id: string; mediaType: string; sha256: string };
    expect([answer.mediaType, answer.sha256]).toEqual([mediaType, sha256(bytes)]);
    expect((await contentOf(world.server.app, answer.id)).equals(bytes)).toBe(true);
  });

  it.each<[what: string, name: string, bytes: Buffer]>([
    ['a page called a picture', '图.png', PAGE],
    ['a script called a picture', '图.png', text('alert(1)')],
    ['a drawing with a script', '图.svg', SVG],
    ['a drawing called a picture', '图.png', SVG],
    ['an archive called a document', '文.docx', ARCHIVE],
    ['an archive called a picture', '图.png', ARCHIVE],
    [
      'a program in an archive',
      '包.zip',
      zip([stored('META-INF/MANIFEST.MF', 'Main-Class: A\n'), stored('A.class', 'x')]),
    ],
    ['a document called a picture', '图.png', PDF],
  ])('%s is refused', async (_what, name, bytes) => {
    const answer = await send(name, bytes);
    expect([answer.status, ((await answer.json()) as { code: string }).code]).toEqual([415, 'FILE_TYPE_REFUSED']);
  });

  it.each([
    ['图\u202egnp.exe', 'HIDDEN_CHARACTERS'],
    ['图\u200f.png', 'HIDDEN_CHARACTERS'],
    ['../图.png', 'HAS_PATH'],
    ['C:\\图.png', 'HAS_PATH'],
    ['a\u0000.png', 'HIDDEN_CHARACTERS'],
    ['con.png', 'RESERVED'],
    ['.png', 'WRONG_ENDS'],
  ])('the name %j is refused: %s', async (name, problem) => {
    const answer = await send(name, PNG);
    expect(await answer.json()).toMatchObject({ code: 'FILE_NAME_REFUSED', params: { problem } });
  });
});

describe('archives', () => {
  it('that unpack to half a gigabyte are never unpacked', async () => {
    const entries = [await bomb('[Content_Types].xml', 512), await bomb('word/document.xml', 16)];
    const bytes = zip(entries);
    expect(bytes.length).toBeLessThan(1024 ** 2);
    const before = process.resourceUsage().maxRSS;
    const answer = await send('包.zip', bytes);
    const called = await send('文.docx', bytes);
    expect([answer.status, called.status].every((status) => status === 201 || status === 415)).toBe(true);
    // In KiB: what was unpacked would show.
    expect(process.resourceUsage().maxRSS - before).toBeLessThan(128 * 1024);
  });
});
