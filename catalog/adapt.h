/* A description for a server of another version than the one that it comes from. */
#pragma once

struct snapshot;

/*
 * Adapts a finished snapshot, before it is compared, to a server of that version: uses the words that the server knows, and omits
 * values of rows that are .passing, which change nothing there. Other unknown values stay, and become an error that names them when
 * planned.
 */
void snapshot_adapt(struct snapshot *, int version);
