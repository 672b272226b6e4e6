import fc from 'fast-check';
import { readRange } from './byte-range.js';
import { readCast } from './cast.js';
import { csvText } from './csv.js';
import { factsOf } from './pcap-layers.js';
import { summarizeCapture } from './pcap-summary.js';
import { hexLines, MAX_TEXT_BYTES, previewText } from './preview-text.js';
import { markSvg } from './visible-mark.js';

const utf8 = (text: string): Uint8Array => new TextEncoder().encode(text);

describe('previewText', () => {
  it.each([
    ['gb18030', Buffer.from([0xb8, 0xe6, 0xbe, 0xaf]), '告警'],
    ['utf-16le', Buffer.from([0x4a, 0x54, 0x66, 0x8b]), '告警'],
    ['utf-16be', Buffer.from([0x54, 0x4a, 0x8b, 0x66]), '告警'],
    ['nonsense', Buffer.from('告警'), '告警'],
  ])('reads %s', (charset, bytes, expected) =>
    expect(previewText(bytes, `text/plain; charset=${charset}`).text).toBe(expected),
  );

  it('makes visible what hides, reorders or controls', () => {
    const { text, madeVisible } = previewText(utf8('a\u202egnp\u001b[2J\u0000\u200b\u007f\tb\r\nc'), 'text/plain');
    expect(text).toBe('a⟨U+202E⟩gnp␛[2J␀⟨U+200B⟩␡\tb\nc');
    expect(madeVisible).toBe(5);
  });

  it('is bounded, and not confused by a character cut in two', () => {
    const long = utf8('a'.repeat(MAX_TEXT_BYTES - 1) + '告');
    const { text, isCut } = previewText(long, 'text/plain; charset=utf-8');
    expect([text.length, isCut, text.includes('\ufffd')]).toEqual([MAX_TEXT_BYTES - 1, true, false]);
  });

  it('never throws', () => {
    fc.assert(fc.property(fc.uint8Array(), fc.string(), (bytes, type) => void previewText(bytes, type)));
  });

  it('shows bytes as hexadecimal', () =>
    expect(hexLines(utf8('PK\u0005\u0006<b>'))).toEqual([
      '00000000  50 4b 05 06 3c 62 3e                             PK..<b>',
    ]));
});

describe('readCast', () => {
  const cast = (...lines: string[]) => readCast(utf8(lines.join('\n')));

  it('reads version 2 and adds up the times of version 3', () => {
    expect(cast('{"version":2,"width":100,"height":30}', '[1,"o","a"]', '[2.5,"o","b"]')).toMatchObject({
      ...{ columns: 100, rows: 30, events: 2, seconds: 2.5, isCut: false },
    });
    expect(cast('{"version":3,"term":{"cols":90,"rows":20}}', '[1,"o","a"]', '[2.5,"o","b"]')).toMatchObject({
      ...{ columns: 90, rows: 20, seconds: 3.5 },
    });
  });

  it('leaves out what was typed, odd sizes and what is no event', () => {
    const lines = [
      '[1,"i","pw"]',
      '[1,"r","9999x9999"]',
      '[1,"r","100x40"]',
      '[-1,"o","x"]',
      '{',
      '["a","o","x"]',
      '[1,"o",3]',
    ];
    expect(cast('{"version":2,"width":1e9,"height":-1}', ...lines)?.content).toBe(
      '{"version":2,"width":400,"height":24}\n[1,"r","100x40"]',
    );
  });

  it.each(['', '{}', 'hello', '{"version":1}', 'null', '[]'])('knows %j for none', (head) =>
    expect(cast(head)).toBeNull(),
  );

  it('never throws', () => {
    fc.assert(fc.property(fc.array(fc.json()), (lines) => void cast('{"version":3}', ...lines)));
  });
});

/** An Ethernet frame with IPv4, UDP and a DNS question. */
function dnsFrame(): Buffer {
  const question = Buffer.concat([
    Buffer.from('123401000001000000000000', 'hex'),
    Buffer.from([7]),
    Buffer.from('example'),
    Buffer.from([3]),
    Buffer.from('com'),
    Buffer.from([0, 0, 1, 0, 1]),
  ]);
  const udp = Buffer.concat([Buffer.from([0xc0, 0x00, 0, 53, 0, 8 + question.length, 0, 0]), question]);
  const ip = Buffer.from([0x45, 0, 0, 20 + udp.length, 0, 0, 0, 0, 64, 17, 0, 0, 192, 0, 2, 7, 198, 51, 100, 53]);
  return Buffer.concat([Buffer.alloc(12), Buffer.from([0x08, 0x00]), ip, udp]);
}

function pcap(frames: readonly Buffer[], isLittle = true): Buffer {
  const number = (value: number): Buffer => {
    const bytes = Buffer.alloc(4);
    if (isLittle) bytes.writeUInt32LE(value);
    else bytes.writeUInt32BE(value);
    return bytes;
  };
  const head = [0xa1b2c3d4, isLittle ? 0x00040002 : 0x00020004, 0, 0, 65535, 1].map(number);
  const packets = frames.flatMap((frame, at) => [
    number(1_790_000_000 + at),
    number(500_000),
    number(frame.length),
    number(frame.length),
    frame,
  ]);
  return Buffer.concat([...head, ...packets]);
}

function pcapng(frames: readonly Buffer[]): Buffer {
  const number = (value: number): Buffer => {
    const bytes = Buffer.alloc(4);
    bytes.writeUInt32LE(value);
    return bytes;
  };
  const block = (type: number, body: Buffer): Buffer => {
    const padded = Buffer.concat([body, Buffer.alloc((4 - (body.length % 4)) % 4)]);
    return Buffer.concat([number(type), number(padded.length + 12), padded, number(padded.length + 12)]);
  };
  const time = 1_790_000_000_500_000n;
  const packet = (frame: Buffer): Buffer =>
    block(
      6,
      Buffer.concat([
        number(0),
        number(Number(time >> 32n)),
        number(Number(time & 0xffffffffn)),
        number(frame.length),
        number(frame.length),
        frame,
      ]),
    );
  const section = block(
    0x0a0d0d0a,
    Buffer.concat([number(0x1a2b3c4d), number(1), number(0xffffffff), number(0xffffffff)]),
  );
  return Buffer.concat([
    section,
    block(1, Buffer.concat([Buffer.from([1, 0, 0, 0]), number(65535)])),
    ...frames.map(packet),
  ]);
}

describe('summarizeCapture', () => {
  it.each([
    ['pcap', pcap([dnsFrame(), dnsFrame()])],
    ['pcap, written the other way round', pcap([dnsFrame(), dnsFrame()], false)],
    ['pcapng', pcapng([dnsFrame(), dnsFrame()])],
  ])('summarizes %s', (_, bytes) =>
    expect(summarizeCapture(bytes)).toMatchObject({
      linkTypes: ['Ethernet'],
      packets: 2,
      firstAt: '2026-09-21T14:13:20.500Z',
      conversations: [{ a: '192.0.2.7', b: '198.51.100.53', packets: 2, bytes: 2 * dnsFrame().length }],
      protocols: [{ name: 'UDP DNS', packets: 2 }],
      dnsNames: [{ name: 'example.com', packets: 2 }],
      ...{ isCut: false, isBroken: false },
    }),
  );

  it('tells what is cut from what is broken', () => {
    const whole = pcap([dnsFrame(), dnsFrame()]);
    expect(summarizeCapture(whole.subarray(0, -5))).toMatchObject({ packets: 1, isBroken: true, isCut: false });
    expect(summarizeCapture(whole.subarray(0, -5), whole.length)).toMatchObject({
      packets: 1,
      isBroken: false,
      isCut: true,
    });
  });

  it.each([
    [
      'a packet longer than any',
      Buffer.concat([pcap([]), Buffer.from('00000000000000007fffffffffffffff'.slice(0, 32), 'hex')]),
    ],
    ['a block of length zero', Buffer.concat([pcapng([]), Buffer.alloc(12)])],
    ['a block longer than the file', Buffer.concat([pcapng([]), Buffer.from('06000000ffffff7f00000000', 'hex')])],
    ['a head alone', pcap([]).subarray(0, 10)],
  ])('ends at %s', (_, bytes) => expect(summarizeCapture(bytes)).toMatchObject({ packets: 0, isBroken: true }));

  it('is none of anything else', () => expect(summarizeCapture(utf8('hello world'))).toBeNull());

  it('never throws, whatever is changed in a capture', () => {
    const seeds = [pcap([dnsFrame(), dnsFrame()]), pcapng([dnsFrame()])];
    const damage = fc.array(fc.tuple(fc.nat(400), fc.nat(255)), { maxLength: 12 });
    fc.assert(
      fc.property(fc.constantFrom(...seeds), damage, fc.nat(400), (seed, changes, cut) => {
        const bytes = Buffer.from(seed.subarray(0, Math.max(4, seed.length - (cut % seed.length))));
        for (const [at, value] of changes) if (at > 3 && at < bytes.length) bytes[at] = value;
        summarizeCapture(bytes);
      }),
      { numRuns: 400 },
    );
    fc.assert(fc.property(fc.nat(300), fc.uint8Array({ maxLength: 200 }), (link, bytes) => void factsOf(link, bytes)));
  });
});

describe('readRange', () => {
  it.each<[string | undefined, { start: number; end: number } | null]>([
    [undefined, null],
    ['bytes=0-3', { start: 0, end: 3 }],
    ['bytes=4-', { start: 4, end: 9 }],
    ['bytes=-3', { start: 7, end: 9 }],
    ['bytes=2-99', { start: 2, end: 9 }],
    ['bytes=0-1,4-5', null],
    ['lines=1-2', null],
    ['bytes=-', null],
  ])('%s', (header, expected) => expect(readRange(header, 10)).toEqual(expected));

  it.each(['bytes=10-', 'bytes=5-4', 'bytes=-0'])('refuses %s', (header) =>
    expect(() => readRange(header, 10)).toThrow('BAD_INPUT'),
  );
});

describe('csvText', () => {
  it('quotes what needs it and starts no formula', () =>
    expect(
      csvText([
        ['a', 'b,c', 'd"e'],
        ['=1+1', '-x', '留痕'],
      ]),
    ).toBe('\ufeffa,"b,c","d""e"\r\n\'=1+1,\'-x,留痕\r\n'));
});

describe('markSvg', () => {
  it('is a picture whatever a person is called', () => {
    const svg = markSvg({ person: '<script>&"\u202e', exercise: 'x', time: 't', code: 'C' }, 16);
    expect(svg).toContain('&#60;script&#62;&#38;&#34; ');
    expect(svg).not.toContain('<script');
  });
});
