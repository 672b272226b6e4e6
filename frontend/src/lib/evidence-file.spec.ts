import { formatBytes, shortHash } from './evidence-file.js';

it.each([
  [0, '0 B'],
  [1023, '1023 B'],
  [421_888, '412 KB'],
  [1_153_434, '1.1 MB'],
  [38_587_596, '37 MB'],
  [2 * 1024 ** 3, '2.0 GB'],
])('formatBytes %d', (bytes, text) => expect(formatBytes(bytes)).toBe(text));

it('shortens a hash to 8 and 4', () => expect(shortHash(`9c41e07b${'0'.repeat(52)}a2d8`)).toBe('9c41e07b…a2d8'));
