import type { RouteRecordRaw } from 'vue-router';

/** Reading, comparing and adding rule-sets, below /x/:code. Reading is for everybody. */
export const ruleRoutes: RouteRecordRaw[] = [
  { path: 'rules', name: 'rules', component: () => import('./RulesPage.vue'), meta: { isPublic: true } },
  {
    path: 'rules/versions',
    name: 'rule-versions',
    component: () => import('./RuleVersionsPage.vue'),
    meta: { isPublic: true },
  },
  {
    path: 'rules/versions/:hash',
    name: 'rule-version',
    component: () => import('./RuleVersionPage.vue'),
    props: ({ params }) => ({ hash: params['hash'] }),
    meta: { isPublic: true },
  },
  {
    path: 'rules/compare/:before/:after',
    name: 'rule-comparison',
    component: () => import('./RuleComparisonPage.vue'),
    props: ({ params }) => ({ before: params['before'], after: params['after'] }),
    meta: { isPublic: true },
  },
  { path: 'rules/new', name: 'rule-new', component: () => import('./RuleNewPage.vue') },
];
