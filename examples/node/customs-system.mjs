// A customs system in JavaScript, from the protos alone: npm ci, then
//
//   node customs-system.mjs stream FILE    declares what FILE holds (JSON Lines) by a stream of chunks; a line for each
//   node customs-system.mjs watch FILE     what becomes of it, from the cursor kept in FILE on, until it is interrupted
//
// CRMCLUB_GATEWAY (host:port), CRMCLUB_TOKEN_ENDPOINT, CRMCLUB_CLIENT_ID and CRMCLUB_CLIENT_SECRET say where the club is
// and who asks; CRMCLUB_PROTOS and GOOGLE_PROTOS where the protos are.
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as wait } from 'node:timers/promises';
import grpc from '@grpc/grpc-js';
import { loadSync } from '@grpc/proto-loader';

const { env } = process;
const callMs = 30_000, chunkDeclarations = 100, chunksUnderWay = 8, waitMsMax = 10_000;
// A link that died without a word is let go of; the club sends a heartbeat every 30 s.
const keepalive = { 'grpc.keepalive_time_ms': 30_000, 'grpc.keepalive_timeout_ms': 10_000 };
const passing = [grpc.status.UNAVAILABLE, grpc.status.DEADLINE_EXCEEDED, grpc.status.RESOURCE_EXHAUSTED,
  grpc.status.INTERNAL, grpc.status.CANCELLED];

const protos = loadSync('crmclub/declarations/v1/service.proto', {
  includeDirs: [env.CRMCLUB_PROTOS, env.GOOGLE_PROTOS], longs: String, enums: String, oneofs: true,
});
const { DeclarationService } = grpc.loadPackageDefinition(protos).crmclub.declarations.v1;
const club = new DeclarationService(env.CRMCLUB_GATEWAY, grpc.credentials.createInsecure(), keepalive);

// OAuth 2.0 client credentials; a token is kept until shortly before it expires, or until it is refused.
const tokens = {
  token: '', until: 0,
  async headers() {
    if (Date.now() >= this.until) {
      const answer = await fetch(env.CRMCLUB_TOKEN_ENDPOINT, {
        method: 'POST', signal: AbortSignal.timeout(callMs),
        body: new URLSearchParams({
          grant_type: 'client_credentials', client_id: env.CRMCLUB_CLIENT_ID,
          client_secret: env.CRMCLUB_CLIENT_SECRET, scope: 'api://crmclub/.default',
        }),
      });
      if (!answer.ok) throw new Error(`No token: ${answer.status} ${await answer.text()}`);
      const granted = await answer.json();
      [this.token, this.until] = [granted.access_token, Date.now() + (granted.expires_in - 300) * 1000];
    }
    const headers = new grpc.Metadata();
    headers.set('authorization', `Bearer ${this.token}`);
    return headers;
  },
};

// Growing waits between tries, with chance in them so that systems don't come back together.
const patience = {
  tries: 0,
  async wait(failure) {
    if (failure.code === grpc.status.UNAUTHENTICATED && this.tries === 0) tokens.until = 0;
    else if (!passing.includes(failure.code)) throw failure;
    await wait(Math.random() * Math.min(100 * 2 ** this.tries++, waitMsMax));
  },
};

// The same declaration has the same request_id, in whatever run it is sent: it is decided once.
function requestOf(declaration) {
  const hash = createHash('sha256')
    .update(JSON.stringify([declaration.administration, declaration.declarant, declaration.lrn])).digest();
  hash[6] = (hash[6] & 0x0f) | 0x80; // UUID, version 8
  hash[8] = (hash[8] & 0x3f) | 0x80;
  const text = hash.toString('hex', 0, 16);
  const requestId = [text.slice(0, 8), text.slice(8, 12), text.slice(12, 16), text.slice(16, 20), text.slice(20)];
  return { requestId: requestId.join('-'), declaration };
}

const say = (line) => console.log(JSON.stringify(line));

async function stream(file) {
  const requests = readFileSync(file, 'utf8').split('\n').filter(Boolean).map((line) => requestOf(JSON.parse(line)));
  const unanswered = new Map();
  for (let first = 0; first < requests.length; first += chunkDeclarations)
    unanswered.set(`${unanswered.size + 1}`, requests.slice(first, first + chunkDeclarations));
  let refused = false;
  while (unanswered.size > 0) {
    const unsent = [...unanswered];
    const call = club.StreamDeclarations(await tokens.headers());
    const sendNext = () => {
      if (unsent.length === 0) return;
      const [number, requests] = unsent.shift();
      call.write({ chunk: { number, requests } });
      if (unsent.length === 0) call.end();
    };
    for (let place = 0; place < chunksUnderWay; place++) sendNext();
    try {
      for await (const { chunk } of call) {
        if (!chunk) continue;
        patience.tries = 0;
        unanswered.get(chunk.number).forEach(({ declaration }, index) => {
          const { answer, refusal } = chunk.results[index];
          refused ||= Boolean(refusal);
          say(refusal ? { lrn: declaration.lrn, refusal } : { lrn: declaration.lrn, answer });
        });
        unanswered.delete(chunk.number);
        sendNext();
      }
    } catch (failure) {
      await patience.wait(failure);
    }
  }
  return refused ? 1 : 0;
}

async function watch(file) {
  let cursor = existsSync(file) ? readFileSync(file, 'utf8') : '';
  for (;;) {
    const call = club.WatchDeclarations({ cursor }, await tokens.headers());
    try {
      for await (const message of call) {
        patience.tries = 0;
        if (message.cursor === cursor) continue;
        if (!message.heartbeat) say(message);
        // After what was done with it: a program that dies in between is told of it again, never too little.
        cursor = message.cursor;
        writeFileSync(file, cursor);
      }
    } catch (failure) {
      await patience.wait(failure);
    }
  }
}

const [command, file] = process.argv.slice(2);
process.exitCode = await { stream, watch }[command](file);
club.close();
