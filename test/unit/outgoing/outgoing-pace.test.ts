import { describe, expect, it } from 'vitest';
import { AT_ONCE, IN_ALL, OutgoingPace, PER_ADDRESS } from '../../../server/outgoing/outgoing-pace.ts';

const MINUTE = 60_000;

class Hours {
  now = 1_000_000;
  realNow = () => this.now;
}

/** Begins and ends. @returns whether it was let. */
const passes = (pace: OutgoingPace, url: string): boolean => {
  const end = pace.begin(new URL(url));
  end?.();
  return end !== undefined;
};

describe('OutgoingPace', () => {
  it('lets ten a minute go to one address, by whichever name of this computer', () => {
    const hours = new Hours();
    const pace = new OutgoingPace(hours);
    const names = ['127.0.0.1', '[::1]', 'localhost'];
    for (let time = 0; time < PER_ADDRESS; time++) {
      expect(passes(pace, `http://${names[time % 3] ?? ''}:3000/${String(time)}`)).toBe(true);
    }
    expect(passes(pace, 'http://127.0.0.1:3000/')).toBe(false);
    expect(passes(pace, 'http://127.0.0.1:3001/')).toBe(true);
    hours.now += MINUTE;
    expect(passes(pace, 'http://127.0.0.1:3000/')).toBe(true);
  });

  it('lets sixty a minute go anywhere, so that trying every port is slow', () => {
    const pace = new OutgoingPace(new Hours());
    for (let port = 1; port <= IN_ALL; port++) {
      expect(passes(pace, `http://127.0.0.1:${String(3000 + port)}/`)).toBe(true);
    }
    expect(passes(pace, 'http://127.0.0.1:2999/')).toBe(false);
  });

  it('lets eight go at once', () => {
    const pace = new OutgoingPace(new Hours());
    const ends = Array.from({ length: AT_ONCE }, (_, at) =>
      pace.begin(new URL(`http://127.0.0.1:${String(3000 + at)}/`)),
    );
    expect(passes(pace, 'http://127.0.0.1:4000/')).toBe(false);
    ends[0]?.();
    expect(passes(pace, 'http://127.0.0.1:4000/')).toBe(true);
  });

  it('is not held up by a clock that was set back', () => {
    const hours = new Hours();
    const pace = new OutgoingPace(hours);
    for (let time = 0; time < PER_ADDRESS; time++) passes(pace, 'http://127.0.0.1:3000/');
    hours.now -= 10 * MINUTE;
    expect(passes(pace, 'http://127.0.0.1:3000/')).toBe(true);
  });
});
