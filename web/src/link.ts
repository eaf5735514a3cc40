// The way to the server that runs replicates again: the same origin, loopback only. A page from disk has none.
import type { ButFor, Content, Document } from "./format.ts";
import { unpacked } from "./unpack.ts";

const GUARD = { "X-Shorad": "replay" }; // a page of somebody else's cannot send it without being asked for leave

async function ask<T>(path: string, query: Record<string, string>): Promise<T> {
  const answer = await fetch(`${path}?${new URLSearchParams(query)}`, { headers: GUARD });
  const body = await answer.json();
  if (!answer.ok) throw new Error(String(body.problem ?? answer.statusText));
  return body as T;
}

export function replicate(which: string): Promise<Document> {
  return ask("api/replicate", { which });
}

export function address(doc: Document): string {
  return `${doc.address.k}:${doc.address.r}`;
}

/** The same luck with one link ideal, or one path set. */
export function changed(doc: Document, ideal: string, path = "", value = ""): Promise<ButFor> {
  return ask("api/butfor", { which: address(doc), ideal, path, value });
}

/** Every path that can be set, with its value in this draw and what may stand there. */
export function paths(doc: Document): Promise<{ path: string; value: string; words: string[] }[]> {
  return ask("api/paths", { which: address(doc) });
}

/** What stands in the page: plain for the server's, compressed in a file. */
export async function content(): Promise<Content> {
  const text = document.getElementById("content")?.textContent?.trim() ?? "";
  if (text.startsWith("{")) return JSON.parse(text);
  return JSON.parse(await unpacked(text));
}
