import { createRouter, createWebHistory, type RouteLocationGeneric } from 'vue-router';
import { abnormalRoutes } from '../features/abnormal/routes.js';
import { appealRoutes } from '../features/appeal/routes.js';
import { attackRoutes } from '../features/attack/routes.js';
import { custodyRoutes } from '../features/custody/routes.js';
import { controlRootRoutes, controlRoutes } from '../features/control/routes.js';
import { drillRoutes } from '../features/drill/routes.js';
import { defenseRoutes } from '../features/defense/routes.js';
import { dutyRoutes } from '../features/duty/routes.js';
import { planRoutes } from '../features/plan/routes.js';
import { policyRoutes } from '../features/policy/routes.js';
import { protectionRoutes } from '../features/protection/routes.js';
import { groupRoutes } from '../features/groups/routes.js';
import { ratingRoutes } from '../features/rating/routes.js';
import { refereeRoutes } from '../features/referee/routes.js';
import { rescoringRoutes } from '../features/rescoring/routes.js';
import { ruleRoutes } from '../features/rules/routes.js';
import { statisticsRoutes } from '../features/statistics/routes.js';
import { homePathOf, membershipIn, session } from '../lib/session.js';

declare module 'vue-router' {
  interface RouteMeta {
    /** Reachable without an account. */
    isPublic?: boolean;
  }
}

/** From '/' a person goes to the exercise that runs, else to the newest place; the administrator to the list. */
function startOf(): string {
  const { me } = session;
  if (!me) return '/login';
  const places = [...me.memberships].sort(
    (a, b) => Number(b.exerciseState === 'LIVE') - Number(a.exerciseState === 'LIVE'),
  );
  const first = places[0];
  if (first) return homePathOf(first.exerciseCode, first.role);
  return me.user.isAdmin ? '/exercises' : '/start';
}

function homeOf(to: RouteLocationGeneric): string {
  const code = String(to.params['code']);
  return homePathOf(code, membershipIn(code)?.role ?? null);
}

export const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: '/', redirect: startOf },
    {
      path: '/login',
      name: 'login',
      component: () => import('../features/login/LoginPage.vue'),
      meta: { isPublic: true },
    },
    {
      path: '/x/:code/wall',
      name: 'wall',
      component: () => import('../features/wall/WallPage.vue'),
      props: true,
      meta: { isPublic: true },
    },
    {
      path: '/x/:code',
      component: () => import('./ExerciseShell.vue'),
      props: ({ params }) => ({ code: params['code'] }),
      children: [
        { path: '', redirect: homeOf },
        {
          path: 'board',
          name: 'board',
          component: () => import('../features/board/BoardPage.vue'),
          meta: { isPublic: true },
        },
        {
          path: 'explain/:side/:partyId',
          name: 'explain',
          component: () => import('../features/board/ExplainPage.vue'),
          props: ({ params }) => ({ side: params['side'], partyId: params['partyId'] }),
          meta: { isPublic: true },
        },
        ...ruleRoutes,
        ...statisticsRoutes,
        ...abnormalRoutes,
        ...appealRoutes,
        ...attackRoutes,
        ...defenseRoutes,
        ...protectionRoutes,
        ...dutyRoutes,
        ...drillRoutes,
        ...refereeRoutes,
        ...groupRoutes,
        ...rescoringRoutes,
        ...ratingRoutes,
        ...planRoutes,
        ...policyRoutes,
        ...controlRoutes,
        ...custodyRoutes,
      ],
    },
    {
      path: '/',
      component: () => import('./RootShell.vue'),
      children: [...controlRootRoutes, { path: '/start', name: 'start', component: () => import('./StartPage.vue') }],
    },
    { path: '/:rest(.*)*', name: 'not-found', component: () => import('./NotFoundPage.vue'), meta: { isPublic: true } },
  ],
  scrollBehavior: (_to, _from, saved) => saved ?? { top: 0 },
});

router.beforeEach((to) => {
  if (to.meta.isPublic === true || session.me) return true;
  return { name: 'login', query: { next: to.fullPath } };
});
