import type { RouteLocationNormalized, RouteRecordRaw } from 'vue-router';

/** Vulnerability groups 同一漏洞 and event groups 同一事件, below /x/:code, for those who judge. */
export const groupRoutes: RouteRecordRaw[] = [
  {
    path: 'groups',
    name: 'groups',
    component: () => import('./GroupsPage.vue'),
    props: ({ query }: RouteLocationNormalized) => ({ a: query['a'] ?? null, b: query['b'] ?? null }),
  },
];
