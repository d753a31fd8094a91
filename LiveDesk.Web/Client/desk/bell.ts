// <live-bell data-count>: a quiet tone when more chats wait than before. Browsers allow it once the person has touched the page.
export function defineBell(): void {
  if (!customElements.get("live-bell")) customElements.define("live-bell", Bell);
}

class Bell extends HTMLElement {
  static readonly observedAttributes = ["data-count"];

  attributeChangedCallback(_: string, before: string | null, now: string | null): void {
    if (before !== null && Number(now) > Number(before) && navigator.userActivation?.hasBeenActive) ring();
  }
}

function ring(): void {
  const audio = new AudioContext();
  const tone = audio.createOscillator();
  const volume = audio.createGain();
  tone.frequency.value = 660;
  volume.gain.setValueAtTime(0.05, audio.currentTime);
  volume.gain.exponentialRampToValueAtTime(0.0001, audio.currentTime + 0.4);
  tone.connect(volume).connect(audio.destination);
  tone.addEventListener("ended", () => void audio.close());
  tone.start();
  tone.stop(audio.currentTime + 0.4);
}
