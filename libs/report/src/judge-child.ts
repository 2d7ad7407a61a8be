import { answering } from '@huiji/workbook/apart';
import { judged } from './judge.js';

answering(judged);
