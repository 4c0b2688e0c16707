/** Where the person is: npm runs a script in the project's folder. */
export function callersFolder(): string {
  return process.env.INIT_CWD ?? process.cwd();
}
