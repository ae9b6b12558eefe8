/* A description for a server of another version than the one that it comes from. */
#pragma once

struct snapshot;

/*
 * Says in that server's words what it has other words for, and leaves out what a server of that version does not know and what
 * changes nothing there: values of rows that are .passing. Whatever else it does not know stays, to be an error that names it when
 * it is planned. A finished snapshot, before it is compared.
 */
void snapshot_adapt(struct snapshot *, int version);
