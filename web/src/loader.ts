// A page from disk carries its program compressed, a third of its size: this sets it to work. The content security policy
// knows the program by its hash, compressed or not; nothing else may run.
import { unpacked } from "./unpack.ts";

async function load(): Promise<void> {
  const program = document.createElement("script");
  program.textContent = await unpacked(document.getElementById("program")?.textContent?.trim() ?? "");
  document.body.append(program);
}

load().catch((problem: unknown) => {
  const place = document.getElementById("page");
  if (place) place.textContent = `This browser is too old for the page: it cannot unpack it (${problem}).`;
});
