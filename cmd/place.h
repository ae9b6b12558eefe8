/*
 * A place is where a schema is: a database (its name, a URI or a connection string), a YAML file, a directory of them, or "-",
 * standard input; or "git:REV:FILE", such a file or directory as git has it, see git_place.h. What ends in .yaml or .yml, is "-",
 * is an existing directory, or an existing file named by a path with a slash is YAML, all else is a database; the prefix "file:" or
 * "db:" decides where that is wrong.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "catalog/snapshot.h"
#include "yaml/load.h"

struct place_options {
	const char *host, *port, *username; /* stronger than what the place says; NULL: libpq's defaults */
	bool password;			    /* ask for one on the terminal */
	bool no_owner, no_privileges;	    /* what is read says nothing of them */
	bool no_extension_versions;	    /* the same of the versions of extensions, which are then left as they are */
	bool with_roles, with_database;	    /* what is read from a server tells of these too */
	GHashTable *role_names;		    /* see snapshot_set_role_names(); NULL: as they are */
	/* see schema_names_replace(); of documents, and, where map_databases, of databases; NULL: as they are */
	GPtrArray *schema_names;
	bool map_databases;
	/* Which objects count; NULL: all. Called while reading, see snapshot_keep(). */
	bool (*accept)(const struct object *, void *data);
	void *data;
	bool pyrseas, no_pyrseas, lenient; /* how documents are read, see yaml/load.h */
	GPtrArray *search_path;		   /* of documents of Pyrseas; NULL: not told */
	GPtrArray *unsupported;		   /* gets what catalog_read() cannot describe; owns its texts */
	GPtrArray *warnings;		   /* gets texts for the user; owns them */
};

/* What is left out, and what is added to what is read from a server. */
#define CONTENT_OPTIONS(options, of_owners, of_privileges, of_versions) \
	{ "no-owner", 'O', NULL, of_owners, .flag = &(options).no_owner }, \
		{ "no-privileges", 'x', NULL, of_privileges, .flag = &(options).no_privileges }, \
		{ "no-extension-versions", 0, NULL, of_versions, .flag = &(options).no_extension_versions }, \
		{ "with-roles", 0, NULL, "describe the roles that the database names, too", .flag = &(options).with_roles }, \
	{ \
		"with-database", 0, NULL, "describe the database itself, too", .flag = &(options).with_database \
	}

/* How documents are read. */
#define READING_OPTIONS(options) \
	{ "pyrseas", 0, NULL, "documents are in the words of Pyrseas", .flag = &(options).pyrseas }, \
		{ "no-pyrseas", 0, NULL, "documents are not in the words of Pyrseas, though they look so", \
			.flag = &(options).no_pyrseas }, \
	{ \
		"lenient", 0, NULL, "pass over unknown keys of documents, with a warning", .flag = &(options).lenient \
	}

/* How documents are read, as the options have it; warnings are those of the options. */
struct yaml_read_options place_reading(const struct place_options *);

#define PLACE_OPTIONS(options) \
	{ "host", 'H', "HOST", "database server's host, or directory of its socket", .text = &(options).host }, \
		{ "port", 'p', "PORT", "database server's port", .text = &(options).port }, \
		{ "username", 'U', "NAME", "connect as this user", .text = &(options).username }, \
	{ \
		"password", 'W', NULL, "ask for the password", .flag = &(options).password \
	}

struct place;

/* Takes the name apart; connects to nothing yet. The options outlive it. */
struct place *place_new(const char *name, struct place_options *);
/* Closes the connection, if there is one. */
void place_free(struct place *);

/* The password of a database, which outlives the place; NULL: none is known. */
void place_set_password(struct place *, const char *);

bool place_is_database(const struct place *);
bool place_is_stdin(const struct place *);
/* The path of its file or directory; "-": standard input; NULL: a database, or in git. */
const char *place_path(const struct place *);
/* What messages call it: never more of a connection string than the database's name. */
const char *place_name(const struct place *);

/*
 * Connects, asking for the password where it must, if it is a database; the functions below do so too, but then amid what they
 * do.
 */
bool place_connect(struct place *, GError **);

/*
 * Takes in a document, whole; nothing of a database. place_read() then goes on from there: what the document says of itself can be
 * asked before anything is left out.
 */
bool place_load(struct place *, struct pool *, GError **);
/* The document between the two, not finished; NULL for a database. */
const struct snapshot *place_loaded(const struct place *);

/*
 * Reads it, as often as asked; the snapshot is finished. A database is read again, up to three times in all, when it changes
 * meanwhile. NULL and an error that names the place.
 */
struct snapshot *place_read(struct place *, struct pool *, GError **);

/* The same with nothing left out, and without warnings. */
struct snapshot *place_read_whole(struct place *, struct pool *, GError **);

/* The version of the server, as 180000; 0 for what is no database, or not connected. */
int place_version(const struct place *);

/*
 * The first row of a query, its texts, run in a transaction of its own that the statements before (NULL-terminated) open, and that
 * is rolled back; of databases only. The query is one statement, whatever its text says. NULL with an error where it fails. Free it
 * by g_strfreev.
 */
char **place_row(struct place *, const char *const *before, const char *sql, GError **);

/* The two columns of a query's rows: the first one's texts to the second one's, with an empty search path; of databases only. */
GHashTable *place_texts(struct place *, const char *sql, GError **);

/*
 * What COPY TO STDOUT gives for each of the statements (char *), in one transaction that reads one state and changes nothing; rows
 * that policies hide are an error. GString *, in their order; of databases only.
 */
GPtrArray *place_copy(struct place *, const GPtrArray *statements, GError **);

/* The first column of a query's rows, as a set; of databases only. */
GHashTable *place_lookup(struct place *, const char *sql, GError **);

/*
 * Runs the statements (char *) in one transaction; of databases only. When one fails the error tells which and why, and whether
 * anything was changed as far as that is known.
 */
bool place_run(struct place *, const GPtrArray *statements, GError **);

/* Runs one statement, in no transaction; of databases only. hear gets messages that it gives meanwhile, such as INFO; NULL: nobody. */
bool place_run_alone(struct place *, const char *sql, void (*hear)(const char *message), GError **);
