import type { RouteLocationNormalized, RouteRecordRaw } from 'vue-router';

/** Chain of custody, watermarks, retention; below /x/:code, for whoever directs the exercise. */
export const custodyRoutes: RouteRecordRaw[] = [
  {
    path: 'custody',
    name: 'custody',
    component: () => import('./CustodyPage.vue'),
    props: ({ query }: RouteLocationNormalized) => ({ evidenceId: query['evidence'] ?? null }),
  },
  { path: 'custody/mark', name: 'custody-mark', component: () => import('./MarkPage.vue') },
  { path: 'custody/retention', name: 'retention', component: () => import('./RetentionPage.vue') },
  {
    path: 'custody/certificates/:id',
    name: 'destruction-certificate',
    component: () => import('./CertificatePage.vue'),
    props: ({ params }: RouteLocationNormalized) => ({ id: params['id'] }),
  },
];
