/*
 * The roles that an object names: its owner, those of its privileges, and those in rows that the kind marks (struct attribute,
 * roles).
 */
#pragma once

#include <glib.h>

#include "catalog/object.h"
#include "catalog/snapshot.h"

enum role_use {
	ROLE_OWNS,
	ROLE_HAS_PRIVILEGES, /* or has granted them */
	ROLE_IS_NAMED,	     /* in any other way */
};

/* Calls it for each, PUBLIC aside, perhaps more than once. A role's own name is not among them. */
void role_names_each(const struct object *, void (*call)(const char *role, enum role_use, void *data), void *data);
/*
 * Puts other names in the place of these, a role's own included, in a snapshot that is not finished: const char * to const char *.
 */
void role_names_replace(struct snapshot *, GHashTable *names);
