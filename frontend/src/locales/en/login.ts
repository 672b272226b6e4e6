import type { Shape } from '../shape.js';
import type { login as source } from '../zh-CN/login.js';

export const login: Shape<typeof source> = {
  title: 'Sign in',
  lead: 'Accounts are issued by control, one per person, not to be shared.',
  username: 'User name',
  password: 'Password',
  submit: 'Sign in',
  note: 'One person, one account. Every step you take in an exercise is recorded.',
  about: 'Live cyber exercises',
  aboutText:
    'Attackers file results, defenders detect, respond and trace, referees judge each one, every point can be followed.',
  dates: '{from} to {to}, daily {open}–{close} ({zone})',
  datesAllDay: '{from} to {to} ({zone})',
  parties: '{teams} attack teams, {units} defending units',
  host: 'Host: {host}',
  publicBoard: 'The public board needs no account',
  needed: 'Sign in first, then on to the page you asked for.',
};
