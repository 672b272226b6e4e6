import type { FullIncident } from '../documents.js';
import { filterMoments, momentsOf } from './timeline.js';

const incident = {
  attackStartedAt: '2026-09-15T08:31:00Z',
  discoveredAt: '2026-09-15T08:37:00Z',
  createdAt: '2026-09-15T08:40:00Z',
  reports: [
    { id: 'r2', filedAt: null, updatedAt: '2026-09-16T06:30:00Z' },
    { id: 'r1', filedAt: '2026-09-15T09:09:00Z', updatedAt: '2026-09-15T09:08:00Z' },
  ],
  links: [{ id: 'l1', linkedAt: '2026-09-16T01:12:00Z' }],
  marks: null,
} as unknown as FullIncident;

describe('momentsOf', () => {
  it('orders by time, drafts by their last save', () => {
    expect(momentsOf(incident).map(({ key }) => key)).toEqual(['attack', 'discovered', 'opened', 'r1', 'l1', 'r2']);
  });

  it('leaves out an attack nobody dated', () => {
    expect(momentsOf({ ...incident, attackStartedAt: null }).map(({ key }) => key)).not.toContain('attack');
  });

  it('filters', () => {
    expect(filterMoments(momentsOf(incident), 'REPORTS').map(({ key }) => key)).toEqual(['r1', 'r2']);
    expect(filterMoments(momentsOf(incident), 'REFEREES').map(({ key }) => key)).toEqual(['l1']);
  });
});
