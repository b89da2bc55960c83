/** How the parts of a JSON value are shown. */
export interface JsonRules {
  /** A text, or a number below a name of a secret. `kind`: what the nearest name that says so tells of it. */
  leaf(value: string | number, kind: string | undefined): unknown;
  name(name: string): string;
  /** What kind of secret a member is, by its name and the object it is in. */
  kindOf(name: string, object: object): string | undefined;
}

/** What nobody writes by hand; the log shows no more of it. */
const DEEPEST = 64;
const tooDeep = '… (nested more than 64 deep)';

interface Task {
  readonly value: unknown;
  readonly kind: string | undefined;
  readonly depth: number;
  readonly put: (shown: unknown) => void;
}

/** A JSON value as a new one that follows the rules. Never deeper than 64, whatever was sent. */
export function redactedJson(value: unknown, rules: JsonRules): unknown {
  let whole: unknown;
  const tasks: Task[] = [{ value, kind: undefined, depth: 0, put: (shown) => (whole = shown) }];
  for (let task = tasks.pop(); task; task = tasks.pop()) {
    const { value: part, kind, depth, put } = task;
    if (typeof part === 'string' || typeof part === 'number') put(rules.leaf(part, kind));
    else if (typeof part !== 'object' || part === null) put(part);
    else if (depth >= DEEPEST) put(tooDeep);
    else if (Array.isArray(part)) {
      const items: unknown[] = part.map(() => null);
      put(items);
      part.forEach((item: unknown, at) => {
        tasks.push({ value: item, kind, depth: depth + 1, put: (shown) => (items[at] = shown) });
      });
    } else {
      const members: Record<string, unknown> = {};
      put(members);
      for (const [name, member] of Object.entries(part) as [string, unknown][]) {
        const shownName = rules.name(name);
        // Its place is taken at once, so that the members keep their order.
        define(members, shownName, undefined);
        tasks.push({
          value: member,
          kind: kind ?? rules.kindOf(name, part),
          depth: depth + 1,
          put: (shown) => {
            define(members, shownName, shown);
          },
        });
      }
    }
  }
  return whole;
}

/** As JSON.parse does it: `__proto__` is a member like any other. */
function define(members: Record<string, unknown>, name: string, value: unknown): void {
  if (name === '__proto__') {
    Object.defineProperty(members, name, { value, enumerable: true, configurable: true, writable: true });
  } else {
    members[name] = value;
  }
}
