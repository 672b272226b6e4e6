import { emptyFields, emptyForm, settingsOf } from './exercise-form.js';

const filled = {
  ...emptyForm(),
  code: 'x1',
  name: ' 演习 ',
  host: '指挥部',
  startsAt: '2026-09-15T09:00',
  endsAt: '2026-09-17T21:00',
  attackRuleSetHash: 'a',
  defenseRuleSetHash: 'd',
};

it('reads wall times in the zone of the exercise', () => {
  expect(settingsOf(filled)).toMatchObject({
    name: '演习',
    startsAt: '2026-09-15T01:00:00.000Z',
    endsAt: '2026-09-17T13:00:00.000Z',
    dailyOpensAt: '09:00',
  });
});

it('sends no daily window where the fields are empty', () => {
  expect(settingsOf({ ...filled, dailyOpensAt: '', dailyClosesAt: '' })).toMatchObject({
    dailyOpensAt: null,
    dailyClosesAt: null,
  });
});

it('names what is still empty', () => {
  expect(emptyFields(filled, true)).toEqual([]);
  expect(emptyFields({ ...filled, code: '', endsAt: '' }, true)).toEqual(['code', 'endsAt']);
  expect(emptyFields({ ...filled, code: '' }, false)).toEqual([]);
});
