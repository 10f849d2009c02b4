import { mount } from "svelte";
import App from "./App.svelte";
import { preferences } from "./state/settings.svelte";
import "./styles/tokens.css";
import "./styles/base.css";

const target = document.getElementById("app");
if (target === null) throw new Error("The page has no #app element.");
// Not awaited here: the words fetched now may import this very script, which must be through by then.
void preferences.open().then(() => mount(App, { target }));
