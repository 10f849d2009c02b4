// Which section of the note is open.

import { read, write } from "../../noteAddress";
import { route } from "../../../../state/route.svelte";

class Note {
  section = $state(0);

  adopt(query: URLSearchParams): void {
    this.section = read(query);
  }

  toQuery(): URLSearchParams {
    return write(this.section);
  }
}

export const note = new Note();
route.serve("note", note);
