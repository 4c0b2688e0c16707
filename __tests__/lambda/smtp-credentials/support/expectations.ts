import type { SmallAccount } from "./small-account";

export const idsOf = ({ keys }: SmallAccount) => keys.map(({ AccessKeyId }) => AccessKeyId);

/** Every task has a key that works: those that run, and those that would start now. */
export function expectTasksToSend({ keys, tasks, stored }: SmallAccount): void {
  const active = keys.filter(({ Status }) => Status === "Active").map((key) => key.AccessKeyId);
  expect(active).toEqual(expect.arrayContaining([...tasks, stored!.username]));
}

/** One key, and both the secret and the tasks have it. */
export function expectToBeSettled(account: SmallAccount): void {
  expect(idsOf(account)).toEqual([account.stored?.username]);
  expect(account.tasks).toEqual([account.stored?.username, account.stored?.username]);
}
