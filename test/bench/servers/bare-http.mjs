// What node:http costs by itself: prepared bytes to whatever is asked.
import { createServer } from 'node:http';

const body = Buffer.from(process.env['BENCH_BODY'] ?? '{}', 'base64');
const server = createServer((_request, response) => {
  response.writeHead(200, {
    'Content-Type': 'application/json;charset=UTF-8',
    'Content-Length': body.length,
  });
  response.end(body);
});
server.listen(0, '127.0.0.1', () => {
  const address = /** @type {import('node:net').AddressInfo} */ (server.address());
  process.stdout.write(`${JSON.stringify({ origin: `http://127.0.0.1:${address.port}` })}\n`);
});
process.on('SIGTERM', () => process.exit(0));
