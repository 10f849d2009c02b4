// The class as the server tells it: who one is there, where everybody was sent, the guess.

import { ApiError, call } from "../../../../core/api/http";
import { payloads } from "../../../../core/api/events";
import type { ClassState } from "../../../../core/api/api.gen";
import { route } from "../../../../state/route.svelte";
import { keep, stored } from "../../../../state/stored";
import { IN_CLASS } from "./manifest";

const RETRY = 1500; // ms until a stream that ended is asked for again

class Classroom {
  state = $state.raw<ClassState | null>(null);
  /** `out`: there is a class, and one is not in it; `none`: there is none. */
  status = $state<"waiting" | "out" | "none" | "in">("waiting");
  ended = $state(false); // one was in it, and is not any more
  code = $state(""); // of a link that was scanned
  #isFollowing = false;

  /** Follows the class until one is not in it any more. */
  async follow(): Promise<void> {
    if (this.#isFollowing) return;
    this.#isFollowing = true;
    while (await this.#read()) await new Promise((done) => setTimeout(done, RETRY));
    this.#isFollowing = false;
    this.state = null;
    keep(IN_CLASS, null);
  }

  /** Whether to read again; a server that does not answer may come back. */
  async #read(): Promise<boolean> {
    try {
      const { body } = await call("/api/v1/class/events");
      if (body === null) return true;
      for await (const text of payloads(body)) this.#take(JSON.parse(text) as ClassState);
    } catch (error) {
      const status = error instanceof ApiError ? error.problem.status : 0;
      if (status === 401) [this.ended, this.status] = [this.ended || this.status === "in", "out"];
      else if (status === 404) this.status = "none";
      return this.status !== "out" && this.status !== "none";
    }
    return true;
  }

  #take(state: ClassState): void {
    this.state = state;
    [this.ended, this.status] = [false, "in"];
    const last = stored(IN_CLASS);
    const number = String(state.pushed?.number ?? 0);
    keep(IN_CLASS, number);
    if (state.role === "student" && state.pushed !== null && number !== last) {
      location.hash = state.pushed.address;
    }
  }

  /** Rejects with ApiError. */
  async join(code: string, name: string): Promise<void> {
    await call("/api/v1/class/join", { code, name });
    this.status = "waiting";
    void this.follow();
  }

  /** What the teacher does, or a student's answer. Rejects with ApiError. */
  async act(name: "push" | "guess" | "answer" | "close" | "reveal" | "end", body: object = {}) {
    await call(`/api/v1/class/${name}`, body);
  }

  adopt(query: URLSearchParams): void {
    this.code = query.get("code") ?? "";
  }

  /** Who is in the class shows its code to nobody by a link. */
  toQuery(): URLSearchParams {
    const isShown = this.code !== "" && this.status !== "in";
    return new URLSearchParams(isShown ? { code: this.code } : {});
  }
}

export const classroom = new Classroom();
route.serve("class", classroom);
