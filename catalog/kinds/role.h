/*
 * CREATE ROLE: pg_authid through the view pg_roles, and pg_auth_members. Roles are the cluster's: they are read only when asked
 * for, and never dropped but by the script that takes back their making. Passwords are neither read nor made.
 */
#pragma once

#include "catalog/object.h"

struct role {
	struct object object;
	bool superuser, createdb, createrole, login, replication, bypassrls;
	const char *inherit, *connection_limit, *valid_until;
	const struct names *member_of; /* quoted names, each with the options of GRANT behind it */
	const struct names *settings;  /* name=value */
	bool unused;		       /* nothing in the database has to do with it */
};
