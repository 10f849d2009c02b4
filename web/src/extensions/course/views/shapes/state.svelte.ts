// The shapes table: its rows once the server has sent them, their order, the shape being counted.

import { read, write } from "./address";
import { shapes as fetchShapes } from "../../../../core/api/api";
import {
  FAMILIES,
  GPT2_SMALL,
  sorted,
  type Family,
  type ShapeKey,
  type ShapeRow,
} from "../../../../core/models/shapes";
import { route } from "../../../../state/route.svelte";

class Shapes {
  rows = $state.raw<readonly ShapeRow[]>([]);
  status = $state<"waiting" | "here" | "failed">("waiting");
  sort = $state<ShapeKey>("year");
  down = $state(false);
  families = $state.raw<readonly Family[]>(FAMILIES);
  chosen = $state.raw(GPT2_SMALL);

  readonly shown = $derived(
    sorted(
      this.rows.filter((row) => this.families.includes(row.family)),
      this.sort,
      this.down,
    ),
  );

  async open(): Promise<void> {
    this.status = "waiting";
    try {
      this.rows = await fetchShapes();
      this.status = "here";
    } catch {
      this.status = "failed";
    }
  }

  /** By this column; by the same one again, the other way round. */
  sortBy(key: ShapeKey): void {
    this.down = key === this.sort ? !this.down : false;
    this.sort = key;
  }

  toggle(family: Family): void {
    const on = this.families.includes(family);
    this.families = FAMILIES.filter((item) =>
      item === family ? !on : this.families.includes(item),
    );
  }

  adopt(query: URLSearchParams): void {
    if (query.size === 0) return; // a bare link comes back to what was there
    const { sort, down, families, chosen } = read(query);
    this.sort = sort;
    this.down = down;
    this.families = families;
    this.chosen = chosen;
  }

  toQuery(): URLSearchParams {
    return write({
      sort: this.sort,
      down: this.down,
      families: this.families,
      chosen: this.chosen,
    });
  }
}

export const shapes = new Shapes();
route.serve("shapes", shapes);
