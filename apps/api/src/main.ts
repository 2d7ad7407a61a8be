import 'reflect-metadata';
import { endAtFaults } from '@huiji/store/log';
import { beginTraces } from '@huiji/store/trace';
import { configFrom } from './config.js';
import { createServer } from './server.js';

endAtFaults('api');
await beginTraces('huiji-api');
// Under `npm start` it ends when its parent is gone, however that died, even while it is still booting.
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
const config = configFrom(process.env);
const app = await createServer(config);
app.enableShutdownHooks();
await app.listen(config.PORT, config.HOST);
// Started by `npm start`: says that it listens.
process.send?.('ready');
