/*
 * The inside of a snapshot, for the rooms that make it: snapshot.c builds it and finds in it, snapshot_finish.c completes it, others change names in it.
 */
#pragma once

#include "catalog/snapshot.h"

struct snapshot {
	struct pool *pool;
	struct silence silence;
	GPtrArray *selections; /* struct selection * */
	bool partial;
	enum optional optional;
	GHashTable *role_names;
	const GPtrArray *schema_names;
	int version, target;
	GPtrArray **kinds; /* objects by kind_index(), sorted once finished */
	const struct kind *last_kind;
	GPtrArray *last_objects;
	GPtrArray *all;
	GHashTable *by_identity; /* top-level objects */
	GHashTable *left_out;	 /* objects that are gone when it is finished, or refreshed */
	GArray *needs;		 /* struct need */
	GHashTable *relations;	 /* objects that share the name space of pg_class */
	GArray *other_names;	 /* struct known_as */
	struct derived *derived;
};

void snapshot_forget_derived(struct snapshot *);

/* Makes relations findable by their names. */
void snapshot_index_relations(struct snapshot *);
