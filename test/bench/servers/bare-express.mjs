// What Express 5 costs by itself: one route that answers prepared bytes.
import express from 'express';

const body = Buffer.from(process.env['BENCH_BODY'] ?? '{}', 'base64');
const app = express();
app.get(process.env['BENCH_PATH'] ?? '/', (_request, response) => {
  response.set('Content-Type', 'application/json;charset=UTF-8').send(body);
});
const server = app.listen(0, '127.0.0.1', () => {
  const address = /** @type {import('node:net').AddressInfo} */ (server.address());
  process.stdout.write(`${JSON.stringify({ origin: `http://127.0.0.1:${address.port}` })}\n`);
});
process.on('SIGTERM', () => process.exit(0));
