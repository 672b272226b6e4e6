import { canonicalAddress, isWithin, parseEndpoint, parseNetwork } from './address.js';

describe('canonicalAddress', () => {
  it.each([
    ['198.51.100.40', '198.51.100.40'],
    [' 198.51.100.40 ', '198.51.100.40'],
    ['2001:DB8:0:0::1', '2001:db8::1'],
    ['::ffff:192.0.2.1', '192.0.2.1'],
  ])('%s → %s', (text, expected) => expect(canonicalAddress(text)).toBe(expected));

  it.each([
    '',
    '127.1',
    '010.1.1.1',
    '1.2.3.4.5',
    '256.1.1.1',
    'fe80::1%eth0',
    'example.com',
    '10.0.0.0/8',
    '1.2.3.4:80',
  ])('refuses %j', (text) => expect(canonicalAddress(text)).toBeNull());
});

describe('parseEndpoint', () => {
  it.each([
    ['198.51.100.40:443', '198.51.100.40', 443],
    ['[2001:db8::1]:8443', '2001:db8::1', 8443],
    ['2001:db8::1', '2001:db8::1', null],
  ])('%s', (text, address, port) => expect(parseEndpoint(text)).toEqual({ address, port }));

  it.each(['198.51.100.40:0', '198.51.100.40:65536', '198.51.100.40:', 'portal.example:443', '[198.51.100.40'])(
    'refuses %j',
    (text) => expect(parseEndpoint(text)).toBeNull(),
  );
});

describe('networks', () => {
  it.each([
    ['198.51.100.17/28', '198.51.100.16/28'],
    ['198.51.100.17', '198.51.100.17/32'],
    ['2001:db8::1/32', '2001:db8::/32'],
    ['0.0.0.0/0', '0.0.0.0/0'],
  ])('%s is %s', (text, expected) => expect(parseNetwork(text)).toBe(expected));

  it.each(['198.51.100.0/33', '198.51.100.0/', '198.51.100.0/8/8', '10/8', 'example.com/8'])('refuses %j', (text) =>
    expect(parseNetwork(text)).toBeNull(),
  );

  it('tells inside from outside at the edges', () => {
    expect(isWithin('198.51.100.15', '198.51.100.0/28')).toBe(true);
    expect(isWithin('198.51.100.16', '198.51.100.0/28')).toBe(false);
    expect(isWithin('198.51.100.16', '198.51.100.16')).toBe(true);
    expect(isWithin('2001:db8::1', '198.51.100.0/0')).toBe(false);
    expect(isWithin('::ffff:198.51.100.3', '198.51.100.0/28')).toBe(true);
  });
});
