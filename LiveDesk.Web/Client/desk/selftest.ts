// <livedesk-selftest>: tries a push and a socket from this browser, asks the server what it saw of them, and shows what is set wrong between the two.
interface Finding { part: string; name: string; isWell: boolean; text: string }

const folder = "/settings/connection";
const own = { "X-LiveDesk": "1" };
const patience = 8_000;

class SelfTest extends HTMLElement {
  connectedCallback(): void {
    void this.run();
  }

  private async run(): Promise<void> {
    this.dataset.state = "running";
    this.replaceChildren(paragraph(this.dataset.wordsRunning));
    try {
      const [socketOpened, ticks] = await Promise.all([trySocket(), listenToTicks()]);
      this.show(await judge(socketOpened, ticks));
      this.dataset.state = "done";
    } catch {
      this.replaceChildren(paragraph(this.dataset.wordsFailed), this.again());
      this.dataset.state = "failed";
    }
  }

  private show(findings: readonly Finding[]): void {
    const list = document.createElement("ul");
    list.className = "findings";
    for (const finding of findings) {
      const line = document.createElement("li");
      Object.assign(line.dataset, { testid: "finding", part: finding.part, state: finding.isWell ? "well" : "wrong" });
      const mark = document.createElement("strong");
      mark.textContent = `${finding.isWell ? "✓" : "✗"} ${finding.name}: ${(finding.isWell ? this.dataset.wordsWell : this.dataset.wordsWrong) ?? ""}`;
      line.append(mark, paragraph(finding.text));
      list.append(line);
    }
    this.replaceChildren(list, this.again());
  }

  private again(): HTMLElement {
    const button = document.createElement("button");
    Object.assign(button, { type: "button", className: "button", textContent: this.dataset.wordsAgain ?? "" });
    button.addEventListener("click", () => void this.run());
    return button;
  }
}

function trySocket(): Promise<boolean> {
  return new Promise((done) => {
    const socket = new WebSocket(`${location.origin.replace(/^http/, "ws")}${folder}/socket`);
    const end = (opened: boolean) => {
      clearTimeout(timer);
      socket.close();
      done(opened);
    };
    const timer = setTimeout(() => end(false), patience);
    socket.onopen = () => socket.send("here?");
    socket.onmessage = () => end(true);
    socket.onerror = () => end(false);
    socket.onclose = () => end(false);
  });
}

/** When each tick arrived, in milliseconds. */
async function listenToTicks(): Promise<number[]> {
  const began = performance.now();
  const arrived: number[] = [];
  const answer = await fetch(`${folder}/ticks`, { headers: own, signal: AbortSignal.timeout(patience) });
  const reader = answer.ok ? answer.body?.pipeThrough(new TextDecoderStream()).getReader() : undefined;
  try {
    for (let next = await reader?.read(); next && !next.done; next = await reader?.read())
      for (const _ of next.value.matchAll(/tick/g)) arrived.push(performance.now() - began);
  } catch {
    // Cut off: the ticks that arrived tell how far it came.
  }
  return arrived;
}

async function judge(socketOpened: boolean, ticks: number[]): Promise<Finding[]> {
  const seen = { origin: location.origin, socketOpened, ticks, now: Date.now() };
  const answer = await fetch(`${folder}/findings`, { method: "POST", headers: { ...own, "Content-Type": "application/json" }, body: JSON.stringify(seen) });
  if (!answer.ok) throw new Error(`The server answered ${answer.status}.`);
  return (await answer.json()) as Finding[];
}

function paragraph(text: string | undefined): HTMLElement {
  const element = document.createElement("p");
  element.textContent = text ?? "";
  return element;
}

export function defineSelfTest(): void {
  customElements.define("livedesk-selftest", SelfTest);
}
