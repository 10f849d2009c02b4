// `<shotglass-figure src="run.shotglass" lang="en">`: a recorded run, drawn as the page draws it, in a
// page of others. The run may also stand within the element, in `<script type="application/json">`.

import "../ui/styles/tokens.css";
import "../ui/styles/base.css";
import "../ui/styles/layout.css";
import "../ui/plot/plot.css";
import "../ui/plot/glass/glass.css";
import "./figure.css";
import { draw } from "./draw";

const NAME = "shotglass-figure";
const STYLES = "{styles}"; // by the build: all of the above, and the components' own

class ShotglassFigure extends HTMLElement {
  static readonly observedAttributes = ["src", "lang"];
  static readonly #sheet = new CSSStyleSheet();
  #end: (() => void) | null = null;

  static {
    this.#sheet.replaceSync(STYLES);
  }

  connectedCallback(): void {
    const shadow = this.shadowRoot ?? this.attachShadow({ mode: "open" });
    shadow.adoptedStyleSheets = [ShotglassFigure.#sheet];
    const root = document.createElement("div");
    root.className = "shotglass";
    shadow.replaceChildren(root);
    this.#end = draw(this, root);
  }

  disconnectedCallback(): void {
    this.#end?.();
    this.#end = null;
  }

  attributeChangedCallback(): void {
    if (this.#end === null) return;
    this.disconnectedCallback();
    this.connectedCallback();
  }
}

if (customElements.get(NAME) === undefined) customElements.define(NAME, ShotglassFigure);
