import {
  createHashHistory,
  createRootRoute,
  createRoute,
  createRouter,
  lazyRouteComponent,
} from '@tanstack/react-router';
import { CrashedPage, MissingPage } from './missing-page.tsx';
import { Shell } from './shell/shell.tsx';

/** A search parameter as text; anything else in the address is ignored. */
function text(value: unknown): string | undefined {
  return typeof value === 'string' && value ? value : typeof value === 'number' ? String(value) : undefined;
}

function texts<const Name extends string>(...names: Name[]) {
  return (search: Record<string, unknown>): { [Key in Name]?: string } => {
    const found: { [Key in Name]?: string } = {};
    for (const name of names) {
      const value = text(search[name]);
      if (value !== undefined) found[name] = value;
    }
    return found;
  };
}

const root = createRootRoute({
  component: Shell,
  notFoundComponent: MissingPage,
  errorComponent: CrashedPage,
});

// Each page states its return type: the router's types come of the pages, and the pages use them.
const getParentRoute = () => root;
const overview = createRoute({
  getParentRoute,
  path: '/',
  component: lazyRouteComponent(() => import('../overview/overview-page.tsx'), 'OverviewPage'),
});
const log = createRoute({
  getParentRoute,
  path: '/log',
  component: lazyRouteComponent(() => import('../log/log-page.tsx'), 'LogPage'),
  validateSearch: texts('filter', 'entry', 'tests'),
});
const customers = createRoute({
  getParentRoute,
  path: '/customers',
  component: lazyRouteComponent(() => import('../customers/customers-page.tsx'), 'CustomersPage'),
  validateSearch: texts('customer', 'account', 'add', 'q'),
});
const clients = createRoute({
  getParentRoute,
  path: '/clients',
  component: lazyRouteComponent(() => import('../clients/clients-page.tsx'), 'ClientsPage'),
  validateSearch: texts('client', 'add', 'q'),
});
const grants = createRoute({
  getParentRoute,
  path: '/grants',
  component: lazyRouteComponent(() => import('../grants/grants-page.tsx'), 'GrantsPage'),
  validateSearch: texts('grant', 'client', 'customer', 'status', 'add', 'q'),
});
const time = createRoute({
  getParentRoute,
  path: '/time',
  component: lazyRouteComponent(() => import('../time/time-page.tsx'), 'TimePage'),
  validateSearch: texts('grant'),
});
const scenarios = createRoute({
  getParentRoute,
  path: '/scenarios',
  component: lazyRouteComponent(() => import('../scenarios/scenarios-page.tsx'), 'ScenariosPage'),
  validateSearch: texts('ask'),
});
const settings = createRoute({
  getParentRoute,
  path: '/settings',
  component: lazyRouteComponent(() => import('../settings/settings-page.tsx'), 'SettingsPage'),
  validateSearch: texts('section'),
});

const faults = createRoute({
  getParentRoute,
  path: '/faults',
  component: lazyRouteComponent(() => import('../faults/faults-page.tsx'), 'FaultsPage'),
});
const training = createRoute({
  getParentRoute,
  path: '/training',
  component: lazyRouteComponent(() => import('../training/training-page.tsx'), 'TrainingPage'),
});

const routeTree = root.addChildren([
  overview,
  log,
  customers,
  clients,
  grants,
  time,
  faults,
  scenarios,
  training,
  settings,
]);

/**
 * Pages live behind the fragment: the console is served as plain files, and no server has to know
 * its pages.
 */
export function createConsoleRouter() {
  return createRouter({
    routeTree,
    history: createHashHistory(),
    defaultPreload: false,
    scrollRestoration: true,
    scrollToTopSelectors: ['#main'],
  });
}

declare module '@tanstack/react-router' {
  interface Register {
    router: ReturnType<typeof createConsoleRouter>;
  }
}
