/** Ends what global-setup.mjs started. */
export default async function teardown() {
  await Promise.all((globalThis.apis ?? []).map((api) => api.kill()));
}
