import { describe, expect, it } from '@jest/globals';
import { decodeUtf8 } from './utf8.js';

const utf8 = (text: string) => [...new TextEncoder().encode(text)];

describe('decodeUtf8', () => {
  it('reads text and drops a byte-order mark', () => {
    expect(decodeUtf8(Uint8Array.from(utf8('演习 ok')))).toEqual({ text: '演习 ok' });
    expect(decodeUtf8(Uint8Array.from([0xef, 0xbb, 0xbf, ...utf8('演')]))).toEqual({ text: '演' });
    expect(decodeUtf8(new Uint8Array())).toEqual({ text: '' });
  });

  it.each([
    ['little-endian mark', [0xff, 0xfe, 0x7b, 0]],
    ['big-endian mark', [0xfe, 0xff, 0, 0x7b]],
    ['no mark', [0x7b, 0, 0x22, 0]],
    ['no mark, big-endian', [0, 0x7b, 0, 0x22]],
  ])('says that it is UTF-16: %s', (_name, bytes) => {
    expect(decodeUtf8(Uint8Array.from(bytes))).toEqual({ code: 'UTF_16' });
  });

  it.each([
    ['GBK', [...utf8('a: 1\nb: 演'), 0xd1, 0xdd], { line: 2, column: 5, byte: '0xD1' }],
    ['a lone continuation byte', [...utf8('ab'), 0x80, 0x41], { line: 1, column: 3, byte: '0x80' }],
    ['a character cut off at the end', [...utf8('ab\n演'), 0xe6, 0xbc], { line: 2, column: 2, byte: '0xE6' }],
    ['a bad first byte', [0xff, 0x41, 0x42], { line: 1, column: 1, byte: '0xFF' }],
    ['an overlong slash', [...utf8('x'), 0xc0, 0xaf], { line: 1, column: 2, byte: '0xC0' }],
  ])('names the first byte that is no UTF-8: %s', (_name, bytes, place) => {
    expect(decodeUtf8(Uint8Array.from(bytes))).toEqual({ code: 'NOT_UTF_8', ...place });
  });
});
