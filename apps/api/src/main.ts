import 'reflect-metadata';
import { configFrom } from './config.js';
import { createServer } from './server.js';

const config = configFrom(process.env);
const app = await createServer(config);
app.enableShutdownHooks();
await app.listen(config.PORT, config.HOST);
// Started by `npm start`: says that it listens, and ends when its parent is gone, however that died.
process.send?.('ready');
process.once('disconnect', () => process.kill(process.pid, 'SIGTERM'));
