import type { Locator, Page } from '@playwright/test';

type Command = readonly (string | number)[];

interface Task {
  task: string;
  match?: string;
  optional?: boolean;
  commands?: Command[];
}

interface Visit {
  match: string;
  'match-limit'?: number;
  tasks: Task[];
}

/** The part of the suite's configuration its scripted browser goes by. */
export interface ScriptedBrowserConfiguration {
  browser: Visit[];
  override: Record<string, { browser: Visit[] }>;
}

/** What came of a visit. */
export interface Visited {
  /** Which tasks were done; an optional one on another page is not. */
  tasks: string[];
  /** The pages that were kept for the report. */
  pictures: string[];
}

/**
 * The scripted browser of the OpenID Foundation's conformance suite, after its own description of it:
 * finds the steps for an address, goes there, and works the tasks off one after the other, each on the
 * page it names.
 */
export class SuiteBrowser {
  readonly #page: Page;
  readonly #visits: Visit[];

  /** @param module a test module, whose own steps take the place of the general ones. */
  constructor(page: Page, configuration: ScriptedBrowserConfiguration, module?: string) {
    this.#page = page;
    const { browser } = { ...configuration, ...(module !== undefined && configuration.override[module]) };
    this.#visits = structuredClone(browser);
  }

  async visit(url: string): Promise<Visited> {
    const visit = this.#visits.find((entry) => {
      return matches(entry.match, url) && (entry['match-limit'] ?? 1) > 0;
    });
    if (!visit) throw new Error(`no steps for ${url}`);
    if (visit['match-limit'] !== undefined) visit['match-limit'] -= 1;
    await this.#page.goto(url);
    const visited: Visited = { tasks: [], pictures: [] };
    for (const { task, match = '*', optional = false, commands = [] } of visit.tasks) {
      if (!matches(match, this.#page.url())) {
        if (optional) continue;
        throw new Error(`${task}: expected ${match}, not ${this.#page.url()}`);
      }
      for (const command of commands) await this.#run(command, visited);
      visited.tasks.push(task);
    }
    return visited;
  }

  async #run(command: Command, visited: Visited): Promise<void> {
    const [verb, kind, target, ...rest] = command;
    switch (verb) {
      case 'text':
        await this.#onElement(command, rest[1] === 'optional', (element) => element.fill(String(rest[0])));
        return;
      case 'click':
        await this.#onElement(command, rest[0] === 'optional', (element) => this.#click(element));
        return;
      case 'wait':
        await this.#wait(String(kind), String(target), rest, visited);
        return;
      default:
        throw new Error(`the suite knows no command ${String(verb)}`);
    }
  }

  async #onElement(
    [verb, kind, target]: Command,
    optional: boolean,
    act: (element: Locator) => Promise<void>,
  ): Promise<void> {
    const elements = this.#find(String(kind), String(target));
    if ((await elements.count()) > 0) await act(elements.first());
    else if (!optional) throw new Error(`${String(verb)}: nothing at ${String(kind)} ${String(target)}`);
  }

  /** A button of a form leads on, and so does a link; the suite's browser waits for the next page, whichever it is. */
  async #click(element: Locator): Promise<void> {
    const leadsOn = (await element.getAttribute('type')) === 'submit' || (await element.getAttribute('href'));
    if (!leadsOn) return element.click();
    await Promise.all([this.#page.waitForEvent('load'), element.click()]);
  }

  async #wait(kind: string, target: string, rest: Command, visited: Visited): Promise<void> {
    const [seconds, pattern, action] = rest;
    const timeout = Number(seconds) * 1000;
    if (kind === 'contains') return this.#page.waitForURL((url) => url.href.includes(target), { timeout });
    if (kind === 'match') return this.#page.waitForURL(new RegExp(target), { timeout });
    const element = this.#find(kind, target).first();
    if (pattern === undefined) return element.waitFor({ state: 'attached', timeout });
    await element.filter({ hasText: new RegExp(String(pattern)) }).waitFor({ timeout });
    if (String(action).startsWith('update-image-placeholder')) {
      visited.pictures.push(await this.#page.content());
    }
  }

  #find(kind: string, target: string): Locator {
    switch (kind) {
      case 'id':
      case 'name':
        return this.#page.locator(`[${kind}="${target}"]`);
      case 'class':
        return this.#page.locator(`.${target}`);
      case 'css':
      case 'xpath':
        return this.#page.locator(`${kind}=${target}`);
      default:
        throw new Error(`the suite knows no selector ${kind}`);
    }
  }
}

/** The suite's patterns know `*` and nothing else. */
function matches(pattern: string, url: string): boolean {
  const parts = pattern.split('*').map((part) => part.replaceAll(/[.*+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`).test(url);
}
