import type { DefenseRules, FullIncident } from '../documents.js';
import { foundFromText, inputOf, itemsFor, progressOf, reportFormOf, SUMMARY } from './form.js';

const words = { zh: '', en: '' };
const item = (key: string) => ({ key, weight: '5', mark: 'judged', title: words, clause: words, evidence: [] });
const rules = {
  dimensions: [
    {
      key: 'detection',
      weight: '25',
      filedWith: 'DETECTION',
      title: words,
      items: [item('timeliness'), item('coverage')],
    },
    { key: 'response', weight: '25', filedWith: 'RESPONSE', title: words, items: [item('block-sources')] },
  ],
} as unknown as DefenseRules;
const incident = {
  id: 'e1',
  discoveredAt: '2026-09-16T04:51:00.000Z',
  attackStartedAt: null,
  means: ['m5'],
  foundAddresses: [{ address: '198.51.100.129', url: '', unitName: '', foundAt: null }],
  reports: [
    {
      id: 'r1',
      kind: 'DETECTION',
      startedAt: null,
      endedAt: null,
      sections: [
        { key: 'coverage', text: '两台', evidenceIds: ['f1'] },
        { key: 'old-item', text: '旧条目', evidenceIds: [] },
      ],
    },
  ],
} as unknown as FullIncident;

describe('a report form', () => {
  it('has a section for every item of its kind and keeps what the rules no longer name', () => {
    expect(itemsFor(rules, 'RESPONSE').map(({ item: one }) => one.key)).toEqual(['block-sources']);
    const form = reportFormOf(incident, 'DETECTION', rules);
    expect(form.sections.map(({ key }) => key)).toEqual([SUMMARY, 'timeliness', 'coverage', 'old-item']);
    expect(form.means).toEqual(['m5']);
  });

  it('takes discovery as the end of a detection that was not begun, and nothing for other kinds', () => {
    const fresh = { ...incident, reports: [] } as FullIncident;
    expect(reportFormOf(fresh, 'DETECTION', rules).endedAt).toBe(incident.discoveredAt);
    expect(reportFormOf(fresh, 'RESPONSE', rules)).toMatchObject({ endedAt: null, foundAddresses: [], means: [] });
  });

  it('sends written sections only, and addresses only with detection', () => {
    const input = inputOf(reportFormOf(incident, 'DETECTION', rules), 3);
    expect(input.sections.map(({ key }) => key)).toEqual(['coverage', 'old-item']);
    expect(input.evidenceIds).toEqual(['f1']);
    expect(input.foundAddresses).toHaveLength(1);
    expect(inputOf(reportFormOf(incident, 'RESPONSE', rules), 0).foundAddresses).toBeNull();
  });

  it('tells words from words with proof', () => {
    expect(progressOf({ key: 'a', text: ' ', evidenceIds: [] })).toBe('empty');
    expect(progressOf({ key: 'a', text: 'x', evidenceIds: [] })).toBe('words');
    expect(progressOf({ key: 'a', text: '', evidenceIds: ['f1'] })).toBe('proved');
  });
});

describe('foundFromText', () => {
  it('reads pasted lines and skips what is known', () => {
    const known = [{ address: '198.51.100.129', url: '', unitName: '', foundAt: null }];
    expect(foundFromText('198.51.100.129\n198.51.100.130\thttps://a.example/\t图书馆\r\n\n', known)).toEqual([
      { address: '198.51.100.130', url: 'https://a.example/', unitName: '图书馆', foundAt: null },
    ]);
  });
});
