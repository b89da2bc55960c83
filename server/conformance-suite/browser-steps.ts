import { endpointPaths } from '../authorization/endpoint-paths.ts';
import { screenPaths } from '../screens/paths.ts';
import { isOpenIdPlan, suitePlans, type SuitePlanName, type SuiteVariant } from './plans.ts';

/** `["click", "id", "…"]` and the like: what the suite's scripted browser does on a page. */
export type BrowserCommand = (string | number)[];

export interface BrowserTask {
  readonly task: string;
  /** Which page it is for, `*` standing for anything; on another page an optional task is skipped. */
  readonly match: string;
  readonly optional?: true;
  readonly commands: BrowserCommand[];
}

/** What to do when the suite opens an address. */
export interface BrowserVisit {
  readonly comment?: string;
  readonly match: string;
  /** How often it applies; then the next visit that fits does. */
  readonly 'match-limit'?: number;
  readonly tasks: BrowserTask[];
}

/** The steps, and those of the test modules that go another way. */
export interface BrowserSteps {
  readonly browser: BrowserVisit[];
  readonly override: Record<string, { browser: BrowserVisit[] }>;
}

/** Who logs in, where the bank answers, and where its answers are to arrive. */
export interface BrowserJourney {
  readonly httpsIssuer: string;
  readonly callback: string;
  readonly afterLogout: string;
  readonly loginId: string;
  readonly password: string;
}

const SECONDS = 10;

/**
 * The bank's screens for the suite's scripted browser (its BrowserControl). Fields and buttons go by
 * the ids of `server/screens`; whatever can be absent is optional, and whatever is ticked stays so.
 */
export function browserSteps(
  plan: SuitePlanName,
  variant: SuiteVariant,
  journey: BrowserJourney,
): BrowserSteps {
  const visits = new Visits(journey);
  const { modulePrefix } = suitePlans[plan];
  const modules = isOpenIdPlan(plan) ? openIdModules(visits) : fapiModules(visits, plan, variant);
  return {
    browser: plan.includes('logout') ? [visits.allowing(), visits.loggingOut()] : [visits.allowing()],
    override: Object.fromEntries(
      modules.flatMap(([names, browser]) => names.map((name) => [modulePrefix + name, { browser }])),
    ),
  };
}

/** Test modules by their names without the prefix, and the steps they take. */
type ModuleSteps = [names: readonly string[], visits: BrowserVisit[]][];

function openIdModules(visits: Visits): ModuleSteps {
  return [
    [['prompt-login', 'max-age-1'], [visits.allowing({ showingLogin: true })]],
    [['registration-logo-uri', 'registration-policy-uri', 'registration-tos-uri'], [visits.picturingLogin()]],
    [
      [
        'ensure-registered-redirect-uri',
        'ensure-redirect-uri-in-authorization-request',
        'redirect-uri-query-mismatch',
        'redirect-uri-query-added',
      ],
      [visits.refused()],
    ],
    [
      [
        'rp-initiated-logout-bad-post-logout-redirect-uri',
        'rp-initiated-logout-query-added-to-post-logout-redirect-uri',
        'rp-initiated-logout-modified-id-token-hint',
        'rp-initiated-logout-bad-id-token-hint',
      ],
      [visits.allowing(), visits.refused('logout')],
    ],
    [
      [
        'rp-initiated-logout-no-id-token-hint',
        'rp-initiated-logout-no-params',
        'rp-initiated-logout-only-state',
      ],
      [visits.allowing(), visits.askedWhetherToLogOut()],
    ],
    [['rp-initiated-logout-no-post-logout-redirect-uri'], [visits.allowing(), visits.loggedOut()]],
  ];
}

function fapiModules(visits: Visits, plan: SuitePlanName, variant: SuiteVariant): ModuleSteps {
  return [
    [['user-rejects-authentication'], [visits.rejecting()]],
    [errorPages(plan, variant), [visits.refused()]],
    [['par-attempt-reuse-request_uri'], [visits.allowing({ limit: 1 }), visits.refused()]],
    [
      ['par-ensure-reused-request-uri-prior-to-auth-completion-succeeds'],
      [visits.leavingLoginOpen(), visits.allowing()],
    ],
  ];
}

/**
 * The modules that the bank answers with a page of its own: as long as a request is not believed,
 * neither is its redirect URI.
 */
function errorPages(plan: SuitePlanName, variant: SuiteVariant): string[] {
  const pushed = [
    'par-attempt-to-use-expired-request_uri',
    'par-attempt-to-use-request_uri-for-different-client',
  ];
  if (plan !== 'fapi1-advanced-final-test-plan') {
    return [...pushed, 'ensure-unsigned-authorization-request-without-using-par-fails'];
  }
  const unsigned = 'ensure-authorization-request-without-request-object-fails';
  if (variant['fapi_auth_request_method'] === 'pushed') return [...pushed, unsigned];
  return [
    unsigned,
    'ensure-registered-redirect-uri',
    'ensure-redirect-uri-in-authorization-request',
    'ensure-request-object-without-redirect-uri-fails',
    'ensure-request-object-without-exp-fails',
    'ensure-request-object-without-nbf-fails',
    'ensure-expired-request-object-fails',
    'ensure-request-object-with-bad-aud-fails',
    'ensure-request-object-with-exp-over-60-fails',
    'ensure-request-object-with-nbf-over-60-fails',
    'ensure-signed-request-object-with-RS256-fails',
    'ensure-request-object-signature-algorithm-is-not-none',
    'ensure-request-object-with-invalid-signature-fails',
    'ensure-matching-key-in-authorization-request',
  ];
}

class Visits {
  readonly #journey: BrowserJourney;

  constructor(journey: BrowserJourney) {
    this.#journey = journey;
  }

  /** The customer logs in and allows everything asked for. */
  allowing(options: { showingLogin?: boolean; limit?: number } = {}): BrowserVisit {
    const consent = this.#consent([
      // Ticked already, as a rule; a second click would take the tick away.
      ['click', 'css', '#permission-account-balance:not(:checked)', 'optional'],
      ['click', 'css', '#permission-account-transaction:not(:checked)', 'optional'],
      ['click', 'id', 'terms-agreed'],
      ['click', 'id', 'action-allow'],
    ]);
    const tasks = [this.#kind(), this.#login(options.showingLogin), consent, this.#arrival()];
    return this.#visit(tasks, options.limit === undefined ? {} : { 'match-limit': options.limit });
  }

  /** The customer logs in and presses キャンセル. */
  rejecting(): BrowserVisit {
    const consent = this.#consent([['click', 'id', 'action-cancel']]);
    return this.#visit([this.#kind(), this.#login(), consent, this.#arrival()], {
      comment: 'The customer turns the request down.',
    });
  }

  /** The bank shows an error page, and the page goes into the report. */
  refused(where: 'authorization' | 'logout' = 'authorization'): BrowserVisit {
    const match = where === 'logout' ? this.#logout : this.#authorization;
    const page: BrowserTask = {
      task: 'Expect an error page of the bank',
      match,
      commands: [['wait', 'id', 'error-page', SECONDS, '\\S', 'update-image-placeholder']],
    };
    return { comment: 'The bank must not redirect.', match, tasks: [page] };
  }

  /** The client logs its user out, and the browser comes back to it. */
  loggingOut(): BrowserVisit {
    const arrival: BrowserTask = {
      task: 'Verify that the suite has the browser back',
      match: `${this.#journey.afterLogout}*`,
      commands: [],
    };
    return { match: this.#logout, tasks: [arrival] };
  }

  /** No ID token names anybody, so the bank asks, and the page goes into the report. */
  askedWhetherToLogOut(): BrowserVisit {
    return this.#pageAfterLogout('logout', 'The bank must ask, and must not redirect.');
  }

  /** Nobody said where to go from here. */
  loggedOut(): BrowserVisit {
    return this.#pageAfterLogout('logged-out', 'The bank has no address to redirect to.');
  }

  #pageAfterLogout(id: string, comment: string): BrowserVisit {
    const page: BrowserTask = {
      task: 'Look at the page of the bank',
      match: this.#at(screenPaths.logout),
      commands: [['wait', 'id', id, SECONDS, '\\S', 'update-image-placeholder']],
    };
    return { comment, match: this.#logout, tasks: [page] };
  }

  /** The customer looks at the login page and goes no further, once. */
  leavingLoginOpen(): BrowserVisit {
    const page: BrowserTask = {
      task: 'Look at the login page',
      match: this.#at(screenPaths.login),
      commands: [['wait', 'id', 'loginId', SECONDS]],
    };
    return this.#visit([page], { comment: 'The first visit is left unfinished.', 'match-limit': 1 });
  }

  /** The first page goes into the report, and the module is at its end: nobody waits for an answer. */
  picturingLogin(): BrowserVisit {
    const page: BrowserTask = {
      task: 'Look at the login page',
      match: this.#at(screenPaths.login),
      commands: [['wait', 'xpath', '//main//h1', SECONDS, '\\S', 'update-image-placeholder']],
    };
    return this.#visit([page], { comment: 'The login page goes into the report.' });
  }

  /** Clients that the suite registered serve both kinds of contract, and the customer says which is his. */
  #kind(): BrowserTask {
    return {
      task: 'Choose the kind of contract',
      match: this.#at(screenPaths.login),
      optional: true,
      commands: [['click', 'css', '.kinds a[href*="kind=personal"]', 'optional']],
    };
  }

  /** Left out where the bank answers the client at once. */
  #login(showing = false): BrowserTask {
    const { loginId, password } = this.#journey;
    return {
      task: 'Log in',
      match: this.#at(screenPaths.login),
      optional: true,
      commands: [
        ...(showing
          ? [['wait', 'xpath', '//main//h1', SECONDS, '\\S', 'update-image-placeholder-optional']]
          : []),
        ['text', 'id', 'loginId', loginId],
        ['text', 'id', 'password', password],
        ['click', 'id', 'action-login'],
      ],
    };
  }

  #consent(commands: BrowserCommand[]): BrowserTask {
    return { task: 'Consent', match: this.#at(screenPaths.consent), optional: true, commands };
  }

  /** The suite's own page says when it has taken the answer in. */
  #arrival(): BrowserTask {
    return {
      task: 'Verify that the suite has the answer',
      match: `${this.#journey.callback}*`,
      commands: [['wait', 'id', 'submission_complete', SECONDS]],
    };
  }

  #visit(tasks: BrowserTask[], rest: Pick<BrowserVisit, 'comment' | 'match-limit'>): BrowserVisit {
    return { ...rest, match: this.#authorization, tasks };
  }

  get #logout(): string {
    return this.#at(endpointPaths.endSession[0]);
  }

  get #authorization(): string {
    return this.#at(endpointPaths.authorization[0]);
  }

  #at(path: string): string {
    return `${this.#journey.httpsIssuer}${path}*`;
  }
}
