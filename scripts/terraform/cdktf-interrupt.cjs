/**
 * Loaded into cdktf before its own code. While cdktf asks for an approval it reads each key, so that Ctrl-C is one of them
 * and no signal: its list goes away, Terraform waits on behind it, and nothing ends. Here the key is the signal again that
 * it is everywhere else. Seen with cdktf-cli 0.21.0.
 */
const INTERRUPT = "\u0003";

const { stdin } = process;
const emit = stdin.emit.bind(stdin);
stdin.emit = (event, ...values) => {
  const taken = emit(event, ...values);
  // To every process of this terminal's job, as the terminal itself does.
  if (event === "data" && String(values[0]).includes(INTERRUPT)) process.kill(0, "SIGINT");
  return taken;
};
