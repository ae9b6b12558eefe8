/* The roles that an object names: its owner, those of its privileges, and those in rows that the kind marks (struct attribute, roles). */
#pragma once

#include "catalog/object.h"
#include "catalog/pool.h"

enum role_use {
	ROLE_OWNS,
	ROLE_HAS_PRIVILEGES,   /* or has granted them */
	ROLE_IS_NAMED,         /* by anything else */
};

/* Calls it for each, PUBLIC aside, perhaps more than once. A role's own name is not among them. */
void role_names_each(const struct object *, void (*call)(const char *role, enum role_use, void *data), void *data);
/* Puts what map gives in the place of each name, that of a role itself included; of a snapshot that is not finished. */
void role_names_map(struct pool *, struct object *, const char *(*map)(const char *role, void *data), void *data);
