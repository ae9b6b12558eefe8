/*
 * A place is where a schema comes from: a database (its name, a URI or a connection string), a YAML file, a directory of them, "-",
 * standard input, or "git:REV:FILE", a file or directory in git, see git_place.h. A name that ends in .yaml or .yml, is "-", is an
 * existing directory, or is an existing file's path with a slash is YAML; other names are databases; the prefix "file:" or "db:"
 * overrides that.
 */
#pragma once

#include <glib.h>
#include <stdbool.h>

#include "catalog/snapshot.h"
#include "yaml/load.h"

struct place_options {
	const char *host, *port, *username; /* override the place's own; NULL: libpq's defaults */
	bool password;			    /* ask for one on the terminal */
	bool no_owner, no_privileges;	    /* what is read has no owners, privileges */
	bool no_extension_versions;	    /* the same for versions of extensions, which are then not changed */
	bool with_roles, with_database;	    /* what is read from a server includes these, too */
	GHashTable *role_names;		    /* see snapshot_set_role_names(); NULL: unchanged */
	/* see schema_names_replace(); for documents, and, with map_databases, for databases; NULL: unchanged */
	GPtrArray *schema_names;
	bool map_databases;
	/* Which objects count; NULL: all. Called during reading, see snapshot_keep(). */
	bool (*accept)(const struct object *, void *data);
	void *data;
	bool pyrseas, no_pyrseas, lenient; /* how documents are read, see yaml/load.h */
	GPtrArray *search_path;		   /* for documents of Pyrseas; NULL: not given */
	GPtrArray *unsupported;		   /* gets the objects that catalog_read() cannot describe; owns its texts */
	GPtrArray *warnings;		   /* gets warnings for the user; owns them */
};

/* What is omitted, and what is added to what is read from a server. */
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

/* The options for reading documents; warnings are those of the place's options. */
struct yaml_read_options place_reading(const struct place_options *);

#define PLACE_OPTIONS(options) \
	{ "host", 'H', "HOST", "database server's host, or directory of its socket", .text = &(options).host }, \
		{ "port", 'p', "PORT", "database server's port", .text = &(options).port }, \
		{ "username", 'U', "NAME", "connect as this user", .text = &(options).username }, \
	{ \
		"password", 'W', NULL, "ask for the password", .flag = &(options).password \
	}

struct place;

/* Parses the name; does not connect yet. The options outlive the place. place_free() it. */
struct place *place_new(const char *name, struct place_options *);
/* Closes the connection, if there is one. */
void place_free(struct place *);

/* The password of a database, which outlives the place; NULL: none is known. */
void place_set_password(struct place *, const char *);

bool place_is_database(const struct place *);
bool place_is_stdin(const struct place *);
/* The path of its file or directory; "-": standard input; NULL: a database, or in git. */
const char *place_path(const struct place *);
/* Its name in messages: of a connection string only the database's name. */
const char *place_name(const struct place *);

/* Connects a database, asking for the password if needed; the functions below also do so. False with an error. */
bool place_connect(struct place *, GError **);

/*
 * Loads a document, whole, so that its own selections can be read before place_read(), which continues from there, applies them.
 * Does nothing for a database. False with an error.
 */
bool place_load(struct place *, struct pool *, GError **);
/* The document between place_load() and place_read(), not finished; NULL for a database. */
const struct snapshot *place_loaded(const struct place *);

/*
 * Reads the place, as often as it is called; the snapshot is finished. A database is read up to three times if it changes
 * meanwhile. NULL with an error that names the place. snapshot_free() it.
 */
struct snapshot *place_read(struct place *, struct pool *, GError **);

/* The same without exclusions, and without warnings. */
struct snapshot *place_read_whole(struct place *, struct pool *, GError **);

/* The version of the server, such as 180000; 0 where the place is not a database, or not connected. */
int place_version(const struct place *);

/*
 * The first row of a query, its columns as texts. The query runs in its own transaction, which the statements before
 * (NULL-terminated) begin, and which is rolled back; databases only. The text cannot contain several statements. NULL with an error
 * where it fails. Free it with g_strfreev().
 */
char **place_row(struct place *, const char *const *before, const char *sql, GError **);

/*
 * The two columns of a query's rows as a table from the first to the second, with an empty search_path; databases only. NULL with
 * an error.
 */
GHashTable *place_texts(struct place *, const char *sql, GError **);

/*
 * The output of COPY TO STDOUT for each of the statements (char *), in one read-only transaction with one snapshot; rows hidden by
 * policies are an error. GString *, in the order of the statements; databases only. NULL with an error.
 */
GPtrArray *place_copy(struct place *, const GPtrArray *statements, GError **);

/* The first column of a query's rows, as a set; databases only. NULL with an error. */
GHashTable *place_lookup(struct place *, const char *sql, GError **);

/*
 * Runs the statements (char *) in one transaction; databases only. False with an error that gives the failed statement, the reason,
 * and whether anything was changed, as far as known.
 */
bool place_run(struct place *, const GPtrArray *statements, GError **);

/*
 * Runs one statement outside transactions; databases only. hear gets messages that it gives meanwhile, such as INFO; NULL: nobody.
 * False with an error.
 */
bool place_run_alone(struct place *, const char *sql, void (*hear)(const char *message), GError **);
