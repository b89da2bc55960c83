// Preloaded into the sandbox of a bench: tells over the channel to its parent for how long, at most, its
// event loop could turn to nobody else since the last time it was asked; also in processor time of its
// own, which what else the machine does hardly changes.
import { readFileSync } from 'node:fs';
import { monitorEventLoopDelay } from 'node:perf_hooks';

const RESOLUTION_MS = 5;
const delay = monitorEventLoopDelay({ resolution: RESOLUTION_MS });
delay.enable();

/** Of the thread with the event loop, in ms (Linux). */
function usedMs() {
  try {
    const [nanoseconds] = readFileSync(`/proc/self/task/${process.pid}/schedstat`, 'utf8').split(' ');
    return Number(nanoseconds) / 1e6;
  } catch {
    return NaN;
  }
}

let last = usedMs();
let blockedCpuMs = 0;
setInterval(() => {
  const now = usedMs();
  blockedCpuMs = Math.max(blockedCpuMs, now - last);
  last = now;
}, RESOLUTION_MS).unref();

process.on('message', () => {
  const told = { blockedMs: Math.max(0, delay.max / 1e6 - RESOLUTION_MS), blockedCpuMs };
  delay.reset();
  blockedCpuMs = 0;
  // A histogram that was reset counts from its first tick on.
  setTimeout(() => process.send?.(told), 4 * RESOLUTION_MS);
});
// The parent ends the sandbox by a signal, not by going away.
process.channel?.unref();
