// The page on which a sign-in window ends: tells the pages that wait for it, and closes.
const channel = new BroadcastChannel("livedesk-signed-in");
channel.postMessage("signed-in");
channel.close();
window.close();
