/** What one document may hold; each is counted with its fragments written out, before anything runs (measure.ts). */
export const documentLimits = {
  /** Fields within fields. */
  depth: 12,
  /** Fields under another name. */
  aliases: 50,
  /** `@include`, `@skip` and their like. */
  directives: 20,
  /** Fields in all. */
  fields: 4_000,
  /** Fields that stand in one place twice under one name, which validation compares each with each. */
  repeats: 50,
  /** Fragments that are defined. */
  fragments: 50,
  /** Fields of mutations, which are done one after the other. */
  mutations: 10,
  /** Operations, of which a request runs one. */
  operations: 10,
  /** How many values its answer may hold, with each page full. */
  cost: 1_000_000,
} as const;

/** What the parser stops at: words, names and signs. */
export const mostTokens = 6_000;

/** What variables may hold; literals are bounded by `mostTokens`. A load's tables are texts and so count little. */
export const inputLimits = {
  /** Items of one list. What an argument may hold at most is often less: its service says so. */
  list: 5_000,
  /** Values in all. */
  values: 100_000,
  /** Values within values. */
  depth: 20,
} as const;

/** What a subscriber's socket may do. */
export const socketLimits = {
  /** Sockets of one process, and of one person at it. */
  sockets: 5_000,
  ofPerson: 20,
  /** Subscriptions on one socket. */
  subscriptions: 50,
  /** Bytes of one message. */
  message: 16_384,
  /** Messages in a second, on average over ten. */
  messages: 20,
  /** How often the session of a socket is looked up while nothing is told, in milliseconds. */
  recheck: 15_000,
} as const;
