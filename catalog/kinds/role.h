/*
 * CREATE ROLE: pg_authid through the view pg_roles, and pg_auth_members. Roles belong to the cluster: they are read only on
 * request, and dropped only by the script that undoes their creation. Passwords are neither read nor set.
 */
#pragma once

#include "catalog/object.h"

struct role {
	struct object object;
	bool superuser, createdb, createrole, login, replication, bypassrls;
	const char *inherit, *connection_limit, *valid_until;
	const struct names *member_of; /* quoted names, each followed by the options of GRANT */
	const struct names *settings;  /* name=value */
	bool unused;		       /* nothing in the database has to do with it */
};
