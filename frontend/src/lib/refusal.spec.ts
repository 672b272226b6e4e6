import { fieldCode, refusalOf } from './refusal.js';

const withExtensions = (extensions: unknown) => ({ graphQLErrors: [{ extensions }] });

it('reads code, params and fields', () => {
  const refused = refusalOf(
    withExtensions({ code: 'BAD_INPUT', params: { count: 3 }, fields: [{ path: 'nodes.2.zone', code: 'REQUIRED' }] }),
  );
  expect(refused).toEqual({
    code: 'BAD_INPUT',
    params: { count: '3' },
    fields: [{ path: 'nodes.2.zone', code: 'REQUIRED' }],
    incidentId: null,
  });
  expect(fieldCode(refused, 'nodes.2')).toBe('REQUIRED');
  expect(fieldCode(refused, 'nodes.2.zone')).toBe('REQUIRED');
  expect(fieldCode(refused, 'nodes.20')).toBeNull();
  expect(fieldCode(null, 'title')).toBeNull();
});

it('takes the incident id from either place', () => {
  expect(refusalOf(withExtensions({ code: 'INTERNAL', incidentId: '7K2Q-MX' })).incidentId).toBe('7K2Q-MX');
  expect(refusalOf(withExtensions({ code: 'INTERNAL', params: { incidentId: 'A' } })).incidentId).toBe('A');
});

it.each([[{ networkError: new Error('x') }], [withExtensions(undefined)], [withExtensions({ code: 7 })], [{}]])(
  'calls an unreadable answer NETWORK: %j',
  (error) => {
    expect(refusalOf(error).code).toBe('NETWORK');
  },
);
