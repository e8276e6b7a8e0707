// Adds jobs to a BullMQ queue and prints how many are accepted a second, and how long adding takes.
//   npm --prefix src/bench/bullmq install && node src/bench/bullmq/accept.js SECONDS CONCURRENCY REDIS_PORT
// No HTTP, no check, no translation and no order by entity lie between: it is the queue alone.
import { Queue } from 'bullmq';

const [seconds, concurrency, port] = process.argv.slice(2).map(Number);
const queue = new Queue('bench', { connection: { host: '127.0.0.1', port } });
await queue.waitUntilReady();
const began = process.hrtime.bigint();
const counted = began + BigInt(seconds) * 200_000_000n;
const end = began + BigInt(seconds) * 1_000_000_000n;
const taken = [];
let made = 0;

async function send() {
  for (let at = process.hrtime.bigint(); at < end; at = process.hrtime.bigint()) {
    await queue.add('write', {
      systemId: `bench-${made++}`,
      title: 'Bench',
      city: 'Vilnius',
      note: 'A note of usual length, as they are written.',
      phone: '1',
    });
    if (at >= counted) taken.push(Number(process.hrtime.bigint() - at) / 1e6);
  }
}

await Promise.all(Array.from({ length: concurrency }, send));
taken.sort((a, b) => a - b);
const at = (quantile) => taken[Math.min(taken.length - 1, Math.floor(taken.length * quantile))].toFixed(2);
console.log(
  `${taken.length} added, ${Math.round(taken.length / (seconds * 0.8))} a second; ` +
    `p50 ${at(0.5)} ms, p99 ${at(0.99)} ms, max ${at(1)} ms`,
);
await queue.close();
