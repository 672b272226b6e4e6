import { hostOf, isWithin } from './address.js';

describe('hostOf', () => {
  it.each([
    ['203.0.113.88', '203.0.113.88'],
    [' 198.51.100.40:443 ', '198.51.100.40'],
    ['2001:db8::1', '2001:db8::1'],
    ['[2001:db8::1]:443', '2001:db8::1'],
    ['www.example.org', null],
    ['203.0.113.256', null],
    ['1:2:3', null],
    ['', null],
  ])('%s → %s', (given, expected) => expect(hostOf(given)).toBe(expected));
});

describe('isWithin', () => {
  it.each([
    ['203.0.113.88', '203.0.113.80/28', true],
    ['203.0.113.96', '203.0.113.80/28', false],
    ['203.0.113.88:8443', '203.0.113.88', true],
    ['192.0.2.1', '0.0.0.0/0', true],
    ['2001:db8::ff', '2001:db8::/64', true],
    ['2001:db8:1::ff', '2001:db8::/64', false],
    ['203.0.113.88', '2001:db8::/64', false],
    ['203.0.113.88', 'www.example.org', false],
    ['203.0.113.88', '203.0.113.80/99', false],
  ])('%s in %s: %s', (address, range, expected) => expect(isWithin(address, range)).toBe(expected));
});
