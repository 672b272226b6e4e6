import type { Shape } from '../shape.js';
import type { notices as source } from '../zh-CN/notices.js';

export const notices: Shape<typeof source> = {
  title: 'Notices',
  unread: '{n} unread notices',
  allRead: 'Notices, none unread',
  none: 'No notices yet.',
  read: 'Mark all as read',
  isNew: 'Unread',
  more: 'The latest {shown} of {all}.',
  head: {
    RESCORED: 'Rescoring {set} has taken effect: {kind}',
    RANK_MOVED: 'Your rank moved with rescoring {set}',
    ANNOUNCED: 'Rescoring {set} has taken effect: {kind}',
    PROPOSAL_APPLIED: 'Your proposal {set} has taken effect: {kind}',
    PROPOSAL_CANCELLED: 'Your proposal {set} was dropped: {kind}',
  },
  about: {
    UNIT_KNOCKED_OUT: '{about} is knocked out; results received from then on score nothing',
    KNOCK_OUT_REVOKED: '{about} is back in play; its results score again',
    RULE_SET_CHANGED: 'Rules in force: {about}',
  },
  reason: 'Reason: {reason}',
  work: 'Concerns {work}',
  account: '{account} {difference}',
  standing: '{value} points, rank {rank} of {of}',
  standingFrom: '{valueBefore} → {value} points, rank {rank} of {of}',
  rankFrom: '{value} points, rank {rankBefore} → {rank} of {of}',
  bothFrom: '{valueBefore} → {value} points, rank {rankBefore} → {rank} of {of}',
  provisional: 'provisional',
  other: '{code}',
};
