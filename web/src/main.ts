import { mount } from "svelte";
import App from "./app/App.svelte";
import { preferences } from "./state/preferences.svelte";
import "./ui/styles/fonts.css";
import "./ui/styles/tokens.css";
import "./ui/styles/base.css";
import "./ui/styles/layout.css";
import "./ui/plot/plot.css";
import "./ui/plot/glass/glass.css";

const target = document.getElementById("app");
if (target === null) throw new Error("The page has no #app element.");
// Not awaited here: the words fetched now may import this very script, which must be through by then.
void preferences.open().then(() => {
  target.replaceChildren(); // a site has the first words there
  mount(App, { target });
});
