/* Renamed labels of enums, and the texts that have them. */
#pragma once

#include <glib.h>

#include "catalog/snapshot.h"

/* A label that a hint (oldname) renames: old is one of the enum in HAVE, new of that in WANT. */
struct label_hint {
	const char *old, *new;
};

/* The hints of both enums, as an array of struct label_hint; its texts are theirs. Free it with g_array_unref(). */
GArray *label_hints(const struct object *have, const struct object *want);

/*
 * A copy of HAVE in which expressions, definitions and bounds of partitions have the new labels of the enums whose labels WANT
 * renames, according to oldname on either side, as the server prints them after ALTER TYPE ... RENAME VALUE. The enums keep their
 * old labels. Unchanged are texts in which the server does not print the label as a literal of the enum, such as a row that has
 * one among its values, and the labels of an enum that has another name in WANT, or that has to be created again.
 *
 * NULL: no label is renamed, or only to labels that exist in HAVE, or from labels that exist in WANT. snapshot_free() the copy;
 * its objects live as long as the pool.
 */
struct snapshot *snapshot_follow_labels(const struct snapshot *have, const struct snapshot *want);
