import { computed, shallowReactive } from 'vue';
import { graphql } from '../gql/gql.js';
import type { MeQuery } from '../gql/graphql.js';
import type { Role } from '../gql/schema.js';
import { reconnect, send } from './client.js';
import type { Refused } from './refusal.js';

const MeDocument = graphql(`
  query Me {
    me {
      user {
        id
        username
        displayName
        isAdmin
      }
      memberships {
        id
        role
        exerciseId
        exerciseCode
        exerciseName
        exerciseState
        team {
          id
          name
        }
        unit {
          id
          name
        }
      }
    }
  }
`);
const LoginDocument = graphql(`
  mutation Login($input: LoginInput!) {
    login(input: $input) {
      __typename
    }
  }
`);
const LogoutDocument = graphql(`
  mutation Logout {
    logout
  }
`);

export type Me = NonNullable<MeQuery['me']>;
export type Membership = Me['memberships'][number];

interface Session {
  me: Me | null;
  /** False until the server has said who this is. */
  isKnown: boolean;
  /** Set when the question could not be asked at all. */
  refused: Refused | null;
}

/** Who is signed in; one per page. */
export const session = shallowReactive<Session>({ me: null, isKnown: false, refused: null });

/** Asks the server who this is. Being nobody is an answer, not an error. */
export async function loadSession(): Promise<void> {
  const result = await send(MeDocument, {});
  session.refused = result.refused;
  if (!result.refused) Object.assign(session, { me: result.data?.me ?? null, isKnown: true });
}

/** Signs in; null on success, else why not. */
export async function login(username: string, password: string): Promise<Refused | null> {
  const result = await send(LoginDocument, { input: { username, password } });
  if (result.refused) return result.refused;
  await loadSession();
  reconnect();
  return session.refused;
}

/** Signs out; null on success, else why not (the session then still stands). */
export async function logout(): Promise<Refused | null> {
  const result = await send(LogoutDocument, {});
  if (result.refused) return result.refused;
  session.me = null;
  reconnect();
  return null;
}

/** The participant's own place in an exercise, or null. */
export function membershipIn(code: string): Membership | null {
  return session.me?.memberships.find((membership) => membership.exerciseCode === code) ?? null;
}

/** The same, following the route. */
export function useMembership(code: () => string) {
  return computed(() => membershipIn(code()));
}

/** Where a role starts: the page with what waits for this person. */
export function homePathOf(code: string, role: Role | null): string {
  const homes: Partial<Record<Role, string>> = {
    ORGANIZER: 'control',
    CHIEF_REFEREE: 'queue',
    REFEREE: 'queue',
    ATTACKER: 'submissions',
    DEFENDER: 'incidents',
    DUTY_OFFICER: 'protection',
  };
  return `/x/${encodeURIComponent(code)}/${(role && homes[role]) ?? 'board'}`;
}
