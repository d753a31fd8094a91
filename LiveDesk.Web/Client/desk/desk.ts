// The agents' app, outside of what Blazor draws: the connection, what was typed into plain fields, dialogs, keys.
import { defineArticleEditor } from "./article";
import { defineDraftInsert } from "./assistant";
import { watchAttention } from "./attention";
import { defineBell } from "./bell";
import { defineChatBox } from "./chatbox";
import { startConnection } from "./connection";
import { watchDialogs } from "./dialog";
import { watchDrags } from "./drag";
import { keepTyped } from "./keep";
import { watchMenus } from "./menu";
import { defineSelfTest } from "./selftest";
import { startShortcuts } from "./shortcuts";
import { watchThreads } from "./thread";

keepTyped();
defineChatBox();
defineBell();
defineArticleEditor();
defineDraftInsert();
defineSelfTest();
watchDialogs();
watchDrags();
watchMenus();
watchThreads();
watchAttention();
startShortcuts();
startConnection();
